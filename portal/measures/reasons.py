"""Why a schedule line is on time, missed or not counted, and what its row has to say beside."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _


class Reason(StrEnum):
    """The one reason for a verdict."""

    ON_THE_DAY = "on_the_day"
    EARLY = "early"
    LATE = "late"
    INCOMPLETE = "incomplete"
    NEVER = "never"
    CANCELLED_LATE = "cancelled_late"
    CANCELLED_FOR_SUPPLIER = "cancelled_for_supplier"
    NOT_YET_DUE = "not_yet_due"
    CANCELLED_IN_TIME = "cancelled_in_time"
    REJECTED = "rejected"
    NO_DATE = "no_date"
    NOTHING_ORDERED = "nothing_ordered"


ON_TIME = frozenset({Reason.ON_THE_DAY, Reason.EARLY})
NOT_COUNTED = frozenset(
    {
        Reason.NOT_YET_DUE,
        Reason.CANCELLED_IN_TIME,
        Reason.REJECTED,
        Reason.NO_DATE,
        Reason.NOTHING_ORDERED,
    }
)


class Note(StrEnum):
    """What a row says beside its verdict, because it was counted otherwise than a reader would assume."""

    UNANSWERED = "unanswered"
    NOT_AGREED = "not_agreed"
    PROOF_DISAGREES = "proof_disagrees"
    PROOF_WITHOUT_RECEIPT = "proof_without_receipt"
    BY_HANDOVER = "by_handover"
    WITHIN_TOLERANCE = "within_tolerance"
    OVER_DELIVERED = "over_delivered"
    NO_VALUE = "no_value"


SENTENCES: dict[Reason, Any] = {
    Reason.ON_THE_DAY: _("In full on the agreed date."),
    Reason.EARLY: _("In full before the agreed date."),
    Reason.LATE: _("In full, but after the agreed date."),
    Reason.INCOMPLETE: _("A part has arrived; the rest is missing."),
    Reason.NEVER: _("Nothing has arrived."),
    Reason.CANCELLED_LATE: _("Cancelled after the agreed date: it stays late."),
    Reason.CANCELLED_FOR_SUPPLIER: _("Cancelled at the supplier's request: it counts as missed."),
    Reason.NOT_YET_DUE: _("Not yet due, so not counted."),
    Reason.CANCELLED_IN_TIME: _("Cancelled by the buyer before it was due, so not counted."),
    Reason.REJECTED: _("Rejected by the supplier: no date was ever agreed, so not counted."),
    Reason.NO_DATE: _("Without any date, so not counted."),
    Reason.NOTHING_ORDERED: _("No quantity is ordered, so not counted."),
}

NOTES: dict[Note, Any] = {
    Note.UNANSWERED: _("The order was never answered: counted against the requested date."),
    Note.NOT_AGREED: _("No date has been agreed yet: counted against the requested date."),
    Note.PROOF_DISAGREES: _("The proof of delivery names another day than the receipt: the proof counts."),
    Note.PROOF_WITHOUT_RECEIPT: _("No receipt followed in two working days: the proof of delivery counts."),
    Note.BY_HANDOVER: _("By the terms of the order the hand-over to the carrier counts, not the arrival."),
    Note.WITHIN_TOLERANCE: _("In full within the printed tolerance."),
    Note.OVER_DELIVERED: _("More arrived than was ordered: counted up to the ordered quantity."),
    Note.NO_VALUE: _("Without a value: not part of the share by value."),
}
