"""Other values of the same kind, for edits behind the portal's back."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Any


def another(value: Any, step: int, random: Random) -> Any:
    """A value unlike the given one: ``step`` milliseconds, days or units off, another member, another bit or letter."""
    if isinstance(value, datetime):
        return value + timedelta(milliseconds=step)
    if isinstance(value, date):
        return value + timedelta(days=step)
    if isinstance(value, Enum):
        return random.choice([one for one in type(value) if one is not value])
    if isinstance(value, (int, Decimal)):
        return value + step
    if isinstance(value, bytes):
        place = random.randrange(len(value))
        return value[:place] + bytes([value[place] ^ (1 << random.randrange(8))]) + value[place + 1 :]
    if isinstance(value, str):
        return _other_text(value, random)
    raise TypeError(f"No other value of {value!r} is known")


def _other_text(value: str, random: Random) -> str:
    if not value:
        return "x"
    place = random.randrange(len(value))
    letter = random.choice([one for one in "0123456789abcdefXY " if one != value[place]])
    return value[:place] + letter + value[place + 1 :]
