"""How a supplier stands in an RFQ, case by case, without a database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Thing

import pytest

from portal.sourcing.workflow import BidState as B
from portal.sourcing.workflow import InvitationState as I
from portal.sourcing.workflow import RfqState as R
from portal.supplier import standing as s

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(milliseconds=1), NOON


def part(rfq=R.PUBLISHED, invitation=I.INVITED, bid=None, sent=False, returned=False, opened=False):
    round_ = Thing(deadline=NOON, opened_at=NOON if opened else None)
    made = bid and Thing(
        state=bid, counting=Thing() if sent else None, returned_by=Thing() if returned else None, round=round_
    )
    return Thing(rfq=Thing(state=rfq, deadline=NOON), invitation=Thing(state=invitation), bid=made)


@pytest.mark.parametrize(
    ("now", "case", "expected"),
    [
        (BEFORE, part(), s.INVITED),
        (BEFORE, part(invitation=I.INTENDS), s.INTENDS),
        (BEFORE, part(invitation=I.DECLINED), s.DECLINED),
        (BEFORE, part(bid=B.DRAFT), s.DRAFT),
        (BEFORE, part(bid=B.WITHDRAWN), s.WITHDRAWN),
        (BEFORE, part(bid=B.SUBMITTED, sent=True), s.SUBMITTED),
        (BEFORE, part(bid=B.SUBMITTED, sent=True, returned=True), s.RETURNED),
        (BEFORE, part(rfq=R.CANCELLED, bid=B.SUBMITTED, sent=True), s.CANCELLED),
        (AFTER, part(), s.NO_BID),
        (AFTER, part(bid=B.DRAFT), s.NO_BID),
        (AFTER, part(bid=B.WITHDRAWN), s.NO_BID),
        (AFTER, part(bid=B.SUBMITTED, sent=True), s.SEALED),
        (AFTER, part(bid=B.SUBMITTED, sent=True, returned=True), s.TOO_LATE),
        (AFTER, part(rfq=R.OPENED, bid=B.SUBMITTED, sent=True, opened=True), s.EVALUATED),
        (AFTER, part(rfq=R.AWARDED, bid=B.AWARDED, sent=True, opened=True), s.OUTCOMES[B.AWARDED]),
        (AFTER, part(rfq=R.AWARDED, bid=B.NOT_AWARDED, sent=True), s.OUTCOMES[B.NOT_AWARDED]),
        (AFTER, part(rfq=R.OPENED, bid=B.DISQUALIFIED, sent=True), s.OUTCOMES[B.DISQUALIFIED]),
        (AFTER, part(rfq=R.UNSUCCESSFUL, bid=B.SUBMITTED, sent=True), s.UNSUCCESSFUL),
    ],
)
def test_how_a_supplier_stands(now, case, expected):
    assert s.standing(case, now) == expected


def test_who_has_declined_is_not_asked_to_think_again_once_it_is_over():
    stands = s.standing(part(invitation=I.DECLINED), AFTER)
    assert (stands.label, stands.step) == (s.DECLINED.label, "")


def test_only_what_is_still_open_waits_for_the_supplier():
    waiting = [one for one in vars(s).values() if isinstance(one, s.Standing) and one.verb is not None]
    assert waiting == [s.RETURNED, s.DRAFT, s.INTENDS, s.INVITED]
