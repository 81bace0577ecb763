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


# What ISO 4217 lists beside the money that people pay with: funds and units of account, metals, tests.
NOT_PAID_WITH = frozenset(["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW"])
PAID_WITH_ABROAD = frozenset(["XAF", "XCD", "XCG", "XOF", "XPF"])


def currencies() -> list[SelectChoice]:
    """The ISO 4217 codes in which something can be paid, with the names of the currencies, by code."""
    names = get_locale().currencies
    codes = sorted(
        one.alpha_3
        for one in pycountry.currencies
        if one.alpha_3 in PAID_WITH_ABROAD or not (one.alpha_3[0] == "X" or one.alpha_3 in NOT_PAID_WITH)
    )
    return [SelectChoice(code, f"{code} · {names.get(code, code)}") for code in codes]


def units() -> list[SelectChoice]:
    """UN/ECE Rec 20 codes with the names and symbols of the units, by name."""
    return _by_label((one.code, _unit_label(str(one.name), one.symbol)) for one in UNITS.values())


def _unit_label(name: str, symbol: str) -> str:
    return name if name == symbol else f"{name} ({symbol})"


def _by_label(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in sorted(pairs, key=lambda pair: pair[1])]
