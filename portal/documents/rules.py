"""Checks of facts before they are frozen: an issued document cannot be corrected, so its figures must agree."""

from collections.abc import Iterable
from decimal import Decimal

from flask_babel import lazy_gettext as _

from portal.documents.facts import ContractFacts, Facts, OrderFacts
from portal.errors import RuleBroken
from portal.money import PRICE_BASES, line_amount


def figures_agree(facts: Facts) -> None:
    """``RuleBroken`` where a document has no line, repeats a line's number, or says sums that do not follow.

    Amounts are in the document's currency: each line is rounded half-up once, totals add rounded lines.
    """
    lines = facts.lines if isinstance(facts, OrderFacts) else facts.prices
    if not lines:
        raise RuleBroken(_("A document needs at least one line."))
    numbers = [line.number for line in lines]
    if len(set(numbers)) < len(numbers):
        raise RuleBroken(_("Two lines of the document have the same number."))
    if any(line.price.per not in PRICE_BASES for line in lines):
        raise RuleBroken(_("A price is per 1, 100 or 1,000."))
    if isinstance(facts, ContractFacts):
        _term_agrees(facts)
    else:
        _lines_agree(facts)
        _totals_agree(facts)


def _term_agrees(facts: ContractFacts) -> None:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise RuleBroken(_("The contract must not end before it begins."))


def _lines_agree(facts: OrderFacts) -> None:
    for line in facts.lines:
        priced = line.quantity.value if line.priced_quantity is None else line.priced_quantity
        if line.amount != line_amount(priced, line.price.amount, line.price.per, facts.currency):
            raise RuleBroken(
                _("The amount of line %(number)s does not follow from its price.", number=line.number)
            )
        if line.schedule and _sum(part.quantity for part in line.schedule) != line.quantity.value:
            raise RuleBroken(
                _("The schedule of line %(number)s must add up to its quantity.", number=line.number)
            )


def _totals_agree(facts: OrderFacts) -> None:
    totals = facts.totals
    lines = _sum(line.amount for line in facts.lines)
    net = lines + _sum(charge.amount for charge in totals.charges)
    gross = net + _sum(tax.amount for tax in totals.taxes)
    if (totals.lines, totals.net, totals.gross) != (lines, net, gross):
        raise RuleBroken(_("The totals of the document do not follow from its lines."))


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
