"""A published award of Acme to Alpha, written plainly, and an order carried from it as far as a test needs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.roles import Role
from portal.db import db
from portal.orders.models import Contract, PurchaseOrder, ScheduleLine
from portal.orders.service import contracts, drafts, orders, responses, shipments
from portal.orders.service.responses import Answer, Verdict
from portal.orders.service.shipments import Shipment, Shipped
from portal.sourcing.models import (
    Award,
    AwardLine,
    Bid,
    BidVersion,
    Invitation,
    OpenedBid,
    OpenedLine,
    Opening,
    Rfq,
    RfqLine,
    RfqRound,
)
from portal.sourcing.workflow import AwardState, BidState, RfqState
from tests.records import add
from tests.world import Company, World

WANTED = date(2026, 6, 1)
Q = Decimal
NONE = Q(0)


@dataclass
class Scene:
    """Who acts, and the award that everything begins with. Call the methods in a write transaction."""

    world: World
    now: datetime
    award: Award

    @property
    def buyer(self):
        return self.world.acme.actor(Role.PROCUREMENT)

    @property
    def approver(self):
        return self.world.acme.actor(Role.APPROVER)

    @property
    def goods_in(self):
        return self.world.acme.actor(Role.GOODS_IN)

    @property
    def sales(self):
        return self.world.alpha.actor(Role.SALES)

    @property
    def logistics(self):
        return self.world.alpha.actor(Role.LOGISTICS)

    def draft(self) -> PurchaseOrder:
        return drafts.from_award(self.award, self.world.alpha.id, actor=self.buyer, now=self.now)

    def issued(self, over: Decimal = NONE, under: Decimal = NONE) -> PurchaseOrder:
        order = self.draft()
        order.over_tolerance, order.under_tolerance = over, under
        orders.issue(order, actor=self.buyer, now=self.now)
        return order

    def accepted(self, over: Decimal = NONE, under: Decimal = NONE) -> PurchaseOrder:
        order = self.issued(over, under)
        accept(order, self)
        return order

    def announced(self, order: PurchaseOrder, quantity: Decimal, number: str = "LS-1"):
        return shipments.announce(
            order,
            Shipment(number=number, shipped_on=self.now.date(), expected_on=self.now.date()),
            [Shipped(order.schedule[0], quantity)],
            actor=self.logistics,
            now=self.now,
        )

    def contract(self) -> Contract:
        return contracts.draft(
            self.award,
            self.world.alpha.id,
            "Housings",
            self.now.date(),
            self.now.date() + timedelta(days=365),
            actor=self.buyer,
            now=self.now,
        )

    def contract_in_force(self) -> Contract:
        contract = self.contract()
        contracts.approve(contract, actor=self.approver, now=self.now)
        contracts.issue(contract, actor=self.buyer, now=self.now)
        contracts.sign(contract, "Ada", "Head of purchasing", actor=self.buyer, now=self.now)
        contracts.sign(contract, "Bob", "Managing director", actor=self.sales, now=self.now)
        return contract


def accept(order: PurchaseOrder, scene: Scene, *parts: ScheduleLine) -> None:
    """Alpha accepts the schedule lines, all of them by default."""
    said = [Answer(part, Verdict.ACCEPT) for part in parts or order.schedule]
    responses.answer(order, said, actor=scene.sales, now=scene.now)


def build_scene(world: World, now: datetime, mark: str = "") -> Scene:
    """An opened RFQ of Acme with two lines, both awarded to Alpha and published. Call in a write transaction.

    ``mark`` tells the numbers of several scenes apart.
    """
    buyer = world.acme.id
    rfq = add(
        Rfq(
            buyer_id=buyer,
            number=f"RFQ-2026-0001{mark}",
            title="Housings",
            currency="EUR",
            incoterm="DAP",
            incoterm_place="Berlin",
            payment_terms="30 days net",
            state=RfqState.AWARDED,
            created_at=now,
            published_at=now,
        )
    )
    round_ = RfqRound(buyer_id=buyer, rfq=rfq, deadline=now, zone="Europe/Berlin", opened_at=now)
    lines = [
        _rfq_line(world.acme, rfq, 1, "Housing", Q(100)),
        _rfq_line(world.acme, rfq, 2, "Cover", Q(200)),
    ]
    award = Award(
        buyer_id=buyer,
        rfq=rfq,
        state=AwardState.PUBLISHED,
        reason="Best value",
        proposed_at=now,
        published_at=now,
    )
    # What stands beside each other goes to the database at once: thousands of these are made for the races.
    db.session.add_all([round_, *lines, Invitation(**_both(world), rfq=rfq, invited_at=now), award])
    db.session.flush()
    opening = Opening(buyer_id=buyer, rfq_id=rfq.id, round_id=round_.id, opened_at=now)
    offered = _opened_bid(world, world.alpha, rfq, round_, opening, now, mark)
    prices = [(Q("12.50"), 1), (Q("333.333"), 100)]
    for line, (price, per) in zip(lines, prices, strict=True):
        opened = OpenedLine(
            **_both(world),
            opened_bid=offered,
            rfq_line=line,
            quantity=line.quantity,
            price=price,
            price_per=per,
            unit="H87",
            delivery_date=WANTED,
        )
        db.session.add(
            AwardLine(**_both(world), award=award, rfq_line=line, opened_line=opened, quantity=line.quantity)
        )
    db.session.flush()
    return Scene(world, now, award)


def _both(world: World) -> dict[str, Any]:
    return {"buyer_id": world.acme.id, "supplier_id": world.alpha.id}


def _rfq_line(company: Company, rfq: Rfq, position: int, description: str, quantity: Decimal) -> RfqLine:
    return RfqLine(
        buyer_id=company.id,
        rfq=rfq,
        position=position,
        description=description,
        quantity=quantity,
        unit="H87",
        wanted_date=WANTED,
        site=company.site,
    )


def _opened_bid(
    world: World,
    company: Company,
    rfq: Rfq,
    round_: RfqRound,
    opening: Opening,
    now: datetime,
    mark: str,
) -> OpenedBid:
    bid = Bid(**_both(world), rfq=rfq, round=round_, state=BidState.AWARDED, created_at=now)
    version = add(
        BidVersion(
            **_both(world),
            bid=bid,
            ordinal=1,
            document=b"{}",
            sha256="0" * 64,
            sealed_sha256="0" * 64,
            saved_at=now,
            received_at=now,
            receipt_number=f"BR-{company.id}{mark}",
        )
    )
    return OpenedBid(
        **_both(world),
        opening=opening,
        bid=bid,
        version_id=version.id,
        sha256="0" * 64,
        currency="EUR",
        rate=Q(1),
        freight=Q(50),
        other_costs=Q(0),
        payment_terms="14 days net",
        valid_until=WANTED,
        quote_number="Q-77",
    )
