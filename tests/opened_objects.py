"""An opened RFQ with one bid and a proposed award among the objects of the tests over all routes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.sourcing.documents import BidDocument
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
from portal.sourcing.queries import door
from portal.sourcing.service import keys
from portal.sourcing.workflow import BidState, RfqState
from portal.workflow import PORTAL
from tests.records import add, sealed_file

if TYPE_CHECKING:
    from tests.objects import Objects


def add_opened(objects: "Objects") -> None:
    """Alpha has bid on an RFQ whose deadline has passed; Acme has opened it and proposes to award it."""
    now, buyer = objects.now, objects.buyer
    before = now - timedelta(days=1)
    rfq = add(
        Rfq(
            buyer_id=buyer,
            number="RFQ-2026-0002",
            title="Covers",
            currency="EUR",
            state=RfqState.OPENED,
            created_at=before,
            published_at=before,
        )
    )
    round_ = add(RfqRound(buyer_id=buyer, rfq=rfq, deadline=before, zone="Europe/Berlin", opened_at=before))
    line = add(
        RfqLine(
            buyer_id=buyer,
            rfq=rfq,
            position=10,
            description="Cover",
            quantity=Decimal(10),
            unit="H87",
            wanted_date=date(2026, 6, 1),
        )
    )
    for company in (objects.world.alpha, objects.world.beta):
        add(Invitation(buyer_id=buyer, supplier_id=company.id, rfq=rfq, invited_at=before))
    bid, version = _bid(objects, rfq, round_)
    opening = add(Opening(buyer_id=buyer, rfq_id=rfq.id, round_id=round_.id, opened_at=before))
    opened = add(
        OpenedBid(
            **objects.both,
            opening=opening,
            bid=bid,
            version_id=version.id,
            sha256=version.sha256,
            currency="EUR",
            rate=Decimal(1),
            freight=Decimal(5),
            other_costs=Decimal(0),
            valid_until=date(2026, 12, 31),
        )
    )
    offer = add(
        OpenedLine(
            **objects.both,
            opened_bid=opened,
            rfq_line=line,
            quantity=Decimal(10),
            price=Decimal("2.5"),
            price_per=1,
            unit="H87",
        )
    )
    award = add(Award(buyer_id=buyer, rfq=rfq, reason="Best value", proposed_at=now))
    add(AwardLine(**objects.both, award=award, rfq_line=line, opened_line=offer, quantity=Decimal(10)))
    objects.files["opened"] = bid.files[0].file.public_id
    objects.ids["opened"] = bid.public_id


def _bid(objects: "Objects", rfq: Rfq, round_: RfqRound) -> tuple[Bid, BidVersion]:
    bid = add(
        Bid(
            **objects.both,
            rfq=rfq,
            round=round_,
            state=BidState.SUBMITTED,
            last_ordinal=1,
            created_at=objects.now,
        )
    )
    keys.provide(rfq, objects.supplier, actor=PORTAL, now=objects.now)
    _file, named = sealed_file(bid, objects.now)
    document = BidDocument(rfq.public_id, 1, objects.world.alpha.organisation.public_id, files=(named,))
    version = add(
        BidVersion(
            **objects.both,
            **door.store(bid, 1, document),
            bid=bid,
            ordinal=1,
            saved_at=objects.now,
            received_at=round_.deadline - timedelta(hours=1),
            receipt_number="BR-opened",
        )
    )
    return bid, version
