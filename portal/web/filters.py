"""How values are written on pages and in mails: in the reader's language and time zone, always named."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates, numbers
from flask import Flask, current_app, g
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from portal.clock import day_in
from portal.money import minor_units
from portal.units import UNITS
from portal.web import access

NO_DATA = _("no data")


def reader_zone() -> str:
    """The reader's time zone: the person's own, else the organisation's, else the installation's."""
    held = access.membership() if g else None
    if held is not None:
        return held.person.timezone or held.organisation.timezone
    return str(current_app.config["SETTINGS"].timezone)


def instant(value: datetime | None, zone: str | None = None) -> str:
    """A UTC instant in a zone (the reader's where none is given), with the zone's name."""
    if value is None:
        return str(NO_DATA)
    name = zone or reader_zone()
    there = value.astimezone(ZoneInfo(name))
    return f"{dates.format_datetime(there, 'd MMM y, HH:mm', locale=get_locale())} {name}"


def to_the_millisecond(value: datetime) -> str:
    """An instant as a receipt states it: in UTC, to the millisecond that was compared with the deadline."""
    return f"{dates.format_datetime(value.astimezone(UTC), 'd MMM y, HH:mm:ss.SSS', locale=get_locale())} UTC"


def day(value: date | None) -> str:
    """A calendar date."""
    return str(NO_DATA) if value is None else dates.format_date(value, "d MMM y", locale=get_locale())


def day_of(value: datetime) -> str:
    """The calendar date of a UTC instant at the reader's place, where the time of day tells nothing."""
    return day(day_in(value, reader_zone()))


def money(value: Decimal | None, currency: str, exact: bool = False) -> str:
    """An amount with its currency; ``exact`` keeps up to 6 decimals, as unit prices have."""
    if value is None:
        return str(NO_DATA)
    least = minor_units(currency)
    most = 6 if exact else least
    pattern = f"#,##0.{'0' * least}{'#' * (most - least)}".rstrip(".")
    return f"{numbers.format_decimal(value, format=pattern, locale=get_locale())} {currency}"


def quantity(value: Decimal | None, unit: str = "") -> str:
    """A quantity with the symbol of its UN/ECE Rec 20 unit."""
    if value is None:
        return str(NO_DATA)
    number = numbers.format_decimal(value, format="#,##0.######", locale=get_locale())
    return f"{number} {unit_symbol(unit)}".strip()


def unit_symbol(code: str) -> str:
    """The symbol of a UN/ECE Rec 20 unit; a code that is not known stands for itself."""
    return UNITS[code].symbol if code in UNITS else code


def unit_name(code: str) -> str:
    """The name of a UN/ECE Rec 20 unit; a code that is not in the table stands for itself."""
    return str(UNITS[code].name) if code in UNITS else code


def country_name(code: str) -> str:
    """The name of an ISO 3166-1 alpha-2 country in the reader's language."""
    return str(get_locale().territories.get(code, code))


def percent(value: Decimal | None, digits: int = 1) -> str:
    """A fraction as a percentage; None is "no data"."""
    if value is None:
        return str(NO_DATA)
    return numbers.format_percent(value, format=f"#,##0.{'0' * digits} %", locale=get_locale())


def filesize(value: int) -> str:
    """Bytes in a unit people read."""
    for limit, name in ((1024**2, "MB"), (1024, "kB")):
        if value >= limit:
            return f"{numbers.format_decimal(round(value / limit, 1), locale=get_locale())} {name}"
    return f"{value} B"


def lines(value: str) -> Markup:
    """Plain text with its line breaks kept; everything else in it is shown, never run."""
    return Markup("<br>").join(Markup.escape(line) for line in value.splitlines())


def changed(value: str, what: str) -> str:
    """A value of an addendum's change, which is kept as text: instants, dates and quantities as people read them."""
    if not value:
        return ""
    if what in ("deadline", "question_cutoff"):
        return instant(datetime.fromisoformat(value))
    if what == "wanted_date":
        return day(date.fromisoformat(value))
    if what == "quantity":
        number, _blank, unit = value.partition(" ")
        return quantity(Decimal(number), unit)
    return value


def init_app(app: Flask) -> None:
    """Make the filters known to the templates."""
    table: dict[str, Any] = {
        "instant": instant,
        "to_the_millisecond": to_the_millisecond,
        "date": day,
        "day_of": day_of,
        "money": money,
        "quantity": quantity,
        "country": country_name,
        "unit": unit_name,
        "symbol": unit_symbol,
        "percent": percent,
        "filesize": filesize,
        "lines": lines,
        "unit_symbol": unit_symbol,
        "changed": changed,
    }
    app.jinja_env.filters.update(table)
