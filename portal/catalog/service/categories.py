"""The verbs of categories."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.catalog import events
from portal.catalog.models import Category
from portal.catalog.rules.cpv import check_cpv
from portal.catalog.rules.items import check_text
from portal.db import db
from portal.errors import RuleBroken, WrongState
from portal.workflow import Actor


def create_category(buyer_id: int, *, cpv: str, name: str, actor: Actor, now: datetime) -> Category:
    """A new category of a buyer, flushed.

    ``RuleBroken`` at ``cpv`` for a code that is none or that the buyer has already, at ``name`` for none.
    """
    code = _free_code(buyer_id, check_cpv(cpv), None)
    category = Category(buyer_id=buyer_id, cpv=code, name=check_text(name, "name"))
    db.session.add(category)
    db.session.flush()
    _record(events.CategoryCreated(category.id), category, actor, now)
    return category


def change_category(category: Category, *, cpv: str, name: str, actor: Actor, now: datetime) -> None:
    """Give a category another code or name; refusals as in ``create_category``."""
    category.cpv = _free_code(category.buyer_id, check_cpv(cpv), category)
    category.name = check_text(name, "name")
    _record(events.CategoryChanged(category.id), category, actor, now)


def archive_category(category: Category, *, actor: Actor, now: datetime) -> None:
    """Take a category out of use; its items keep it. ``WrongState`` where that was done before."""
    if category.archived_at is not None:
        raise WrongState(_("This category is out of use already."))
    category.archived_at = now
    _record(events.CategoryArchived(category.id), category, actor, now)


def restore_category(category: Category, *, actor: Actor, now: datetime) -> None:
    """Take a category into use again. ``WrongState`` where it is in use."""
    if category.archived_at is None:
        raise WrongState(_("This category is in use."))
    category.archived_at = None
    _record(events.CategoryRestored(category.id), category, actor, now)


def _free_code(buyer_id: int, code: str, same: Category | None) -> str:
    taken = db.session.scalar(select(Category).where(Category.buyer_id == buyer_id, Category.cpv == code))
    if taken is not None and taken is not same:
        raise RuleBroken(_("You have this category already: %(name)s.", name=taken.name), "cpv")
    return code


def _record(fact: Any, category: Category, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[category], readers=[category.buyer_id], actor=actor, now=now)
