"""The partnerships of the demo: who supplies whom, of which type, and who answers for what."""

from datetime import datetime, timedelta

from portal.accounts.roles import Role
from portal.cli.demo.accounts import COMPANIES
from portal.cli.demo.world import DemoWorld
from portal.partnerships import queries, service
from portal.partnerships.models import Partnership
from portal.partnerships.service import ContactDraft, SupplierDraft
from portal.partnerships.workflow import PartnershipType

BUYERS = {"nordwerk": "petra@nordwerk.example", "helvetia": "luca@helva.example"}
SELLERS = {
    "brenner": "sandra@brenner.example",
    "lumen": "sanne@lumen.example",
    "tatra": "sona@tatra-motion.example",
    "meridian": "ewan@meridian.example",
}
# buyer, supplier, type, number in the buyer's ERP, the buyer's number at the supplier
WORK_TOGETHER = (
    ("nordwerk", "brenner", PartnershipType.STRATEGIC, "70010", "10382"),
    ("nordwerk", "lumen", PartnershipType.TACTICAL, "70022", "NW-07"),
    ("nordwerk", "tatra", PartnershipType.HYBRID, "70031", "K 2214"),
    ("nordwerk", "meridian", PartnershipType.TRANSACTIONAL, "70045", ""),
    ("helvetia", "meridian", PartnershipType.TACTICAL, "L-118", "HELVA"),
)
CONTACTS = {
    "nordwerk": (
        ("petra@nordwerk.example", "Orders and prices"),
        ("quirin@nordwerk.example", "Quality"),
        ("gesa@nordwerk.example", "Deliveries"),
    ),
    "helvetia": (("luca@helva.example", "Everything"),),
    "brenner": (
        ("sandra@brenner.example", "Offers and orders"),
        ("qm@brenner.example", "Quality and certificates"),
        ("versand@brenner.example", "Shipping"),
    ),
    "lumen": (
        ("sanne@lumen.example", "Offers, orders, shipping"),
        ("quality@lumen.example", "Quality and certificates"),
    ),
    "tatra": (("sona@tatra-motion.example", "Offers, orders, quality"),),
    "meridian": (("ewan@meridian.example", "Offers and orders"),),
}


def fill(world: DemoWorld, now: datetime) -> None:
    """``world.made`` gets ``partnership:BUYER:SUPPLIER``. Two invitations are still open at the end."""
    for number, (buyer, supplier, kind, erp_number, customer_number) in enumerate(WORK_TOGETHER):
        day = world.start.replace(hour=9, minute=10) + timedelta(days=1, hours=number)
        partnership = _join(world, buyer, supplier, kind, erp_number, day)
        seller = world.actor(SELLERS[supplier])
        day += timedelta(hours=3)
        service.set_customer_number(partnership, customer_number, actor=seller, now=day)
        for side, speaker in ((buyer, world.actor(BUYERS[buyer])), (supplier, seller)):
            contacts = [ContactDraft(world.people[email][0], role) for email, role in CONTACTS[side]]
            service.set_contacts(partnership, world.companies[side].id, contacts, actor=speaker, now=day)
        world.made[f"partnership:{buyer}:{supplier}"] = partnership
    _invite(world, "helvetia", "brenner", PartnershipType.TRANSACTIONAL, "", now - timedelta(days=2))
    service.invite_supplier(
        world.companies["nordwerk"],
        SupplierDraft(
            name="Kessler Dichtungstechnik",
            person_name="Ralf Kessler",
            email="ralf@kessler.example",
            registration_number="HRB 7720",
            country="DE",
            erp_number="70051",
            note="Second source for gaskets; samples agreed by telephone.",
        ),
        actor=world.actor(BUYERS["nordwerk"], Role.PROCUREMENT),
        now=now - timedelta(days=4),
    )


def _join(
    world: DemoWorld, buyer: str, supplier: str, kind: PartnershipType, erp_number: str, day: datetime
) -> Partnership:
    partnership = _invite(world, buyer, supplier, kind, erp_number, day)
    offer = queries.offer_of(partnership)
    assert offer is not None  # The suppliers of the demo have accounts, and their numbers are typed here.
    service.accept_offer(offer, actor=world.actor(SELLERS[supplier]), now=day + timedelta(hours=2))
    return partnership


def _invite(
    world: DemoWorld, buyer: str, supplier: str, kind: PartnershipType, erp_number: str, day: datetime
) -> Partnership:
    company = COMPANIES[supplier]
    draft = SupplierDraft(
        name=company["name"],
        person_name=world.people[SELLERS[supplier]][0].name,
        email=SELLERS[supplier],
        vat_number=company["vat_number"],
        country=company["country"],
        type=kind,
        erp_number=erp_number,
    )
    return service.invite_supplier(world.companies[buyer], draft, actor=world.actor(BUYERS[buyer]), now=day)
