"""What select fields offer: countries, currencies and units, in the reader's language."""

from collections.abc import Iterable

import pycountry
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice

from portal.units import UNITS


def countries() -> list[SelectChoice]:
    """ISO 3166-1 alpha-2 codes with the names of the countries, by name, after an empty choice."""
    names = get_locale().territories
    named = ((one.alpha_2, names.get(one.alpha_2, one.name)) for one in pycountry.countries)
    return [SelectChoice("", str(_("Please choose"))), *_by_label(named)]


def currencies() -> list[SelectChoice]:
    """ISO 4217 codes with the names of the currencies, by code."""
    names = get_locale().currencies
    codes = sorted(one.alpha_3 for one in pycountry.currencies)
    return [SelectChoice(code, f"{code} · {names.get(code, code)}") for code in codes]


def units() -> list[SelectChoice]:
    """UN/ECE Rec 20 codes with the names and symbols of the units, by name."""
    return _by_label((one.code, f"{one.name} ({one.symbol})") for one in UNITS.values())


def _by_label(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in sorted(pairs, key=lambda pair: pair[1])]
