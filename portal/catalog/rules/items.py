"""Checks of items and their units."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.units import unit


@dataclass(frozen=True)
class UnitDraft:
    """Another unit of an item as written: one ``unit`` makes ``factor`` stock units (both UN/ECE Rec 20).

    ``for_orders`` is the unit in which it is ordered, ``for_prices`` the one in which it is priced.
    """

    unit: str
    factor: Decimal | None
    for_orders: bool = False
    for_prices: bool = False


def check_text(text: str, field: str) -> str:
    """The text, trimmed. ``RuleBroken`` at ``field`` where nothing is left."""
    trimmed = text.strip()
    if not trimmed:
        raise RuleBroken(_("Please fill this in."), field)
    return trimmed


def check_units(stock: str, drafts: Sequence[UnitDraft]) -> None:
    """``RuleBroken`` at ``unit`` or at ``units-<n>-…`` for what cannot stand.

    Refused are unknown codes, the stock unit or a unit twice, a factor that is missing, not above zero or
    against physics (a gram is 0.001 kilograms, whatever the item), and two units for orders or for prices.
    """
    unit(stock)
    seen = {stock}
    for index, draft in enumerate(drafts):
        unit(draft.unit, f"units-{index}-unit")
        if draft.unit in seen:
            raise RuleBroken(_("This unit is in use for the item already."), f"units-{index}-unit")
        seen.add(draft.unit)
        _check_factor(stock, draft, f"units-{index}-factor")
    for name in ("for_orders", "for_prices"):
        chosen = [index for index, draft in enumerate(drafts) if getattr(draft, name)]
        if len(chosen) > 1:
            raise RuleBroken(_("Only one unit can be this."), f"units-{chosen[1]}-{name}")


def _check_factor(stock: str, draft: UnitDraft, field: str) -> None:
    if draft.factor is None or draft.factor <= 0:
        raise RuleBroken(_("Say how many stock units one of these makes: a number above zero."), field)
    here, there = unit(draft.unit), unit(stock)
    if here.dimension is None or here.dimension != there.dimension:
        return
    if draft.factor * there.factor != here.factor:
        raise RuleBroken(
            _(
                "One %(unit)s is %(factor)s %(stock)s.",
                unit=here.name,
                factor=format((here.factor / there.factor).normalize(), "f"),
                stock=there.symbol,
            ),
            field,
        )
