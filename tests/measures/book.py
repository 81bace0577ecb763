"""Orders, deliveries, RFQs and certificates written plainly through the models, for tests of what is read from them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from portal.catalog.models import Category, Item
from portal.orders import models as orders
from portal.orders.workflow import OrderState, ScheduleState, ShipNoticeState
from portal.sourcing import models as sourcing
from portal.sourcing.workflow import AwardState, BidState, InvitationState, RfqState
from tests.measures.days import at, on
from tests.records import add, stored
from tests.world import Company, World

Q = Decimal


@dataclass
class Book:
    """What Acme has bought of Alpha, unless a test says otherwise. Call the methods in a write transaction."""

    world: World
    count: int = 0
    openings: dict[int, sourcing.Opening] = field(default_factory=dict)
    opened: dict[tuple[int, int], sourcing.OpenedBid] = field(default_factory=dict)

    def next(self) -> int:
        self.count += 1
        return self.count

    def both(self, supplier: Company | None = None, buyer: Company | None = None) -> dict[str, int]:
        return {"buyer_id": (buyer or self.world.acme).id, "supplier_id": (supplier or self.world.alpha).id}

    def item(self, category: Category | None = None) -> Item:
        number = f"I-{self.next()}"
        return add(
            Item(
                buyer_id=self.world.acme.id,
                number=number,
                name=f"Item {number}",
                unit="H87",
                category=category,
                created_at=at(1, 1),
            )
        )

    def category(self) -> Category:
        return add(Category(buyer_id=self.world.acme.id, cpv=f"42{self.next():06}-0", name="Machinery"))

    def order(
        self, supplier: Company | None = None, buyer: Company | None = None, **values: Any
    ) -> orders.PurchaseOrder:
        fields = {
            "number": f"PO-{self.next()}",
            "state": OrderState.ACCEPTED,
            "currency": "EUR",
            "created_at": at(1, 2),
            "issued_at": at(1, 2),
            "answered_at": at(1, 2, 11),
        }
        return add(orders.PurchaseOrder(**self.both(supplier, buyer), **(fields | values)))

    def line(
        self, order: orders.PurchaseOrder, quantity: int, agreed: date | None, **values: Any
    ) -> orders.ScheduleLine:
        """A line with one schedule line. ``unit``, ``price``, ``item`` and ``amount`` are of the line."""
        price = Q(values.pop("price", 2))
        po_line = add(
            orders.PoLine(
                buyer_id=order.buyer_id,
                supplier_id=order.supplier_id,
                order=order,
                position=len(order.lines) + 1,
                description="Part",
                quantity=Q(quantity),
                unit=values.pop("unit", "H87"),
                price=price,
                item=values.pop("item", None),
                amount=Q(values.pop("amount", price * quantity)),
            )
        )
        fields = {
            "requested_date": agreed or on(1, 10),
            "agreed_date": agreed,
            "state": ScheduleState.ACCEPTED,
        }
        return add(
            orders.ScheduleLine(
                buyer_id=order.buyer_id,
                supplier_id=order.supplier_id,
                line=po_line,
                position=1,
                quantity=Q(quantity),
                **(fields | values),
            )
        )

    def receipt(
        self,
        part: orders.ScheduleLine,
        arrived_on: date,
        quantity: int,
        notice: orders.ShipNotice | None = None,
        **values: Any,
    ) -> orders.GoodsReceiptLine:
        both = {"buyer_id": part.buyer_id, "supplier_id": part.supplier_id}
        posted_at = values.pop(
            "posted_at", datetime(arrived_on.year, arrived_on.month, arrived_on.day, tzinfo=UTC)
        )
        receipt = add(
            orders.GoodsReceipt(
                **both,
                order=part.line.order,
                notice=notice,
                number=f"GR-{self.next()}",
                arrived_on=arrived_on,
                posted_at=posted_at,
            )
        )
        return add(
            orders.GoodsReceiptLine(
                **both, receipt=receipt, schedule_line=part, received=Q(quantity), **values
            )
        )

    def shipment(
        self,
        part: orders.ScheduleLine,
        quantity: int,
        shipped_on: date,
        *,
        state: ShipNoticeState = ShipNoticeState.ANNOUNCED,
        delivered_on: date | None = None,
        confirmed_at: datetime | None = None,
    ) -> orders.ShipNotice:
        both = {"buyer_id": part.buyer_id, "supplier_id": part.supplier_id}
        notice = add(
            orders.ShipNotice(
                **both,
                order=part.line.order,
                number=f"LS-{self.next()}",
                shipped_on=shipped_on,
                expected_on=shipped_on,
                state=state,
                created_at=at(1, 2),
            )
        )
        add(orders.ShipNoticeLine(notice=notice, schedule_line=part, quantity=Q(quantity)))
        if delivered_on is not None:
            proof = stored(self.world.alpha, at(1, 2), f"proof-{self.next()}.pdf")
            add(
                orders.DeliveryConfirmation(
                    **both,
                    notice_id=notice.id,
                    delivered_on=delivered_on,
                    proof=proof,
                    confirmed_at=confirmed_at
                    or at(delivered_on.month, delivered_on.day, year=delivered_on.year),
                )
            )
        return notice

    def rfq(
        self, state: RfqState = RfqState.OPENED, opened_at: datetime | None = None, **values: Any
    ) -> sourcing.Rfq:
        fields = {
            "number": f"RFQ-{self.next()}",
            "title": "Parts",
            "currency": "EUR",
            "created_at": at(1, 2),
            "published_at": at(1, 2),
        }
        rfq = add(sourcing.Rfq(buyer_id=self.world.acme.id, state=state, **(fields | values)))
        add(
            sourcing.RfqRound(
                buyer_id=rfq.buyer_id, rfq=rfq, deadline=at(1, 20), zone="Europe/Berlin", opened_at=opened_at
            )
        )
        return rfq

    def invited(
        self,
        rfq: sourcing.Rfq,
        bid: BidState | None = None,
        state: InvitationState = InvitationState.INVITED,
        supplier: Company | None = None,
    ) -> sourcing.Invitation:
        invitation = add(
            sourcing.Invitation(**self.both(supplier), rfq=rfq, state=state, invited_at=at(1, 2))
        )
        if bid is not None:
            self.bid(rfq, bid, supplier)
        return invitation

    def bid(self, rfq: sourcing.Rfq, state: BidState, supplier: Company | None = None) -> sourcing.Bid:
        both = self.both(supplier)
        return add(sourcing.Bid(**both, rfq=rfq, round=rfq.rounds[0], state=state, created_at=at(1, 2)))

    def asked(
        self, rfq: sourcing.Rfq, item: Item | None, quantity: int, unit: str = "H87"
    ) -> sourcing.RfqLine:
        return add(
            sourcing.RfqLine(
                buyer_id=rfq.buyer_id,
                rfq=rfq,
                position=len(rfq.lines) + 1,
                description="Part",
                item=item,
                quantity=Q(quantity),
                unit=unit,
                wanted_date=on(6, 1),
            )
        )

    def offered(
        self,
        line: sourcing.RfqLine,
        price: str,
        supplier: Company | None = None,
        *,
        per: int = 1,
        unit: str = "H87",
        currency: str = "EUR",
        rate: str = "1",
    ) -> sourcing.OpenedLine:
        """An opened bid's price for a line; the supplier's bid is made with its first one."""
        who = supplier or self.world.alpha
        opened = self.opened.get((line.rfq_id, who.id)) or self._opened_bid(line.rfq, who, currency, rate)
        return add(
            sourcing.OpenedLine(
                **self.both(who),
                opened_bid=opened,
                rfq_line=line,
                quantity=line.quantity,
                price=Q(price),
                price_per=per,
                unit=unit,
            )
        )

    def _opened_bid(self, rfq: sourcing.Rfq, who: Company, currency: str, rate: str) -> sourcing.OpenedBid:
        bid, both = self.bid(rfq, BidState.SUBMITTED, who), self.both(who)
        hashes = {"sha256": "0" * 64, "sealed_sha256": "0" * 64}
        version = add(
            sourcing.BidVersion(**both, **hashes, bid=bid, ordinal=1, document=b"{}", saved_at=at(1, 2))
        )
        opened = add(
            sourcing.OpenedBid(
                **both,
                opening=self.opening(rfq),
                bid=bid,
                version_id=version.id,
                sha256="0" * 64,
                currency=currency,
                rate=Q(rate),
                freight=Q(0),
                other_costs=Q(0),
                valid_until=on(6, 1),
            )
        )
        self.opened[rfq.id, who.id] = opened
        return opened

    def opening(self, rfq: sourcing.Rfq) -> sourcing.Opening:
        if rfq.id not in self.openings:
            round_id = rfq.rounds[0].id
            self.openings[rfq.id] = add(
                sourcing.Opening(buyer_id=rfq.buyer_id, rfq_id=rfq.id, round_id=round_id, opened_at=at(1, 21))
            )
        return self.openings[rfq.id]

    def awarded(
        self, offer: sourcing.OpenedLine, published_at: datetime, state: AwardState = AwardState.PUBLISHED
    ) -> sourcing.AwardLine:
        line = offer.rfq_line
        award = add(
            sourcing.Award(
                buyer_id=line.buyer_id,
                rfq=line.rfq,
                state=state,
                reason="Best value",
                proposed_at=published_at,
                published_at=published_at if state is AwardState.PUBLISHED else None,
            )
        )
        return add(
            sourcing.AwardLine(
                buyer_id=line.buyer_id,
                supplier_id=offer.supplier_id,
                award=award,
                rfq_line=line,
                opened_line=offer,
                quantity=line.quantity,
            )
        )
