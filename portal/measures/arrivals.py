"""When a consignment counts as arrived: by the receipt, by the proof of delivery, or by its hand-over."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.measures.reasons import Note
from portal.measures.working_time import OFFICE_HOURS, WorkingTime, after_working_days

RECEIPT_WITHIN_WORKING_DAYS = 2


class DateBasis(StrEnum):
    """Which date an order is measured by, as it is printed on it."""

    ARRIVAL = "arrival"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Proof:
    """A signed proof of delivery: the day it names, and the day on which the buyer could see it."""

    delivered_on: date
    given_on: date


@dataclass(frozen=True, slots=True)
class Arrival:
    """One consignment of a schedule line, in the line's unit.

    The quantity is the received one, rejected units included, since what is bad did arrive and is counted by
    quality; where no receipt was written, it is the announced quantity. ``arrived_on`` is the receipt's
    arrival date, never its posting date.
    """

    quantity: Decimal
    arrived_on: date | None = None
    proof: Proof | None = None
    handed_over_on: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """The day on which a consignment counts, if it does, and what is to be said about it."""

    on: date | None
    note: Note | None = None


def counted(arrival: Arrival, basis: DateBasis, today: date, calendar: WorkingTime = OFFICE_HOURS) -> Counted:
    """The day on which a consignment counts.

    By hand-over it is the day the carrier took it; where that is not known, it counts as by arrival. By
    arrival it is the receipt's date. A proof of delivery that names another day wins over the receipt, and it
    stands alone once two whole working days have passed since it was given and no receipt has followed.
    """
    if basis is DateBasis.HANDOVER and arrival.handed_over_on is not None:
        return Counted(arrival.handed_over_on, Note.BY_HANDOVER)
    proof = arrival.proof
    if arrival.arrived_on is not None:
        if proof is not None and proof.delivered_on != arrival.arrived_on:
            return Counted(proof.delivered_on, Note.PROOF_DISAGREES)
        return Counted(arrival.arrived_on)
    if proof is not None and today > after_working_days(
        proof.given_on, RECEIPT_WITHIN_WORKING_DAYS, calendar
    ):
        return Counted(proof.delivered_on, Note.PROOF_WITHOUT_RECEIPT)
    return Counted(None)
