"""Facts come back from their bytes as they were, and only from such bytes."""

import json
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.facts import BadFacts, Facts, OrderFacts, from_bytes, to_bytes
from tests.documents import samples

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("facts", [samples.ORDER, samples.CONTRACT, samples.long_order(3)])
def test_facts_come_back_as_they_were(facts: Facts) -> None:
    assert from_bytes(to_bytes(facts)) == facts


@settings(deadline=None)
@given(amount=AMOUNTS, text=TEXTS)
def test_any_amount_and_any_text_come_back(amount: Decimal, text: str) -> None:
    facts = replace(samples.ORDER, remarks=(text,), totals=replace(samples.ORDER.totals, gross=amount))

    back = from_bytes(to_bytes(facts))

    assert back == facts
    assert to_bytes(back) == to_bytes(facts)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("1.50", "1.5"), ("1E+3", "1000"), ("-0.00", "0"), ("1000", "1000"), ("0.000001", "0.000001")],
)
def test_equal_numbers_are_equal_bytes(written: str, canonical: str) -> None:
    facts = replace(samples.CONTRACT, ceiling=Decimal(written))

    assert json.loads(to_bytes(facts))["facts"]["ceiling"] == canonical


def test_bytes_are_canonical() -> None:
    content = to_bytes(samples.ORDER)

    again = json.dumps(json.loads(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert content == again.encode()
    assert "Gießerei Öhlmann".encode() in content
    assert content.startswith(b'{"facts":{')
    assert content.endswith(b'"kind":"purchase_order","schema":1}')


def test_what_has_a_default_may_be_left_out() -> None:
    """So a field that is added with a default does not need a new schema version."""
    data = json.loads(to_bytes(samples.ORDER))
    del data["facts"]["remarks"]

    assert from_bytes(json.dumps(data).encode()) == replace(samples.ORDER, remarks=())


def test_facts_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        samples.ORDER.number = "PO-1"  # type: ignore[misc]


@pytest.mark.parametrize(
    "changes",
    [
        {"remarks": ("\ud800",)},
        {"totals": replace(samples.ORDER.totals, net=Decimal("NaN"))},
        {"totals": replace(samples.ORDER.totals, net=Decimal("Infinity"))},
        {"revision": 1.5},
        {"revision": True},
        {"remarks": (b"bytes",)},
    ],
)
def test_what_json_cannot_hold_exactly_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadFacts):
        to_bytes(replace(samples.ORDER, **changes))


def changed(**changes: Any) -> bytes:
    data = json.loads(to_bytes(samples.ORDER))
    data["facts"].update(changes)
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no facts"),
        (b'{"kind":"purchase_order","schema":1}', "no facts"),
        (b'{"kind":"letter","schema":1,"facts":{}}', "no reader for 'letter'"),
        (b'{"kind":"purchase_order","schema":2,"facts":{}}', "in schema 2"),
        (b'{"kind":["purchase_order"],"schema":1,"facts":{}}', "no reader"),
        (b'{"kind":"purchase_order","schema":1,"facts":{}}', "missing buyer, currency"),
        (b'{"kind":"purchase_order","schema":1,"facts":[]}', "an object is expected"),
        (changed(price="1"), "unknown price"),
        (changed(revision="1"), "purchase_order.revision: a whole number is expected"),
        (changed(revision=True), "purchase_order.revision: a whole number is expected"),
        (changed(number=7), "purchase_order.number: a text is expected"),
        (changed(issued_on="3 March"), "purchase_order.issued_on: '3 March' cannot be read"),
        (changed(remarks="one"), "purchase_order.remarks: a list is expected"),
        (changed(buyer={"legal_name": None}), "purchase_order.buyer.legal_name: a text is expected"),
        (
            changed(totals={"lines": "x", "net": "1", "gross": "1"}),
            "purchase_order.totals.lines: 'x' cannot be read",
        ),
        (
            changed(totals={"lines": "NaN", "net": "1", "gross": "1"}),
            "purchase_order.totals.lines: 'NaN' is no number",
        ),
        (changed(lines=[{}]), "purchase_order.lines[0]: missing amount"),
    ],
)
def test_what_is_no_facts_is_refused_by_place(content: bytes, place: str) -> None:
    with pytest.raises(BadFacts) as refusal:
        from_bytes(content)

    assert place in str(refusal.value)


def test_an_order_is_read_as_an_order() -> None:
    assert isinstance(from_bytes(to_bytes(samples.ORDER)), OrderFacts)
