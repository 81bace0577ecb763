"""Who opens, how many it takes and from when on: the rules, without a database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from types import SimpleNamespace as Record

import pytest

from portal.accounts.rules import AMOUNTS, TwoOpeners, check_setting, policy_of
from portal.errors import NotAllowed, RuleBroken
from portal.sourcing import rules
from portal.sourcing.rules.openings import check_enough, check_not_before, check_opener, needs_two

DEADLINE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = DEADLINE + timedelta(hours=3)
MS = timedelta(milliseconds=1)
NEVER, FROM, ALWAYS = TwoOpeners


@pytest.mark.parametrize(
    ("when", "value", "currency", "two"),
    [
        (NEVER, D(10**9), "EUR", False),
        (NEVER, None, "EUR", False),
        (ALWAYS, D(0), "EUR", True),
        (FROM, D("49999.99"), "EUR", False),
        (FROM, D(50000), "EUR", True),
        (FROM, None, "EUR", True),
        # An RFQ in CZK whose rates say that one EUR is 25 CZK.
        (FROM, D(1249999), "CZK", False),
        (FROM, D(1250000), "CZK", True),
        # One that says nothing of EUR cannot be compared.
        (FROM, D(1), "USD", True),
    ],
)
def test_two_are_needed_as_the_policy_says(when, value, currency, two):
    rates = {"EUR": D(25)} if currency == "CZK" else {}
    assert needs_two(when, D(50000), "EUR", value=value, in_currency=currency, rates=rates) is two


def rfq(needed=1, agreed=(), opens_at=DEADLINE, strict=False):
    return Record(
        deadline=DEADLINE, opens_at=opens_at, openers_needed=needed, agreed=set(agreed), strict=strict
    )


@pytest.mark.parametrize(
    ("record", "at", "agree", "open_"),
    [
        (rfq(), DEADLINE - MS, False, False),
        (rfq(), DEADLINE, False, True),
        (rfq(opens_at=LATER), LATER - MS, False, False),
        (rfq(opens_at=LATER), LATER, False, True),
        (rfq(2), DEADLINE - MS, False, False),
        (rfq(2), DEADLINE, True, False),
        (rfq(2, {7}), DEADLINE, False, True),
        (rfq(2, {7}, opens_at=LATER), LATER - MS, False, False),
    ],
)
def test_when_one_agrees_and_when_one_opens(record, at, agree, open_):
    for guard, lets_through in ((rules.may_agree_to_open, agree), (rules.may_open, open_)):
        if lets_through:
            guard(record, at)
        else:
            with pytest.raises(RuleBroken):
                guard(record, at)


@pytest.mark.parametrize("person", [None, 3, 1])
def test_only_an_opener_who_has_not_acted_acts(person):
    with pytest.raises(NotAllowed):
        check_opener(person, {1, 2}, {1})
    check_opener(2, {1, 2}, {1})


def test_there_are_enough_and_not_before_the_deadline():
    check_enough(2, 2)
    check_not_before(DEADLINE, DEADLINE)
    check_not_before(None, DEADLINE)
    for refused in (lambda: check_enough(1, 2), lambda: check_not_before(DEADLINE - MS, DEADLINE)):
        with pytest.raises(RuleBroken):
            refused()
    with pytest.raises(RuleBroken):
        rules.openers_may_change(rfq(strict=True), DEADLINE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("two_openers", "sometimes"),
        ("two_openers", None),
        ("two_openers_from", D(-1)),
        ("two_openers_from", None),
    ],
)
def test_a_setting_of_the_opening_that_cannot_be(name, value):
    with pytest.raises(RuleBroken) as refused:
        check_setting(name, value)
    assert refused.value.field == name


def test_settings_of_the_opening_come_back_as_they_were_put():
    stored = {"two_openers": check_setting("two_openers", "always")}
    stored |= {name: check_setting(name, D(120000)) for name in AMOUNTS}
    policy = policy_of(stored)
    assert (policy.two_openers, policy.two_openers_from) == (ALWAYS, D(120000))
