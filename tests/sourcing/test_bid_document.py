"""The bid document: round trip, one set of bytes for one content, and every schema ever written."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sourcing.documents import (
    BidDocument,
    BidLine,
    NamedFile,
    UnknownSchema,
    from_bytes,
    to_bytes,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
numbers = st.decimals(min_value=0, max_value=10**12 - 1, places=6, allow_nan=False)
days = st.dates()
lines = st.builds(
    BidLine,
    rfq_line=texts,
    offered=st.booleans(),
    price=st.none() | numbers,
    price_per=st.sampled_from([1, 100, 1000]),
    unit=texts,
    quantity=st.none() | numbers,
    delivery_date=st.none() | days,
    remark=texts,
    deviation=texts,
)
documents = st.builds(
    BidDocument,
    rfq=texts,
    round=st.integers(1, 9),
    supplier=texts,
    addendum=st.integers(0, 9),
    currency=texts,
    freight=numbers,
    other_costs=numbers,
    payment_terms=texts,
    valid_until=st.none() | days,
    quote_number=texts,
    remark=texts,
    lines=st.lists(lines, max_size=3).map(tuple),
    files=st.lists(st.builds(NamedFile, texts, texts, texts, texts, st.integers(0)), max_size=2).map(tuple),
)

# Bytes as they were written once. They must be readable, and mean this, for ever: add to them, never change them.
WRITTEN = [
    (
        '{"addendum":2,"currency":"EUR","files":[{"name":"quote.pdf","public_id":"f1","sha256":"ab"}],'
        '"freight":"80","lines":[{"delivery_date":"2026-04-15","deviation":"zinc","offered":true,"price":"12.5",'
        '"price_per":100,"quantity":"1000","remark":"größer","rfq_line":"l1","unit":"H87"},{"delivery_date":null,'
        '"deviation":"","offered":false,"price":null,"price_per":1,"quantity":null,"remark":"","rfq_line":"l2",'
        '"unit":"KGM"}],"other_costs":"0","payment_terms":"30 days","quote_number":"Q-7","remark":"",'
        '"rfq":"r1","round":1,"schema":1,"supplier":"s1","valid_until":"2026-05-31"}',
        BidDocument(
            rfq="r1",
            round=1,
            supplier="s1",
            addendum=2,
            currency="EUR",
            freight=Decimal(80),
            payment_terms="30 days",
            valid_until=date(2026, 5, 31),
            quote_number="Q-7",
            lines=(
                BidLine(
                    "l1",
                    True,
                    Decimal("12.5"),
                    100,
                    "H87",
                    Decimal(1000),
                    date(2026, 4, 15),
                    "größer",
                    "zinc",
                ),
                BidLine("l2", unit="KGM"),
            ),
            files=(NamedFile("f1", "quote.pdf", "ab"),),
        ),
    ),
    (
        '{"addendum":2,"currency":"EUR","files":[{"media_type":"application/pdf","name":"quote.pdf",'
        '"public_id":"f1","sha256":"ab","size":7}],"freight":"80","lines":[{"delivery_date":"2026-04-15",'
        '"deviation":"zinc","offered":true,"price":"12.5","price_per":100,"quantity":"1000","remark":"größer",'
        '"rfq_line":"l1","unit":"H87"}],"other_costs":"0","payment_terms":"30 days","quote_number":"Q-7",'
        '"remark":"","rfq":"r1","round":1,"salt":"c0ffee","schema":2,"supplier":"s1","valid_until":"2026-05-31"}',
        BidDocument(
            rfq="r1",
            round=1,
            supplier="s1",
            addendum=2,
            currency="EUR",
            freight=Decimal(80),
            payment_terms="30 days",
            valid_until=date(2026, 5, 31),
            quote_number="Q-7",
            lines=(
                BidLine(
                    "l1",
                    True,
                    Decimal("12.5"),
                    100,
                    "H87",
                    Decimal(1000),
                    date(2026, 4, 15),
                    "größer",
                    "zinc",
                ),
            ),
            files=(NamedFile("f1", "quote.pdf", "ab", "application/pdf", 7),),
            salt="c0ffee",
        ),
    ),
]


@given(documents)
def test_a_document_survives_its_bytes(document):
    data = to_bytes(document)
    assert from_bytes(data) == document
    assert to_bytes(from_bytes(data)) == data


@pytest.mark.parametrize(("data", "document"), WRITTEN)
def test_what_was_written_once_is_still_read(data, document):
    assert from_bytes(data.encode()) == document


def test_the_newest_schema_stands_among_what_was_written():
    data, document = WRITTEN[-1]
    assert to_bytes(document).decode() == data


@pytest.mark.parametrize(
    ("one", "other"), [("2.5", "2.500000"), ("1000", "1E+3"), ("0", "0.000000"), ("0", "-0")]
)
def test_equal_numbers_give_equal_bytes(one, other):
    first, second = (BidDocument("r", 1, "s", freight=Decimal(number)) for number in (one, other))
    assert to_bytes(first) == to_bytes(second)
    assert json.loads(to_bytes(first))["freight"] == one


@pytest.mark.parametrize("data", ['{"schema":99}', "{}"])
def test_an_unknown_schema_is_refused(data):
    with pytest.raises(UnknownSchema):
        from_bytes(data.encode())


def test_only_the_offered_lines_are_an_offer():
    offered = BidLine("a", True)
    assert BidDocument("r", 1, "s", lines=(offered, BidLine("b"))).offered == (offered,)
