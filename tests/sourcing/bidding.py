"""A published RFQ with two invited suppliers, written plainly through the models, and a bid to fill it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.accounts.roles import Role
from portal.db import db
from portal.files.service import Upload
from portal.files.store import Stored
from portal.sourcing.documents import BidDocument, BidLine
from portal.sourcing.models import Addendum, Bid, Invitation, Rfq, RfqCurrency, RfqLine, RfqRound
from portal.sourcing.queries import bids as queries
from portal.sourcing.service import bids as service
from portal.sourcing.workflow import RfqState
from tests.world import Company, World

DEADLINE_IN = timedelta(days=10)


@dataclass
class Tender:
    """An RFQ of Acme to Alpha and Beta: screws by the piece, steel by the kilogram; bids in EUR or USD."""

    world: World
    rfq: Rfq
    screws: RfqLine
    steel: RfqLine
    invitations: dict[int, Invitation]

    @property
    def round(self) -> RfqRound:
        return self.rfq.rounds[0]

    @property
    def deadline(self) -> datetime:
        return self.round.deadline

    def invitation(self, supplier: Company) -> Invitation:
        return self.invitations[supplier.id]

    def content(self, price: str | None = "12.50", **changes: object) -> BidDocument:
        """A bid that offers both lines and can be submitted."""
        steel = BidLine(
            self.steel.public_id, True, Decimal("1.2"), 100, "KGM", Decimal(500), date(2026, 4, 20)
        )
        screws = BidLine(
            self.screws.public_id,
            True,
            None if price is None else Decimal(price),
            1,
            "H87",
            Decimal(1000),
            date(2026, 4, 15),
        )
        whole = BidDocument(
            "",
            0,
            "",
            currency="EUR",
            freight=Decimal(80),
            valid_until=date(2026, 5, 31),
            lines=(screws, steel),
        )
        return replace(whole, **changes)

    def amend(self, at: datetime, material: bool = True) -> Addendum:
        """One more published addendum. Call in a write transaction."""
        addendum = Addendum(
            buyer_id=self.rfq.buyer_id,
            rfq=self.rfq,
            ordinal=len(self.rfq.addenda) + 1,
            text="The coating changes.",
            material=material,
            changes=[{"what": "coating", "before": "zinc", "after": "nickel"}],
            published_at=at,
        )
        db.session.add(addendum)
        db.session.flush()
        return addendum


def tender(world: World, now: datetime, number: int = 1, lines: int = 2) -> Tender:
    """The RFQ, flushed, with more lines of steel where asked. Call in a write transaction."""
    rfq = Rfq(
        buyer_id=world.acme.id,
        number=f"RFQ-2026-{number:04}",
        title="Screws and steel",
        currency="EUR",
        incoterm="DAP",
        incoterm_place="Berlin",
        state=RfqState.PUBLISHED,
        created_at=now,
        published_at=now,
    )
    rfq.rounds.append(
        RfqRound(buyer_id=world.acme.id, ordinal=1, deadline=now + DEADLINE_IN, zone="Europe/Berlin")
    )
    screws = _line(world, 1, "Screws M6", 1000, "H87")
    steel = _line(world, 2, "Sheet steel", 500, "KGM")
    rfq.lines += [screws, steel]
    rfq.lines += [_line(world, place, f"Steel {place}", 10, "KGM") for place in range(3, lines + 1)]
    rfq.currencies.append(RfqCurrency(currency="USD", rate=Decimal("0.9")))
    db.session.add(rfq)
    invitations = {}
    for supplier in (world.alpha, world.beta):
        invitations[supplier.id] = Invitation(
            buyer_id=world.acme.id, supplier_id=supplier.id, rfq=rfq, invited_at=now
        )
    db.session.add_all(invitations.values())
    db.session.flush()
    return Tender(world, rfq, screws, steel, invitations)


def _line(world: World, position: int, description: str, quantity: int, unit: str) -> RfqLine:
    return RfqLine(
        buyer_id=world.acme.id,
        position=position,
        description=description,
        quantity=Decimal(quantity),
        unit=unit,
        wanted_date=date(2026, 4, 15),
        site_id=world.acme.site.id,
    )


def seller(supplier: Company):
    """Whoever sells for the supplier."""
    return supplier.actor(Role.SALES)


def submitted(scene: Tender, supplier: Company, at: datetime, content: BidDocument | None = None):
    """A bid that the supplier has submitted. Call in a write transaction."""
    actor = seller(supplier)
    bid = service.start(scene.invitation(supplier), actor=actor, now=at)
    service.save(bid, content or scene.content(), actor=actor, now=at)
    addenda = [addendum.ordinal for addendum in scene.rfq.addenda]
    service.submit(bid, addendum=max(addenda, default=0), actor=actor, now=at)
    return queries.bid(supplier.id, bid.public_id)


def again(bid: Bid) -> Bid:
    """The bid as another request would find it."""
    names = bid.supplier_id, bid.public_id
    db.session.remove()
    return queries.bid(*names)


def sealed(name: str) -> Upload:
    """A file of a bid as the edge hands it over: sealed and stored."""
    return Upload(name, "application/pdf", 3, "ab" * 32, name, sealed=Stored(name, "cd" * 32, 4096))
