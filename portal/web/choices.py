"""What select fields offer: countries, currencies and units, in the reader's language."""

from typing import Any

import pycountry
from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from portal.units import UNITS


def countries(empty: Any = None) -> list[tuple[str, str]]:
    """ISO 3166-1 alpha-2 codes with the names of the countries, by name; ``empty`` is the label of no country."""
    names = get_locale().territories
    pairs = [(one.alpha_2, names.get(one.alpha_2, one.name)) for one in pycountry.countries]
    return [
        ("", str(_("Please choose") if empty is None else empty)),
        *sorted(pairs, key=lambda pair: pair[1]),
    ]


def currencies() -> list[tuple[str, str]]:
    """ISO 4217 codes with the names of the currencies, by code."""
    names = get_locale().currencies
    codes = sorted(one.alpha_3 for one in pycountry.currencies)
    return [(code, f"{code} · {names.get(code, code)}") for code in codes]


def units() -> list[tuple[str, str]]:
    """UN/ECE Rec 20 codes with the names and symbols of the units, by name."""
    pairs = [(one.code, f"{one.name} ({one.symbol})") for one in UNITS.values()]
    return sorted(pairs, key=lambda pair: pair[1])
