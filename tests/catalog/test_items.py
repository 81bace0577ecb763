"""Items and categories: numbers are the buyer's own, units add up, and nothing is another buyer's to see."""

from decimal import Decimal

import pytest

from portal import history
from portal.catalog import queries, service
from portal.catalog.rules.items import UnitDraft
from portal.db import db, transaction
from portal.errors import Missing, RuleBroken, WrongState


def draft(**values):
    return service.ItemDraft(**{"number": "I-1", "name": "Housing", "unit": "H87", **values})


def test_an_item_keeps_what_was_written(shelf):
    with transaction():
        category = service.create_category(shelf.company.id, cpv="44440000-6", name="Bearings", **shelf.as_us)
        made = shelf.item(
            " I-7 ",
            erp_number="4711",
            category=category,
            units=[UnitDraft("XBX", Decimal("12.5"), for_orders=True)],
        )
    db.session.expire_all()
    item = queries.item(shelf.company.id, made.public_id)
    assert (item.number, item.erp_number, item.category.cpv) == ("I-7", "4711", "44440000-6")
    assert [(row.unit, row.factor, row.for_orders) for row in item.units] == [("XBX", Decimal("12.5"), True)]
    assert [event.name for event in history.timeline(shelf.company.id, item)] == ["ItemCreated"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "I-1"}, "number"),
        ({"number": "  "}, "number"),
        ({"number": "I-2", "erp_number": "E-1"}, "erp_number"),
        ({"number": "I-2", "name": " "}, "name"),
        ({"number": "I-2", "unit": "??"}, "unit"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(shelf, writing, values, field):
    shelf.item("I-1", erp_number="E-1")
    with pytest.raises(RuleBroken) as refused:
        shelf.item(**values)
    assert refused.value.field == field


def test_numbers_are_each_buyers_own(shelf, other_shelf, writing):
    shelf.item("I-1", erp_number="E-1")
    other_shelf.item("I-1", erp_number="E-1")
    shelf.item("I-2")
    shelf.item("I-3")
    numbers = [item.number for item in db.session.scalars(queries.items(shelf.company.id))]
    assert numbers == ["I-1", "I-2", "I-3"]


def test_an_item_may_keep_its_own_numbers_when_it_is_changed(shelf, writing):
    item = shelf.item("I-1", erp_number="E-1")
    service.change_item(item, draft(erp_number="E-1", name="Casing"), **shelf.as_us)
    assert item.name == "Casing"


def test_a_change_of_units_alone_counts_the_version_up(shelf):
    with transaction():
        item = shelf.item(units=[UnitDraft("XBX", Decimal(10)), UnitDraft("XCT", Decimal(100))])
    before = item.version
    with transaction():
        service.change_item(item, draft(units=[UnitDraft("XBX", Decimal(20))]), **shelf.as_us)
    db.session.expire_all()
    assert item.version == before + 1
    assert [(row.unit, row.factor) for row in item.units] == [("XBX", Decimal(20))]


def test_a_category_of_another_buyer_is_not_there(shelf, other_shelf, writing):
    foreign = service.create_category(other_shelf.company.id, cpv="44440000-6", name="x", **other_shelf.as_us)
    with pytest.raises(Missing):
        shelf.item(category=foreign)


def test_a_category_is_there_once(shelf, writing):
    category = service.create_category(shelf.company.id, cpv="44440000-6", name="Bearings", **shelf.as_us)
    with pytest.raises(RuleBroken, match="Bearings") as refused:
        service.create_category(shelf.company.id, cpv="44440000-6", name="Again", **shelf.as_us)
    assert refused.value.field == "cpv"
    service.change_category(category, cpv="44440000-6", name="Rolling bearings", **shelf.as_us)
    assert category.name == "Rolling bearings"


def test_what_is_archived_leaves_the_list_and_may_come_back(shelf, writing):
    item = shelf.item()
    service.archive_item(item, **shelf.as_us)
    with pytest.raises(WrongState):
        service.archive_item(item, **shelf.as_us)
    assert list(db.session.scalars(queries.items(shelf.company.id))) == []
    assert list(db.session.scalars(queries.items(shelf.company.id, archived=True))) == [item]
    assert queries.item(shelf.company.id, item.public_id) is item
    service.restore_item(item, **shelf.as_us)
    with pytest.raises(WrongState):
        service.restore_item(item, **shelf.as_us)
    assert list(db.session.scalars(queries.items(shelf.company.id))) == [item]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shaft", ["I-1"]),
        ("SHAFT", ["I-1"]),
        ("4711", ["I-2"]),
        ("i-", ["I-1", "I-2"]),
        ("%", ["I_3%"]),
        ("_", ["I_3%"]),
        ("  ", ["I-1", "I-2", "I_3%"]),
        ("' or 1=1", []),
    ],
)
def test_the_search_looks_at_numbers_and_names_and_takes_signs_as_they_are(shelf, writing, text, found):
    shelf.item("I-1", name="Drive shaft")
    shelf.item("I-2", name="Gasket", erp_number="ERP 4711")
    shelf.item("I_3%", name="Housing")
    rows = db.session.scalars(queries.found_items(queries.items(shelf.company.id), text))
    assert [item.number for item in rows] == found


def test_nothing_of_another_buyer_is_found(shelf, other_shelf, writing):
    item, spec = shelf.item(), shelf.spec()
    for read, public_id in (
        (queries.item, item.public_id),
        (queries.spec, spec.public_id),
        (queries.revision, spec.revisions[0].public_id),
    ):
        with pytest.raises(Missing):
            read(other_shelf.company.id, public_id)
    assert list(db.session.scalars(queries.found_items(queries.items(other_shelf.company.id), "I"))) == []
