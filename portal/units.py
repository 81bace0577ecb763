"""Units of measure: the codes of UN/ECE Recommendation 20 that trade in goods and services uses most.

A code stands beside every quantity. Units of one dimension convert exactly by the factor to the dimension's
base unit; pieces, sets and packages do not convert into one another without a factor given by the item.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import exact, round_to


@dataclass(frozen=True)
class Unit:
    """``factor`` units of the dimension's base make one of these; ``dimension`` is None where nothing converts."""

    code: str
    symbol: str
    name: Any
    dimension: str | None = None
    factor: Decimal = Decimal(1)


def _unit(
    code: str, symbol: str, name: Any, dimension: str | None = None, factor: str = "1"
) -> tuple[str, Unit]:
    return code, Unit(code, symbol, name, dimension, Decimal(factor))


# Source: UN/ECE Recommendation 20, Codes for Units of Measure Used in International Trade, annexes I to III.
UNITS: dict[str, Unit] = dict(
    (
        _unit("H87", "pc", _("piece")),
        _unit("C62", "1", _("one")),
        _unit("EA", "ea", _("each")),
        _unit("SET", "set", _("set")),
        _unit("PR", "pair", _("pair")),
        _unit("DZN", "doz", _("dozen")),
        _unit("KGM", "kg", _("kilogram"), "mass", "1"),
        _unit("GRM", "g", _("gram"), "mass", "0.001"),
        _unit("MGM", "mg", _("milligram"), "mass", "0.000001"),
        _unit("TNE", "t", _("tonne"), "mass", "1000"),
        _unit("LBR", "lb", _("pound"), "mass", "0.45359237"),
        _unit("MTR", "m", _("metre"), "length", "1"),
        _unit("CMT", "cm", _("centimetre"), "length", "0.01"),
        _unit("MMT", "mm", _("millimetre"), "length", "0.001"),
        _unit("KMT", "km", _("kilometre"), "length", "1000"),
        _unit("MTK", "m²", _("square metre"), "area", "1"),
        _unit("CMK", "cm²", _("square centimetre"), "area", "0.0001"),
        _unit("MTQ", "m³", _("cubic metre"), "volume", "1000"),
        _unit("LTR", "l", _("litre"), "volume", "1"),
        _unit("MLT", "ml", _("millilitre"), "volume", "0.001"),
        _unit("HLT", "hl", _("hectolitre"), "volume", "100"),
        _unit("SEC", "s", _("second"), "time", "1"),
        _unit("MIN", "min", _("minute"), "time", "60"),
        _unit("HUR", "h", _("hour"), "time", "3600"),
        _unit("DAY", "d", _("day"), "time", "86400"),
        _unit("MON", "mo", _("month")),
        _unit("ANN", "yr", _("year")),
        _unit("KWH", "kWh", _("kilowatt hour"), "energy", "1"),
        _unit("MWH", "MWh", _("megawatt hour"), "energy", "1000"),
        _unit("LS", "LS", _("lump sum")),
        _unit("E48", "service", _("service unit")),
        _unit("XBX", "box", _("box")),
        _unit("XCT", "carton", _("carton")),
        _unit("XPX", "pallet", _("pallet")),
        _unit("XPK", "pack", _("package")),
        _unit("XRO", "roll", _("roll")),
        _unit("XBO", "bottle", _("bottle")),
    )
)


def unit(code: str, field: str = "unit") -> Unit:
    """The unit of a code. ``RuleBroken`` at ``field`` for a code that is not in the table."""
    try:
        return UNITS[code]
    except KeyError:
        raise RuleBroken(_("“%(code)s” is not a unit code that is known here.", code=code), field) from None


def written(quantity: Decimal, code: str) -> str:
    """A quantity with the symbol of its unit, for the sentence of a refusal; an unknown code stands for itself."""
    return f"{quantity.normalize():f} {UNITS[code].symbol if code in UNITS else code}"


def convert(quantity: Decimal, source: str, target: str) -> Decimal:
    """``quantity`` of ``source`` in ``target``, rounded half-up to 6 decimals.

    ``RuleBroken`` where the two units do not measure the same thing.
    """
    if source == target:
        return quantity
    here, there = unit(source), unit(target)
    if here.dimension is None or here.dimension != there.dimension:
        raise RuleBroken(
            _("%(source)s does not convert into %(target)s.", source=here.name, target=there.name), "unit"
        )
    return exact(round_to(quantity * here.factor / there.factor, 6))
