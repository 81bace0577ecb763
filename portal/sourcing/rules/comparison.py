"""The comparison of opened bids: one currency, one unit, freight included, with the working of every figure.

A line is ranked by its landed unit price: the price in the RFQ's currency and unit plus the line's share of the
bid's freight and other costs, spread by value. It is compared as it is shown, to 6 decimals. A bid with gaps has
ranks by line and none in total; a tie is settled by the published rule and never by the time of submission.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.errors import RuleBroken
from portal.money import SCALE, minor_units
from portal.sourcing.rules.figures import (
    AskedLine,
    Gap,
    OfferedLine,
    Priced,
    Step,
    StepKind,
    price_line,
    spread,
)
from portal.sourcing.rules.ratios import rounded


class TieRule(StrEnum):
    """How equal bids are told apart, as published with the RFQ."""

    SHARED = "shared"
    EARLIER_DELIVERY = "earlier_delivery"


@dataclass(frozen=True)
class OfferedBid:
    """An opened bid: one unit of its currency is ``rate`` of the RFQ's; a bid out of the race is not ranked."""

    key: int
    currency: str
    rate: Decimal
    freight: Decimal
    other_costs: Decimal
    lines: Mapping[int, OfferedLine]
    ranked: bool = True


@dataclass(frozen=True)
class Cell:
    """One bid's answer to one line. With a ``gap`` there is no figure at all; ``short`` offers less than asked."""

    line: int
    gap: Gap | None
    offer: OfferedLine | None = None
    priced: Priced | None = None
    landed: Decimal | None = None
    steps: tuple[Step, ...] = ()
    short: bool = False
    rank: int | None = None

    @property
    def best(self) -> bool:
        return self.rank == 1

    @property
    def deviates(self) -> bool:
        return self.short or bool(self.offer and self.offer.deviation)


@dataclass(frozen=True)
class Column:
    """One bid. ``total`` is for bids without gaps only; ``goods`` adds the rounded lines that are offered."""

    bid: int
    cells: tuple[Cell, ...]
    goods: Decimal
    freight: Decimal
    other_costs: Decimal
    total: Decimal | None
    steps: tuple[Step, ...]
    ranked: bool
    rank: int | None = None

    @property
    def gaps(self) -> int:
        return sum(1 for cell in self.cells if cell.gap or cell.short)

    def cell(self, line: int) -> Cell:
        return next(cell for cell in self.cells if cell.line == line)


def compare(
    asked: Sequence[AskedLine], bids: Sequence[OfferedBid], currency: str, ties: TieRule = TieRule.SHARED
) -> list[Column]:
    """The columns of the comparison, in the order of ``bids``, all figures in ``currency``."""
    columns = [_column(asked, bid, currency) for bid in bids]
    for place in range(len(asked)):
        columns = _rank_line(columns, place, ties)
    return _rank_totals(columns, ties)


def _column(asked: Sequence[AskedLine], bid: OfferedBid, currency: str) -> Column:
    cells = [_cell(line, bid, currency) for line in asked]
    goods = sum((cell.priced.amount for cell in cells if cell.priced), Decimal(0))
    costs = [
        (StepKind.FREIGHT_SHARE, Fraction(bid.freight) * Fraction(bid.rate)),
        (StepKind.OTHER_SHARE, Fraction(bid.other_costs) * Fraction(bid.rate)),
    ]
    offered = sum(1 for cell in cells if cell.priced)
    digits = minor_units(currency)
    freight, other = (rounded(cost, digits) for _kind, cost in costs)
    units = {line.key: line.unit for line in asked}
    cells = [_land(cell, costs, goods, offered, currency, units[cell.line]) for cell in cells]
    whole = offered > 0 and not any(cell.gap or cell.short for cell in cells)
    total = goods + freight + other if whole else None
    steps = [
        Step(StepKind.GOODS, goods, currency),
        Step(StepKind.FREIGHT, freight, currency, figures=_original(bid, bid.freight, currency)),
        Step(StepKind.OTHER_COSTS, other, currency, figures=_original(bid, bid.other_costs, currency)),
    ]
    if total is not None:
        steps.append(Step(StepKind.TOTAL, total, currency))
    return Column(bid.key, tuple(cells), goods, freight, other, total, tuple(steps), bid.ranked)


def _original(bid: OfferedBid, amount: Decimal, currency: str) -> dict[str, Decimal]:
    return {} if bid.currency == currency else {"amount": amount, "rate": bid.rate}


def _cell(line: AskedLine, bid: OfferedBid, currency: str) -> Cell:
    offer = bid.lines.get(line.key)
    if offer is None:
        return Cell(line.key, Gap.NOT_OFFERED)
    try:
        priced = price_line(line, offer, bid.currency, bid.rate, currency)
    except RuleBroken:
        return Cell(line.key, Gap.OTHER_UNIT, offer)
    if priced.counted <= 0:
        return Cell(line.key, Gap.NOT_OFFERED)
    return Cell(line.key, None, offer, priced, short=priced.offered < line.quantity)


def _land(
    cell: Cell,
    costs: list[tuple[StepKind, Fraction]],
    goods: Decimal,
    offered: int,
    currency: str,
    unit: str,
) -> Cell:
    """The cell with its landed unit price and the working down to it."""
    if cell.priced is None:
        return cell
    steps = list(cell.priced.steps)
    landed = cell.priced.exact_price
    for kind, cost in costs:
        if cost == 0:
            continue
        share = spread(cost, cell.priced.amount, goods, offered)
        landed += share / Fraction(cell.priced.counted)
        digits = minor_units(currency)
        figures = {"cost": rounded(cost, digits), "amount": cell.priced.amount, "goods": goods}
        steps.append(Step(kind, rounded(share, digits), currency, figures=figures))
    shown = rounded(landed, SCALE)
    steps.append(Step(StepKind.LANDED, shown, currency, unit, {"quantity": cell.priced.counted}))
    return replace(cell, landed=shown, steps=tuple(steps))


def _rank_line(columns: list[Column], place: int, ties: TieRule) -> list[Column]:
    values = {}
    for column in columns:
        cell = column.cells[place]
        if column.ranked and cell.landed is not None:
            date_ = cell.offer.delivery_date if cell.offer else None
            values[column.bid] = (cell.landed, _tie_break(date_, ties))
    ranks = _ranks(values)
    return [
        replace(
            column,
            cells=tuple(
                replace(cell, rank=ranks.get(column.bid)) if index == place else cell
                for index, cell in enumerate(column.cells)
            ),
        )
        for column in columns
    ]


def _rank_totals(columns: list[Column], ties: TieRule) -> list[Column]:
    values = {}
    for column in columns:
        if column.ranked and column.total is not None:
            dates = [cell.offer.delivery_date for cell in column.cells if cell.offer]
            # A whole bid is delivered when its last line is; a line without a date may come at any time.
            last = None if None in dates else max(day for day in dates if day is not None)
            values[column.bid] = (column.total, _tie_break(last, ties))
    ranks = _ranks(values)
    return [replace(column, rank=ranks.get(column.bid)) for column in columns]


def _tie_break(delivery: date | None, ties: TieRule) -> date:
    if ties is TieRule.SHARED:
        return date.min
    return delivery or date.max


def _ranks(values: Mapping[int, tuple[Decimal, date]]) -> dict[int, int]:
    """1 for the smallest; equals share a rank, and the next one counts them all (1, 1, 3)."""
    ordered = sorted(values.values())
    return {key: ordered.index(value) + 1 for key, value in values.items()}
