"""On time, in full: the share of due schedule lines whose quantity had arrived by its agreed date.

The agreed date of a line is the first that both sides accepted, as moved by what the buyer caused or waived;
the orders keep it. How a quantity counts as arrived stands in ``arrivals``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.measures.arrivals import Arrival, DateBasis, counted
from portal.measures.periods import EVERYTHING, Period
from portal.measures.reasons import NOT_COUNTED, ON_TIME, Note, Reason
from portal.measures.shares import ZERO, Share, SplitShare, count, portion, split
from portal.measures.working_time import OFFICE_HOURS, WorkingTime


class Answer(StrEnum):
    """What the supplier has answered to a schedule line (Peppol: accepted, changed, not accepted)."""

    NONE = "none"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """When a schedule line was cancelled, and whether the supplier asked for it."""

    on: date
    for_supplier: bool = False


@dataclass(frozen=True, slots=True)
class DueLine:
    """A schedule line as the measure sees it.

    ``value`` is the line's amount in ``currency``, ``None`` where it is not known. ``under_tolerance`` is the
    printed under-delivery tolerance in percent of the quantity. ``latest_on`` is the latest date both
    accepted, where it is another than the agreed one. Dates are calendar dates at the receiving site.
    """

    id: int
    quantity: Decimal
    unit: str
    value: Decimal | None
    currency: str
    requested_on: date | None
    agreed_on: date | None
    latest_on: date | None = None
    answer: Answer = Answer.ACCEPTED
    under_tolerance: Decimal = ZERO
    basis: DateBasis = DateBasis.ARRIVAL
    arrivals: tuple[Arrival, ...] = ()
    cancelled: Cancelled | None = None

    @property
    def due_on(self) -> date | None:
        """The date the line is measured by: the agreed one, and the requested one where none was agreed."""
        return self.agreed_on or self.requested_on

    @property
    def failed_by_supplier(self) -> bool:
        return self.cancelled is not None and self.cancelled.for_supplier


@dataclass(frozen=True, slots=True)
class Row:
    """The verdict on one schedule line and the figures that led to it, in the line's unit and currency.

    ``in_time`` is what had arrived by the due date, at most the ordered quantity; ``completed_on`` the day on
    which the line was full within its tolerance; ``days`` how many days after the due date that was, negative
    when early. ``by_latest`` is the verdict against the latest accepted date, ``None`` until that is over.
    """

    line: DueLine
    due_on: date | None
    reason: Reason
    notes: tuple[Note, ...]
    arrived: Decimal
    in_time: Decimal
    completed_on: date | None
    by_latest: bool | None

    @property
    def counted(self) -> bool:
        return self.reason not in NOT_COUNTED

    @property
    def on_time(self) -> bool:
        return self.reason in ON_TIME

    @property
    def days(self) -> int | None:
        if self.completed_on is None or self.due_on is None:
            return None
        return (self.completed_on - self.due_on).days

    @property
    def value_in_time(self) -> Decimal | None:
        """The part of the value that had arrived by the due date, rounded half-up once to the currency.

        It is never more than the value, which a history may state with more decimals than its currency has.
        """
        if self.line.value is None or self.line.quantity <= 0:
            return None
        in_time = portion(self.line.value, self.in_time, self.line.quantity, self.line.currency)
        return min(in_time, self.line.value)


@dataclass(frozen=True, slots=True)
class OnTime:
    """The figure: by line is the headline; early is a share of its own within what is on time.

    By quantity and by value count what had arrived by the due date, up to the ordered quantity, so a partial
    delivery counts in part there. ``by_latest`` compares with the latest accepted dates. ``rows`` holds every
    line of the period, those that are not counted too, each with its reason.
    """

    by_line: Share
    early: Share
    by_quantity: SplitShare
    by_value: SplitShare
    by_latest: Share
    rows: tuple[Row, ...]


def on_time(
    lines: Iterable[DueLine],
    today: date,
    period: Period = EVERYTHING,
    calendar: WorkingTime = OFFICE_HOURS,
) -> OnTime:
    """On time in full over the lines whose due date lies in the period and is over today."""
    return summed(judge(line, today, calendar) for line in lines if within(line, period))


def summed(rows: Iterable[Row]) -> OnTime:
    """The figure over rows that are judged already, so that months and their year are judged once."""
    rows = tuple(rows)
    due = [row for row in rows if row.counted]
    return OnTime(
        by_line=count(row.on_time for row in due),
        early=count(row.reason is Reason.EARLY for row in due),
        by_quantity=split((row.line.unit, row.line.quantity, row.in_time) for row in due),
        by_value=split(
            (row.line.currency, row.line.value, in_time)
            for row in due
            if row.line.value is not None and (in_time := row.value_in_time) is not None
        ),
        by_latest=count(row.by_latest for row in due if row.by_latest is not None),
        rows=rows,
    )


def judge(line: DueLine, today: date, calendar: WorkingTime = OFFICE_HOURS) -> Row:
    """The verdict on one schedule line as of today, a calendar date at the receiving site.

    A line is due once its date is over: on the day itself it may still arrive.
    """
    dated, notes = _dated(line, today, calendar)
    arrived = sum((quantity for _day, quantity in dated), ZERO)
    due_on, completed_on = line.due_on, _completed_on(line, dated)
    full = completed_on is not None and due_on is not None and completed_on <= due_on
    if full and arrived < line.quantity:
        notes.append(Note.WITHIN_TOLERANCE)
    if arrived > line.quantity:
        notes.append(Note.OVER_DELIVERED)
    return Row(
        line=line,
        due_on=due_on,
        reason=_not_counted(line, today) or _reason(line, due_on, completed_on, arrived),
        notes=tuple(notes),
        arrived=arrived,
        in_time=_arrived_by(due_on, line, dated),
        completed_on=completed_on,
        by_latest=_by_latest(line, today, completed_on),
    )


def within(line: DueLine, period: Period) -> bool:
    """Whether a line belongs to a period: by its due date. Without any date it belongs to everything only."""
    return period == EVERYTHING if line.due_on is None else line.due_on in period


Dated = list[tuple[date, Decimal]]


def _dated(line: DueLine, today: date, calendar: WorkingTime) -> tuple[Dated, list[Note]]:
    """What has arrived, oldest first, and what the row has to say about how it was counted."""
    notes: list[Note] = []
    if line.agreed_on is None and line.requested_on is not None:
        notes.append(Note.UNANSWERED if line.answer is Answer.NONE else Note.NOT_AGREED)
    dated: Dated = []
    for arrival in line.arrivals:
        when = counted(arrival, line.basis, today, calendar)
        if when.on is not None:
            dated.append((when.on, arrival.quantity))
        if when.note is not None and when.note not in notes:
            notes.append(when.note)
    if line.value is None:
        notes.append(Note.NO_VALUE)
    return sorted(dated), sorted(notes)


def _completed_on(line: DueLine, dated: Dated) -> date | None:
    """The day on which the ordered quantity, less the tolerance, had arrived."""
    needed = line.quantity * (100 - line.under_tolerance) / 100
    arrived = ZERO
    for day, quantity in dated:
        arrived += quantity
        if arrived >= needed:
            return day
    return None


def _arrived_by(day: date | None, line: DueLine, dated: Dated) -> Decimal:
    if day is None:
        return ZERO
    return min(line.quantity, sum((quantity for arrived_on, quantity in dated if arrived_on <= day), ZERO))


def _not_counted(line: DueLine, today: date) -> Reason | None:
    """Why a line does not count, in the order in which a reader would ask."""
    due_on = line.due_on
    if line.quantity <= 0:
        return Reason.NOTHING_ORDERED
    if line.answer is Answer.REJECTED and line.agreed_on is None:
        return Reason.REJECTED
    if due_on is None:
        return Reason.NO_DATE
    if line.cancelled is not None and not line.failed_by_supplier and line.cancelled.on <= due_on:
        return Reason.CANCELLED_IN_TIME
    return Reason.NOT_YET_DUE if due_on >= today else None


def _reason(line: DueLine, due_on: date | None, completed_on: date | None, arrived: Decimal) -> Reason:
    """The verdict on a line that counts."""
    assert due_on is not None
    if line.failed_by_supplier:
        return Reason.CANCELLED_FOR_SUPPLIER
    if completed_on is not None and completed_on <= due_on:
        return Reason.EARLY if completed_on < due_on else Reason.ON_THE_DAY
    if line.cancelled is not None:
        return Reason.CANCELLED_LATE
    if completed_on is not None:
        return Reason.LATE
    return Reason.INCOMPLETE if arrived > 0 else Reason.NEVER


def _by_latest(line: DueLine, today: date, completed_on: date | None) -> bool | None:
    latest = line.latest_on or line.due_on
    if latest is None or latest >= today:
        return None
    return not line.failed_by_supplier and completed_on is not None and completed_on <= latest
