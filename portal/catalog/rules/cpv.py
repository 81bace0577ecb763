"""Codes of the Common Procurement Vocabulary (Regulation (EC) No 213/2008).

A code has eight digits, a hyphen and a check digit. The digit is the weighted sum of the eight, modulo ten, but
the revision of 2008 renumbered some groups and kept their old digits, and a few codes are simply odd. Those stand
in two tables here, so that every code of the vocabulary is taken and a slip of the finger is not.
"""

import re

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken

_FORM = re.compile(r"([0-9]{8})(?:-?([0-9]))?")
_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
_DIVISIONS = frozenset(
    """03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 45 48 50 51 55 60 63 64 65 66 70 71 72 73
    75 76 77 79 80 85 90 92 98 99""".split()  # noqa: SIM905 - A list of them would be four times as long.
)
# Groups whose digits were kept from another number: by how much theirs differ from the sum.
_SHIFTED = {
    "033": 8, "034": 9, "091": 6, "092": 6, "093": 6, "421": 3,
    "722": 5, "724": 5, "726": 5, "727": 5, "728": 5, "729": 5,
}  # fmt: skip
# Of these some codes were renumbered and others were not, so that the number alone does not tell the digit.
_MIXED = frozenset({"033", "722"})
_ODD = frozenset(
    """31711154-0 31711155-7 33141113-4 34211100-9 34211200-9 34211300-9 34421000-7 34422000-7 35113110-0 35125300-2
    35331300-3 35642000-7 37442100-8 37442200-8 37442300-8 37442400-8 37442500-8 37442600-8 37442700-8 37442800-8
    37442900-8 38941000-7 38942000-7 38944000-7 38945000-7 38946000-7 38947000-7 45233139-3 48628000-9 51000000-9
    65122000-0 65123000-3 71351920-2 71351921-2 71351923-2 71351924-2 72330000-2 79342410-4 85210000-3 92225100-7
    99999999-9""".split()  # noqa: SIM905
)


def check_cpv(text: str, field: str = "cpv") -> str:
    """A CPV code such as ``30213100-6``, whole, from what was typed with or without its check digit.

    ``RuleBroken`` at ``field`` for another form, a division that does not exist, a wrong check digit, or none
    where the number alone does not tell it.
    """
    typed = _FORM.fullmatch(text.strip())
    if typed is None:
        raise RuleBroken(
            _("A CPV code has eight digits, a hyphen and a check digit, such as 30213100-6."), field
        )
    number, digit = typed.groups()
    if number[:2] not in _DIVISIONS:
        raise RuleBroken(_("No CPV code begins with %(division)s.", division=number[:2]), field)
    code = f"{number}-{digit or _digit_of(number, field)}"
    if not _digit_fits(code):
        raise RuleBroken(
            _("The check digit of “%(code)s” does not fit: is a digit mistyped?", code=code), field
        )
    return code


def _sum(number: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True))


def _digit_of(number: str, field: str) -> int:
    odd = [int(code[9]) for code in _ODD if code.startswith(number)]
    plain, shifted = _sum(number) % 10, (_sum(number) + _SHIFTED.get(number[:3], 0)) % 10
    if not odd and number[:3] in _MIXED:
        raise RuleBroken(
            _(
                "Please add the check digit: it is %(number)s-%(one)s or %(number)s-%(other)s.",
                number=number,
                one=min(plain, shifted),
                other=max(plain, shifted),
            ),
            field,
        )
    return odd[0] if odd else shifted


def _digit_fits(code: str) -> bool:
    difference = (int(code[9]) - _sum(code[:8])) % 10
    return difference in (0, _SHIFTED.get(code[:3], 0)) or code in _ODD
