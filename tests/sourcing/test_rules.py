"""The checks of RFQs and awards on plain values, without application or database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from types import SimpleNamespace as Record

import pytest

from portal.errors import NotAllowed, RuleBroken
from portal.sourcing import rules
from portal.sourcing.rules import awards, drafts

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
TICK = timedelta(milliseconds=1)
DAY = timedelta(days=1)


def rfq(**values):
    plain = {"deadline": NOON, "question_cutoff": None, "lines": [1], "invitations": [1], "takes_bids": True}
    return Record(**{**plain, **values})


def refused(check, *arguments) -> str | None:
    """The field of the refusal, "" for a refusal of the whole, None where the check lets through."""
    try:
        check(*arguments)
    except RuleBroken as refusal:
        return refusal.field or ""
    return None


@pytest.mark.parametrize(
    ("guard", "record", "now", "field"),
    [
        # The deadline is half-open: the last millisecond before it counts, the deadline itself does not.
        (rules.before_deadline, rfq(), NOON - TICK, None),
        (rules.before_deadline, rfq(), NOON, ""),
        (rules.after_deadline, rfq(), NOON - TICK, ""),
        (rules.after_deadline, rfq(), NOON, None),
        (rules.before_question_cutoff, rfq(), NOON - TICK, None),
        (rules.before_question_cutoff, rfq(), NOON, ""),
        (rules.before_question_cutoff, rfq(question_cutoff=NOON - DAY), NOON - DAY - TICK, None),
        (rules.before_question_cutoff, rfq(question_cutoff=NOON - DAY), NOON - DAY, ""),
        (rules.still_answerable, Record(rfq=rfq()), NOON - TICK, None),
        (rules.still_answerable, Record(rfq=rfq()), NOON, ""),
        (rules.still_answerable, Record(rfq=rfq(takes_bids=False)), NOON - TICK, ""),
        (rules.bid_opened, Record(round=Record(opened_at=None)), NOON, ""),
        (rules.bid_opened, Record(round=Record(opened_at=NOON)), NOON, None),
        (rules.can_publish, rfq(), NOON - TICK, None),
        (rules.can_publish, rfq(lines=[]), NOON - TICK, "lines"),
        (rules.can_publish, rfq(invitations=[]), NOON - TICK, "invitations"),
        (rules.can_publish, rfq(), NOON, "deadline"),
        (rules.can_publish, rfq(question_cutoff=NOON), NOON - DAY, None),
        (rules.can_publish, rfq(question_cutoff=NOON + TICK), NOON - DAY, "question_cutoff"),
    ],
)
def test_what_time_allows(guard, record, now, field):
    assert refused(guard, record, now) == field


@pytest.mark.parametrize(
    ("guard", "record", "sentence"),
    [
        (rules.before_deadline, rfq(), "The deadline has passed."),
        (
            rules.after_deadline,
            rfq(deadline=NOON + TICK),
            "The bids stay sealed until the deadline has passed.",
        ),
        (rules.before_question_cutoff, rfq(), "The time for questions has passed."),
        (
            rules.still_answerable,
            Record(rfq=rfq(deadline=NOON + TICK, takes_bids=False)),
            "This RFQ takes no bids any more.",
        ),
        (rules.bid_opened, Record(round=Record(opened_at=None)), "The bids have not been opened yet."),
        (rules.can_publish, rfq(lines=[]), "Add at least one line before publishing."),
        (rules.can_publish, rfq(invitations=[]), "Invite at least one supplier before publishing."),
        (rules.can_publish, rfq(), "The deadline must lie in the future."),
        (
            rules.can_publish,
            rfq(deadline=NOON + TICK, question_cutoff=NOON + DAY),
            "Questions must end before the deadline.",
        ),
    ],
)
def test_what_time_does_not_allow_is_said(guard, record, sentence):
    with pytest.raises(RuleBroken) as refusal:
        guard(record, NOON)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("deadline", "before", "cutoff", "now", "field"),
    [
        (NOON + TICK, NOON, None, NOON - DAY, None),
        (NOON, NOON, None, NOON - DAY, "deadline"),
        (NOON - TICK, NOON, None, NOON - DAY, "deadline"),
        (NOON + DAY, NOON, NOON + 2 * DAY, NOON - DAY, "question_cutoff"),
    ],
)
def test_a_deadline_moves_forward_only(deadline, before, cutoff, now, field):
    assert refused(drafts.check_later, deadline, before, cutoff, now) == field


@pytest.mark.parametrize(
    ("incoterm", "place", "field"),
    [
        ("", "", None),
        ("DAP", "Kiel", None),
        ("DAP", "  ", "incoterm_place"),
        ("DDU", "Kiel", "incoterm"),
        ("dap", "Kiel", "incoterm"),
    ],
)
def test_terms_are_those_of_2020_with_their_place(incoterm, place, field):
    assert refused(drafts.check_terms, incoterm, place) == field


@pytest.mark.parametrize(
    ("rates", "field"),
    [
        ({}, None),
        ({"USD": D("0.92")}, None),
        ({"EUR": D(1)}, "currencies"),
        ({"USD": D(0)}, "currencies"),
        ({"USD": D(-1)}, "currencies"),
        ({"XYZ": D(1)}, "currencies"),
    ],
)
def test_further_currencies_have_rates_above_zero(rates, field):
    assert refused(drafts.check_rates, "EUR", rates) == field


@pytest.mark.parametrize(
    ("quantity", "unit", "wanted", "field"),
    [
        (D("0.000001"), "H87", date(2026, 3, 16), None),
        (D(0), "H87", date(2026, 3, 16), "lines-2-quantity"),
        (D(1), "PCE", date(2026, 3, 16), "lines-2-unit"),
        (D(1), "H87", date(2026, 3, 15), "lines-2-wanted_date"),
    ],
)
def test_a_line_can_be_answered(quantity, unit, wanted, field):
    assert refused(drafts.check_line, 2, quantity, unit, wanted, date(2026, 3, 16)) == field


@pytest.mark.parametrize(
    ("material", "changes", "field"),
    [
        (True, [{"what": "quantity", "line": 10}], None),
        (False, [{"what": "quantity", "line": 10}], "material"),
        (False, [{"what": "deadline"}], None),
        (False, [], None),
    ],
)
def test_a_change_of_a_line_is_material(material, changes, field):
    assert refused(drafts.check_material, material, changes) == field


@pytest.mark.parametrize(
    ("moved", "reason", "field"),
    [(True, "", None), (False, "Small", None), (False, " ", "no_extension_reason")],
)
def test_an_addendum_gives_time_or_says_why_not(moved, reason, field):
    assert refused(drafts.check_extension, moved, reason) == field


@pytest.mark.parametrize(
    ("wanted", "asked", "awarded", "offered", "field"),
    [
        ("100", "100", "0", "100", None),
        ("40", "100", "60", "100", None),
        ("40.000001", "100", "60", "100", "quantity"),
        ("100", "100", "0", "99", "quantity"),
        ("0", "100", "0", "100", "quantity"),
        ("-1", "100", "0", "100", "quantity"),
    ],
)
def test_a_quantity_is_asked_offered_and_left(wanted, asked, awarded, offered, field):
    numbers = (D(wanted), D(asked), D(awarded), D(offered))
    assert refused(awards.check_quantity, *numbers, "KGM", 10, "quantity") == field


@pytest.mark.parametrize(("today", "field"), [(date(2026, 5, 31), None), (date(2026, 6, 1), "")])
def test_the_last_day_of_a_bids_validity_counts(today, field):
    assert refused(awards.check_validity, date(2026, 5, 31), today, "Alpha") == field


@pytest.mark.parametrize(
    ("proposer", "approver", "separate", "allowed"),
    [(1, 2, True, True), (1, 1, True, False), (1, 1, False, True)],
)
def test_two_people_decide_unless_the_policy_joins_them(proposer, approver, separate, allowed):
    if allowed:
        awards.check_approver(proposer, approver, separate)
        return
    with pytest.raises(NotAllowed):
        awards.check_approver(proposer, approver, separate)
