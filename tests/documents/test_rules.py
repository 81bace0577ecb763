"""An issued document cannot be corrected, so its figures must agree before."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.documents.facts import Charge, Facts, Tax
from portal.documents.rules import figures_agree
from portal.errors import RuleBroken
from tests.documents import samples

FIRST = samples.ORDER.lines[0]
TOTALS = samples.ORDER.totals


@pytest.mark.parametrize("facts", [samples.ORDER, samples.CONTRACT, samples.long_order(20)])
def test_figures_that_agree_pass(facts: Facts) -> None:
    figures_agree(facts)


def with_first(**changes: Any) -> Facts:
    return replace(samples.ORDER, lines=(replace(FIRST, **changes), *samples.ORDER.lines[1:]))


def with_totals(**changes: Any) -> Facts:
    return replace(samples.ORDER, totals=replace(TOTALS, **changes))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (replace(samples.ORDER, lines=()), "at least one line"),
        (replace(samples.CONTRACT, prices=()), "at least one line"),
        (replace(samples.ORDER, lines=(FIRST, FIRST)), "same number"),
        (with_first(amount=Decimal("11700.01")), "amount of line 10"),
        (with_first(priced_quantity=Decimal(241)), "amount of line 10"),
        (with_first(price=replace(FIRST.price, per=10)), "per 1, 100 or 1,000"),
        (with_first(schedule=FIRST.schedule[:1]), "schedule of line 10"),
        (with_totals(lines=Decimal("17971.20")), "totals"),
        (with_totals(charges=()), "totals"),
        (with_totals(charges=(Charge(label="Packing", amount=Decimal(121)),)), "totals"),
        (
            with_totals(taxes=(Tax(label="VAT", rate=Decimal(21), base=TOTALS.net, amount=Decimal(1)),)),
            "totals",
        ),
        (replace(samples.CONTRACT, ends_on=date(2026, 2, 28)), "end before it begins"),
    ],
)
def test_figures_that_do_not_agree_are_refused(facts: Facts, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        figures_agree(facts)

    assert sentence in str(refusal.value)
