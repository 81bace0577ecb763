"""Checks of what quality decides about a received lot, on plain values."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.units import written


def left_of(line: Any) -> Decimal:
    """What of a lot was not rejected, in the order line's unit."""
    left: Decimal = line.received - line.rejected
    return left


def something_to_decide(line: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` where goods-in rejected the whole lot: nothing of it is left to be inspected."""
    if not left_of(line):
        raise RuleBroken(_("Everything of this lot was rejected when it arrived."))


def check_found(left: Decimal, found: Decimal | None, unit: str) -> Decimal:
    """The quantity that quality rejects of what is left of a lot, both in ``unit``.

    ``RuleBroken`` at ``quantity`` for none, for nothing or less, and for more than is left.
    """
    if found is None:
        raise RuleBroken(_("Say how much is rejected."), "quantity")
    if found <= 0:
        raise RuleBroken(_("The quantity must be above zero."), "quantity")
    if found > left:
        raise RuleBroken(
            _("At most %(left)s can be rejected: no more was received.", left=written(left, unit)),
            "quantity",
        )
    return found
