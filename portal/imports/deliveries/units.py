"""Units as a history tells them, as codes of UN/ECE Recommendation 20."""

from decimal import Decimal
from functools import cache

from portal.units import UNITS

PACKAGE, ONE = "XPK", "C62"


@cache
def _codes() -> dict[str, str]:
    """Codes by code, symbol and English name, in small letters."""
    words = {str(word).casefold(): unit.code for unit in UNITS.values() for word in (unit.name, unit.symbol)}
    return (
        words | {code.casefold(): code for code in UNITS} | {"pcs": "H87", "pieces": "H87", "packs": PACKAGE}
    )


def code_of(told: str) -> str | None:
    """The code of a unit that is told by its code, symbol or English name; None for any other word."""
    return _codes().get(told.casefold())


def unit_code(told: str | None, pack_size: Decimal | None) -> str:
    """The unit of a line: as told, else packages where the file tells what is in a pack, else plain ones."""
    return (told and code_of(told)) or (PACKAGE if pack_size else ONE)
