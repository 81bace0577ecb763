"""What the demo's buyers ask for, what suppliers hold, and how the reviews stand: one of each kind."""

from datetime import date, datetime, timedelta

from portal.certificates import service
from portal.certificates.models import Certificate, Requirement
from portal.certificates.workflow import Gate, Scope
from portal.cli.demo.papers import keep_paper
from portal.cli.demo.world import DemoWorld


def fill(world: DemoWorld, now: datetime) -> None:
    """Accepted, awaiting, returned, expiring and missing certificates."""
    quality = world.actor("quirin@nordwerk.example")
    asked_at = world.start + timedelta(days=5)
    iso_9001 = _ask(world, "ISO 9001", "A certified quality management system.", asked_at, Gate.BLOCK)
    iso_14001 = _ask(world, "ISO 14001", "A certified environmental management system.", asked_at, Gate.WARN)
    held = {
        "brenner": _hold(world, "brenner", "sandra@brenner.example", "ISO 9001:2015", now, 420),
        "lumen": _hold(world, "lumen", "sanne@lumen.example", "ISO 9001:2015", now, 24),
        "tatra": _hold(world, "tatra", "sona@tatra-motion.example", "ISO 9001:2015", now, 300),
    }
    for key, email in (("brenner", "sandra@brenner.example"), ("lumen", "sanne@lumen.example")):
        _accepted(world, held[key], iso_9001, email, asked_at + timedelta(days=12))
    service.submit(
        held["tatra"], iso_9001, actor=world.actor("sona@tatra-motion.example"), now=now - timedelta(days=2)
    )
    green = _hold(world, "brenner", "sandra@brenner.example", "ISO 14001:2015", now, 200)
    service.submit(green, iso_14001, actor=world.actor("sandra@brenner.example"), now=now - timedelta(days=6))
    old = _hold(world, "lumen", "sanne@lumen.example", "ISO 14001:2015", now, 90)
    review = service.submit(
        old, iso_14001, actor=world.actor("sanne@lumen.example"), now=now - timedelta(days=9)
    )
    reason = "The certificate names the sales office only; we need one that covers the Rotterdam foundry."
    service.return_(review, reason, actor=quality, now=now - timedelta(days=8))
    world.made["requirement:iso9001"] = iso_9001


def _ask(world: DemoWorld, standard: str, asks: str, now: datetime, gate: Gate) -> Requirement:
    return service.ask_for(
        world.companies["nordwerk"].id,
        scope=Scope.EVERYTHING,
        standard=standard,
        asks=asks,
        at_invitation=Gate.OFF,
        at_award=gate,
        at_order=Gate.WARN,
        actor=world.actor("quirin@nordwerk.example"),
        now=now,
    )


def _hold(
    world: DemoWorld, key: str, email: str, standard: str, now: datetime, days_left: int
) -> Certificate:
    supplier, actor = world.companies[key], world.actor(email)
    until = now.date() + timedelta(days=days_left)
    since = date(until.year - 3, until.month, min(until.day, 28))
    number = f"{supplier.country}-{supplier.id:04d}-{standard.split()[1].split(':')[0]}"
    lines = [
        supplier.legal_name,
        f"{supplier.street}, {supplier.postcode} {supplier.city}",
        "",
        f"has a management system according to {standard}.",
        "Scope: machining, casting and assembly of drive components",
        f"Certificate number {number}",
        f"Valid from {since.isoformat()} until {until.isoformat()}",
        "Certification body: Hansa Cert",
    ]
    file = keep_paper(
        world, supplier, f"{standard.split(':')[0]}.pdf", f"Certificate {standard}", lines, actor
    )
    return service.add_certificate(
        supplier,
        file,
        standard=standard,
        entity=supplier.legal_name,
        valid_from=since,
        valid_until=until,
        number=number,
        issuer="Hansa Cert",
        covers="Machining, casting and assembly of drive components",
        actor=actor,
        now=world.start + timedelta(days=8),
    )


def _accepted(world: DemoWorld, held: Certificate, asked: Requirement, email: str, now: datetime) -> None:
    review = service.submit(held, asked, actor=world.actor(email), now=now)
    service.accept(review, actor=world.actor("quirin@nordwerk.example"), now=now + timedelta(days=2))
