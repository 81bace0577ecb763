"""The states of a review: one buyer's verdict on one certificate for one requirement."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.certificates.rules import still_acceptable
from portal.workflow import Workflow, move


class Scope(StrEnum):
    """What a requirement holds for."""

    EVERYTHING = "everything"
    CATEGORY = "category"
    SUPPLIER = "supplier"
    RFQ = "rfq"


class Gate(StrEnum):
    """What a missing certificate does at a step."""

    OFF = "off"
    WARN = "warn"
    BLOCK = "block"


GATE_LABELS = {Gate.OFF: _("Nothing"), Gate.WARN: _("Warns"), Gate.BLOCK: _("Blocks")}


class ReviewState(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


_S = ReviewState
_QUALITY = {Role.QUALITY_ENGINEER}
_SUPPLIER = {Role.SUPPLIER_ADMIN, Role.SUPPLIER_QUALITY}

REVIEW = Workflow(
    name="review",
    states=ReviewState,
    initial=_S.SUBMITTED,
    labels={
        _S.SUBMITTED: _("Awaiting review"),
        _S.ACCEPTED: _("Accepted"),
        _S.RETURNED: _("Returned"),
        _S.WITHDRAWN: _("Withdrawn"),
    },
    moves=(
        move("submit", {_S.WITHDRAWN}, _S.SUBMITTED, _SUPPLIER, _("Submit again"), still_acceptable),
        move("accept", {_S.SUBMITTED, _S.RETURNED}, _S.ACCEPTED, _QUALITY, _("Accept"), still_acceptable),
        move("return", {_S.SUBMITTED, _S.ACCEPTED}, _S.RETURNED, _QUALITY, _("Return with a reason")),
        move("withdraw", {_S.SUBMITTED, _S.ACCEPTED, _S.RETURNED}, _S.WITHDRAWN, _SUPPLIER, _("Withdraw")),
    ),
)
