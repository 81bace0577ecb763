"""Bids of the demo: what a supplier answers to an RFQ, through the verbs that its people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from portal.cli.demo.world import DemoWorld
from portal.clock import day_in
from portal.sourcing.documents import ZERO, BidDocument, BidLine
from portal.sourcing.models import Bid, Rfq, RfqLine
from portal.sourcing.queries import dialogue
from portal.sourcing.service import bids as service


@dataclass(frozen=True)
class Offer:
    """What a bidder says: a price for each line of the RFQ per ``per`` of its unit, None for a line not offered.

    Deliveries come ``late_days`` after the wanted dates; ``deviation`` stands on the first line.
    """

    prices: tuple[str | None, ...]
    currency: str = ""
    per: int = 1
    freight: str = "0"
    late_days: int = 0
    payment_terms: str = "30 days net"
    quote_number: str = ""
    remark: str = ""
    deviation: str = ""


def bid(world: DemoWorld, rfq: Rfq, email: str, offer: Offer, at: datetime, submit: bool = True) -> Bid:
    """The bid of the person's company, submitted unless it is to stay a draft. ``at`` lies before the deadline."""
    actor = world.actor(email)
    invitation = dialogue.invitation(actor.organisation_id or 0, rfq)
    service.view(invitation, actor=actor, now=at)
    made = service.start(invitation, actor=actor, now=at)
    service.save(made, content(rfq, offer), actor=actor, now=at)
    if submit:
        latest = max((addendum.ordinal for addendum in rfq.addenda), default=0)
        service.submit(made, addendum=latest, actor=actor, now=at)
    return made


def content(rfq: Rfq, offer: Offer) -> BidDocument:
    closing = day_in(rfq.deadline, rfq.current_round.zone)
    lines = [
        _line(line, price, offer, first=index == 0)
        for index, (line, price) in enumerate(zip(rfq.lines, offer.prices, strict=True))
    ]
    return BidDocument(
        rfq=rfq.public_id,
        round=rfq.current_round.ordinal,
        supplier="",
        currency=offer.currency or rfq.currency,
        freight=Decimal(offer.freight),
        other_costs=ZERO,
        payment_terms=offer.payment_terms,
        valid_until=closing + timedelta(days=60),
        quote_number=offer.quote_number,
        remark=offer.remark,
        lines=tuple(lines),
    )


def _line(line: RfqLine, price: str | None, offer: Offer, first: bool) -> BidLine:
    return BidLine(
        rfq_line=line.public_id,
        offered=price is not None,
        price=None if price is None else Decimal(price),
        price_per=offer.per,
        unit=line.unit,
        quantity=line.quantity,
        delivery_date=line.wanted_date + timedelta(days=offer.late_days),
        deviation=offer.deviation if first else "",
    )
