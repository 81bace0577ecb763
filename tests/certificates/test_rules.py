"""Validity, gates and warnings as tables of cases."""

from datetime import date

import pytest

from portal.certificates.rules import (
    Offer,
    Standing,
    Validity,
    check_gate,
    check_validity,
    stands,
    validity,
    warning_due,
)
from portal.errors import RuleBroken

FROM, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), Validity.NOT_YET),
        (date(2026, 1, 1), Validity.VALID),
        (date(2026, 10, 31), Validity.VALID),
        (date(2026, 11, 1), Validity.EXPIRING),
        (date(2026, 12, 31), Validity.EXPIRING),
        (date(2027, 1, 1), Validity.EXPIRED),
    ],
)
def test_validity(on, expected):
    assert validity(FROM, UNTIL, on) is expected


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), 60),
        (date(2026, 11, 30), 60),
        (date(2026, 12, 1), 30),
        (date(2026, 12, 24), 7),
        (date(2026, 12, 31), 7),
        (date(2027, 1, 1), None),
    ],
)
def test_warnings_come_at_60_30_and_7_days(on, days):
    assert warning_due(UNTIL, on) == days


def test_a_certificate_cannot_end_before_it_begins():
    check_validity(FROM, FROM)
    with pytest.raises(RuleBroken) as refused:
        check_validity(UNTIL, FROM)
    assert refused.value.field == "valid_until"


def offer(awaiting=False, accepted=False, start=FROM, end=UNTIL, sites=()):
    return Offer(awaiting, accepted, start, end, frozenset(sites))


TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("offers", "site", "expected"),
    [
        ([], None, (False, "Missing")),
        ([offer(accepted=True)], None, (True, "Accepted")),
        ([offer(awaiting=True)], None, (True, "Awaiting review")),
        ([offer()], None, (False, "Returned")),
        ([offer(accepted=True, end=date(2026, 5, 31))], None, (False, "Expired")),
        ([offer(accepted=True, start=date(2026, 6, 2))], None, (False, "Not yet valid")),
        ([offer(accepted=True, sites=[1])], 2, (False, "Does not cover the site")),
        ([offer(accepted=True, sites=[1])], 1, (True, "Accepted")),
        ([offer(accepted=True)], 2, (True, "Accepted")),
        ([offer(), offer(accepted=True)], None, (True, "Accepted")),
    ],
)
def test_what_stands_for_a_requirement(offers, site, expected):
    met, why = stands(offers, TODAY, site)
    assert (met, str(why)) == expected


@pytest.mark.parametrize(
    ("in_order", "blocks", "reason", "passes"),
    [
        (True, True, "", True),
        (False, False, "", True),
        (False, True, "", False),
        (False, True, "   ", False),
        (False, True, "Audit is next week", True),
    ],
)
def test_a_gate_blocks_unless_a_reason_overrides_it(in_order, blocks, reason, passes):
    standing = Standing(1, "ISO 9001", in_order, "Missing", blocks)
    if passes:
        check_gate([standing], reason)
        return
    with pytest.raises(RuleBroken, match="ISO 9001") as refused:
        check_gate([standing], reason)
    assert refused.value.field == "override_reason"
