"""Responsiveness: invitations answered, and the working hours in which orders were acknowledged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from statistics import median
from zoneinfo import ZoneInfo

from portal.measures.periods import EVERYTHING, Period
from portal.measures.shares import Share, count
from portal.measures.working_time import OFFICE_HOURS, WorkingTime, hours_between
from portal.money import round_to

HOURS_PLACES = 2


class Reply(StrEnum):
    """How an invitation was answered. To intend to bid is not yet an answer; a bid withdrawn later is one."""

    NONE = "none"
    BID = "bid"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation; ``settled_at`` is when its RFQ was opened or cancelled, ``None`` until then."""

    id: int
    reply: Reply
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued order; ``acknowledged_at`` is the supplier's first answer, ``None`` until there is one."""

    id: int
    issued_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An order with the working hours it waited for its first answer, until now where there is none."""

    order: Issued
    hours: Decimal

    @property
    def answered(self) -> bool:
        return self.order.acknowledged_at is not None


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """Both figures with their rows.

    Invitations whose RFQ is neither opened nor cancelled are not there at all: before the opening nobody may
    learn who has answered. ``hours`` is the median over answered orders; how many wait stands beside.
    """

    invitations: Share
    hours: Decimal | None
    unanswered_orders: int
    invited: tuple[Invited, ...]
    orders: tuple[Acknowledgement, ...]


def responsiveness(
    invitations: Iterable[Invited],
    orders: Iterable[Issued],
    now: datetime,
    period: Period = EVERYTHING,
    calendar: WorkingTime = OFFICE_HOURS,
) -> Responsiveness:
    """Responsiveness in a period, its days taken in the calendar's time zone.

    An invitation belongs to the period in which its RFQ was opened or cancelled, an order to the one in which
    it was issued.
    """
    invited = tuple(
        row
        for row in invitations
        if row.settled_at is not None and _local(row.settled_at, calendar) in period
    )
    waited = tuple(
        Acknowledgement(row, hours_between(row.issued_at, row.acknowledged_at or now, calendar))
        for row in orders
        if _local(row.issued_at, calendar) in period
    )
    answered = [row.hours for row in waited if row.answered]
    return Responsiveness(
        invitations=count(row.reply is not Reply.NONE for row in invited),
        hours=round_to(median(answered), HOURS_PLACES) if answered else None,
        unanswered_orders=len(waited) - len(answered),
        invited=invited,
        orders=waited,
    )


def _local(instant: datetime, calendar: WorkingTime) -> date:
    return instant.astimezone(ZoneInfo(calendar.zone)).date()
