"""What one revision of an order changes against the one before, in sentences for its reader."""

from decimal import Decimal

from babel import Locale
from flask_babel import gettext as _

from portal.documents.display import written_amount, written_number
from portal.documents.facts import OrderFacts, OrderLine


def changes(before: OrderFacts, after: OrderFacts) -> str:
    """One sentence per line that says something else; empty where none does.

    An agreement to the very date that was asked for is no change. Written in the language in force.
    """
    locale = Locale.parse(after.language, sep="-")
    now = {line.number: line for line in after.lines}
    then = {line.number: line for line in before.lines}
    sentences = []
    for number, old in then.items():
        new = now.get(number)
        if new is None:
            sentences.append(_("Line %(number)s is cancelled.", number=number))
        elif words := _words(old, new, after.currency, locale):
            sentences.append(_("Line %(number)s: %(what)s.", number=number, what=", ".join(words)))
    return " ".join(sentences)


def _words(old: OrderLine, new: OrderLine, currency: str, locale: Locale) -> list[str]:
    words = []
    if old.quantity != new.quantity:
        was, now = (_quantity(line.quantity.value, line.quantity.unit.label, locale) for line in (old, new))
        words.append(_("quantity %(new)s instead of %(old)s", new=now, old=was))
    if old.price != new.price:
        was, now = (written_amount(line.price.amount, currency, locale) for line in (old, new))
        words.append(_("price %(new)s instead of %(old)s", new=now, old=was))
    if _plan(old) != _plan(new):
        words.append(_("delivery dates"))
    return words


def _quantity(value: Decimal, label: str, locale: Locale) -> str:
    return f"{written_number(value, locale)} {label}"


def _plan(line: OrderLine) -> list[object]:
    """The schedule without its quantities where there is one date only, since the line tells that already."""
    parts = line.schedule
    return [
        (part.revised_on or part.agreed_on or part.requested_on, part.place)
        + ((part.quantity,) if len(parts) > 1 else ())
        for part in parts
    ]
