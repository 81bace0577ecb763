"""The verbs of items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from portal import history
from portal.catalog import events
from portal.catalog.models import Category, Item, ItemUnit
from portal.catalog.rules.items import UnitDraft, check_text, check_units
from portal.db import db
from portal.errors import Missing, RuleBroken, WrongState
from portal.workflow import Actor


@dataclass(frozen=True)
class ItemDraft:
    """An item as written. ``unit`` is its stock unit (UN/ECE Rec 20); ``erp_number`` may be empty."""

    number: str
    name: str
    unit: str
    erp_number: str = ""
    description: str = ""
    category: Category | None = None
    units: Sequence[UnitDraft] = ()


def create_item(buyer_id: int, draft: ItemDraft, *, actor: Actor, now: datetime) -> Item:
    """A new item of a buyer, flushed.

    ``RuleBroken`` at the field for a number or an ERP number that the buyer uses already, for a name that is
    missing and for units that cannot stand; ``Missing`` for a category of another buyer.
    """
    item = Item(buyer_id=buyer_id, created_at=now)
    _lay_over(item, draft)
    db.session.add(item)
    db.session.flush()
    _record(events.ItemCreated(item.id), item, actor, now)
    return item


def change_item(item: Item, draft: ItemDraft, *, actor: Actor, now: datetime) -> None:
    """Change an item; refusals as in ``create_item``. Its version counts up even where only units changed."""
    _lay_over(item, draft)
    flag_modified(item, "name")
    db.session.flush()
    _record(events.ItemChanged(item.id), item, actor, now)


def archive_item(item: Item, *, actor: Actor, now: datetime) -> None:
    """Take an item out of use; what names it keeps it. ``WrongState`` where that was done before."""
    if item.archived_at is not None:
        raise WrongState(_("This item is out of use already."))
    item.archived_at = now
    _record(events.ItemArchived(item.id), item, actor, now)


def restore_item(item: Item, *, actor: Actor, now: datetime) -> None:
    """Take an item into use again. ``WrongState`` where it is in use."""
    if item.archived_at is None:
        raise WrongState(_("This item is in use."))
    item.archived_at = None
    _record(events.ItemRestored(item.id), item, actor, now)


def _lay_over(item: Item, draft: ItemDraft) -> None:
    number, erp_number = check_text(draft.number, "number"), draft.erp_number.strip() or None
    name = check_text(draft.name, "name")
    check_units(draft.unit, draft.units)
    if draft.category is not None and draft.category.buyer_id != item.buyer_id:
        raise Missing
    if _other_with(item, number=number):
        raise RuleBroken(_("You have an item with the number %(number)s already.", number=number), "number")
    if erp_number and _other_with(item, erp_number=erp_number):
        raise RuleBroken(
            _("Another item has the ERP number %(number)s already.", number=erp_number), "erp_number"
        )
    item.number, item.erp_number, item.name = number, erp_number, name
    item.description = draft.description.strip()
    item.category = draft.category
    item.unit = draft.unit
    _lay_units(item, draft.units)


def _lay_units(item: Item, drafts: Sequence[UnitDraft]) -> None:
    standing = {row.unit: row for row in item.units}
    rows = []
    for draft in drafts:
        row = standing.get(draft.unit) or ItemUnit(unit=draft.unit)
        assert draft.factor is not None  # check_units has refused a missing factor.
        row.factor, row.for_orders, row.for_prices = draft.factor, draft.for_orders, draft.for_prices
        rows.append(row)
    item.units = rows


def _other_with(item: Item, **wanted: str) -> bool:
    with db.session.no_autoflush:
        taken = db.session.scalar(select(Item).where(Item.buyer_id == item.buyer_id).filter_by(**wanted))
    return taken is not None and taken is not item


def _record(fact: Any, item: Item, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[item], readers=[item.buyer_id], actor=actor, now=now)
