"""The items and spec revisions that somebody typed into the lines of a form, looked up together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from portal.catalog.models import Item, SpecRevision
from portal.errors import RuleBroken
from portal.sourcing.queries.choices import items_named, revisions_named


@dataclass(frozen=True)
class Found:
    """What the buyer's catalogue has of what was typed."""

    items: Mapping[str, Item]
    revisions: Mapping[str, SpecRevision]

    def item(self, index: int, text: str | None) -> Item | None:
        """The item of a line, None where nothing was typed. ``RuleBroken`` at the line's field for an unknown one."""
        number = typed(text)
        if not number:
            return None
        if number not in self.items:
            raise RuleBroken(_("There is no item “%(number)s” in use.", number=number), f"lines-{index}-item")
        return self.items[number]

    def revision(self, index: int, text: str | None) -> SpecRevision | None:
        """The revision of a line, likewise."""
        name = typed(text)
        if not name:
            return None
        if name not in self.revisions:
            raise RuleBroken(
                _("There is no spec with this number and revision: “%(text)s”.", text=name),
                f"lines-{index}-spec_revision",
            )
        return self.revisions[name]


def typed(text: str | None) -> str:
    """What was typed, without the blanks around it."""
    return (text or "").strip()


def find_things(buyer_id: int, rows: Iterable[Mapping[str, Any]]) -> Found:
    """The things that the rows of a form name in ``item`` and ``spec_revision``."""
    named = [(typed(row.get("item")), typed(row.get("spec_revision"))) for row in rows]
    return Found(
        items_named(buyer_id, (item for item, _revision in named)),
        revisions_named(buyer_id, (revision for _item, revision in named)),
    )
