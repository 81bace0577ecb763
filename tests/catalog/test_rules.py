"""Codes, units and labels, as tables of cases."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.roles import Role
from portal.catalog.rules.cpv import check_cpv
from portal.catalog.rules.items import UnitDraft, check_units
from portal.catalog.rules.specs import check_label, next_label
from portal.catalog.workflow import SPEC_REVISION, RevisionState
from portal.errors import RuleBroken
from portal.workflow import Actor
from tests.shared_data import shared

NOW = datetime(2026, 3, 2, tzinfo=UTC)
VOCABULARY = "standards/codelists/classifiers_cpv_en.json"


@pytest.mark.parametrize(
    "code",
    ["30213100-6", " 44440000-6 ", "34321200-5", "72220000-3", "42124000-4", "51000000-9", "99999999-9"],
)
def test_a_code_of_the_vocabulary_is_taken(code):
    assert check_cpv(code) == code.strip()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "eight digits"),
        ("3021310", "eight digits"),
        ("30213100-", "eight digits"),
        ("302131007", "check digit"),
        ("03311000", "03311000-2 or 03311000-4"),
        ("30213100-66", "eight digits"),
        ("3021310O-6", "eight digits"),
        ("٣٠٢١٣١٠٠-٦", "eight digits"),
        ("13000000-0", "begins with 13"),
        ("30213100-7", "check digit"),
        ("30231100-6", "check digit"),
        ("99999998-9", "check digit"),
    ],
)
def test_what_is_no_code_is_told_why(code, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        check_cpv(code)
    assert refused.value.field == "cpv"


def test_every_code_of_the_real_vocabulary_is_taken():
    codes = list(json.loads(shared(VOCABULARY).read_text(encoding="utf-8")))
    assert len(codes) > 9000
    assert [check_cpv(code) for code in codes] == codes


def test_a_number_without_its_digit_is_the_code_of_the_vocabulary_or_asked_back():
    for code in json.loads(shared(VOCABULARY).read_text(encoding="utf-8")):
        assert check_cpv(code.replace("-", "")) == code
        if code[:3] not in ("033", "722"):
            assert check_cpv(code[:8]) == code
            continue
        with pytest.raises(RuleBroken, match=code):
            check_cpv(code[:8])


def box(factor="10", unit="XBX", **flags):
    return UnitDraft(unit, None if factor is None else Decimal(factor), **flags)


def test_units_that_fit_stand():
    check_units("H87", [box(), box("0.5", "KGM", for_prices=True), box("100", "XCT", for_orders=True)])
    check_units("KGM", [box("0.001", "GRM"), box("1000", "TNE"), box("3.2", "H87")])


@pytest.mark.parametrize(
    ("stock", "drafts", "field"),
    [
        ("PCE", [], "unit"),
        ("H87", [box(unit="???")], "units-0-unit"),
        ("H87", [box(unit="H87")], "units-0-unit"),
        ("H87", [box(), box("5")], "units-1-unit"),
        ("H87", [box("0")], "units-0-factor"),
        ("H87", [box(), box("-1", "XCT")], "units-1-factor"),
        ("H87", [box(None)], "units-0-factor"),
        ("KGM", [box("0.01", "GRM")], "units-0-factor"),
        ("H87", [box(for_orders=True), box("3", "XCT", for_orders=True)], "units-1-for_orders"),
    ],
)
def test_units_that_cannot_stand_are_refused_at_their_field(stock, drafts, field):
    with pytest.raises(RuleBroken) as refused:
        check_units(stock, drafts)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("label", "following"),
    [
        ("A", "B"),
        ("Z", "AA"),
        ("AZ", "BA"),
        ("ZZ", "AAA"),
        ("2", "3"),
        ("09", "10"),
        ("1.9", "1.10"),
        ("x", ""),
    ],
)
def test_the_next_label_is_offered(label, following):
    assert next_label(label) == following


@given(st.from_regex(r"[A-Z]{1,4}", fullmatch=True))
def test_offered_letters_never_come_back(label):
    following = next_label(label)
    assert (len(following), following) > (len(label), label)


@pytest.mark.parametrize("label", ["", "   ", "x" * 21, "A"])
def test_a_label_is_short_and_new(label):
    with pytest.raises(RuleBroken):
        check_label(label, {"A"})
    assert check_label(" B ", {"A"}) == "B"


@pytest.mark.parametrize(("text", "files", "open_"), [("x", [], True), ("", ["f"], True), (" ", [], False)])
def test_an_empty_draft_cannot_be_released(text, files, open_):
    who = Actor(1, 2, frozenset({Role.PROCUREMENT}))
    record = SimpleNamespace(state=RevisionState.DRAFT, text=text, files=files)
    assert SPEC_REVISION.allows(record, "release", who, NOW) is open_
