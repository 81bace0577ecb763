"""The states of an RFQ, an invitation, a bid and an award."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.sourcing import rules
from portal.workflow import Workflow, move


class LineKind(StrEnum):
    """What an RFQ line asks for; a service has milestones or hours, a one-off is tooling or a sample."""

    GOODS = "goods"
    SERVICE = "service"
    ONE_OFF = "one_off"
    FREIGHT = "freight"


KIND_LABELS: dict[LineKind, Any] = {
    LineKind.GOODS: _("Goods"),
    LineKind.SERVICE: _("Service"),
    LineKind.ONE_OFF: _("One-off"),
    LineKind.FREIGHT: _("Freight"),
}


class RoundKind(StrEnum):
    """The first round, a clarification without price, or a further sealed round."""

    INITIAL = "initial"
    CLARIFICATION = "clarification"
    FURTHER = "further"


class RfqState(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    PUBLISHED = "published"
    OPENED = "opened"
    AWARDED = "awarded"
    UNSUCCESSFUL = "unsuccessful"
    CANCELLED = "cancelled"


class InvitationState(StrEnum):
    INVITED = "invited"
    INTENDS = "intends"
    DECLINED = "declined"


class BidState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"
    AWARDED = "awarded"
    NOT_AWARDED = "not_awarded"


# The states of a bid of which a submitted version stands.
SENT = frozenset({BidState.SUBMITTED, BidState.DISQUALIFIED, BidState.AWARDED, BidState.NOT_AWARDED})


class AwardState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


_R, _I, _B, _A = RfqState, InvitationState, BidState, AwardState
_PROCUREMENT = {Role.PROCUREMENT}
# Who may be named to open bids; the verbs ask whether somebody was.
OPENERS = frozenset({Role.PROCUREMENT, Role.APPROVER, Role.AUDITOR})
_SALES = {Role.SALES, Role.SUPPLIER_ADMIN}

RFQ = Workflow(
    name="rfq",
    states=_R,
    initial=_R.DRAFT,
    labels={
        _R.DRAFT: _("Draft"),
        _R.AWAITING_APPROVAL: _("Awaiting approval"),
        _R.PUBLISHED: _("Published"),
        _R.OPENED: _("Opened"),
        _R.AWARDED: _("Awarded"),
        _R.UNSUCCESSFUL: _("Unsuccessful"),
        _R.CANCELLED: _("Cancelled"),
    },
    moves=(
        move("edit", {_R.DRAFT}, _R.DRAFT, _PROCUREMENT, _("Edit")),
        move("publish", {_R.DRAFT}, _R.PUBLISHED, _PROCUREMENT, _("Publish"), rules.may_go_out),
        move(
            "request_approval",
            {_R.DRAFT},
            _R.AWAITING_APPROVAL,
            _PROCUREMENT,
            _("Ask for approval"),
            rules.ready_for_approval,
        ),
        move(
            "approve",
            {_R.AWAITING_APPROVAL},
            _R.PUBLISHED,
            {Role.APPROVER},
            _("Approve and publish"),
            rules.can_approve,
        ),
        move("return", {_R.AWAITING_APPROVAL}, _R.DRAFT, {Role.APPROVER}, _("Return to draft")),
        move("set_opening", {_R.DRAFT}, _R.DRAFT, _PROCUREMENT, _("Opening")),
        move(
            "set_opening",
            {_R.PUBLISHED},
            _R.PUBLISHED,
            _PROCUREMENT,
            _("Opening"),
            rules.openers_may_change,
        ),
        move(
            "agree_to_open",
            {_R.PUBLISHED},
            _R.PUBLISHED,
            OPENERS,
            _("Agree to open the bids"),
            rules.may_agree_to_open,
        ),
        move("open", {_R.PUBLISHED}, _R.OPENED, OPENERS, _("Open the bids"), rules.may_open),
        move("invite", {_R.DRAFT}, _R.DRAFT, _PROCUREMENT, _("Invite suppliers")),
        move(
            "invite", {_R.PUBLISHED}, _R.PUBLISHED, _PROCUREMENT, _("Invite suppliers"), rules.before_deadline
        ),
        move("answer", {_R.PUBLISHED}, _R.PUBLISHED, _PROCUREMENT, _("Answer"), rules.before_deadline),
        move(
            "amend",
            {_R.PUBLISHED},
            _R.PUBLISHED,
            _PROCUREMENT,
            _("Publish an addendum"),
            rules.before_deadline,
        ),
        move(
            "extend",
            {_R.PUBLISHED},
            _R.PUBLISHED,
            _PROCUREMENT,
            _("Move the deadline"),
            rules.before_deadline,
        ),
        move("ask", {_R.PUBLISHED}, _R.PUBLISHED, _SALES, _("Ask a question"), rules.before_question_cutoff),
        move("award", {_R.OPENED}, _R.OPENED, _PROCUREMENT, _("Propose an award")),
        move("settle", {_R.OPENED}, _R.AWARDED, _PROCUREMENT | {Role.APPROVER}, _("Publish the award")),
        move("close_unsuccessful", {_R.OPENED}, _R.UNSUCCESSFUL, _PROCUREMENT, _("Close as unsuccessful")),
        move(
            "cancel",
            {_R.DRAFT, _R.AWAITING_APPROVAL, _R.PUBLISHED, _R.OPENED},
            _R.CANCELLED,
            _PROCUREMENT,
            _("Cancel"),
        ),
    ),
)

INVITATION = Workflow(
    name="invitation",
    states=_I,
    initial=_I.INVITED,
    labels={_I.INVITED: _("Invited"), _I.INTENDS: _("Intends to bid"), _I.DECLINED: _("Declined")},
    moves=(
        move(
            "intend",
            {_I.INVITED, _I.DECLINED},
            _I.INTENDS,
            _SALES,
            _("We intend to bid"),
            rules.still_answerable,
        ),
        move(
            "decline",
            {_I.INVITED, _I.INTENDS},
            _I.DECLINED,
            _SALES,
            _("Decline to bid"),
            rules.still_answerable,
        ),
        move("bid", {_I.INVITED}, _I.INVITED, _SALES, _("Write a bid"), rules.invited_to_bid),
        move("bid", {_I.INTENDS}, _I.INTENDS, _SALES, _("Write a bid"), rules.invited_to_bid),
    ),
)

BID = Workflow(
    name="bid",
    states=_B,
    initial=_B.DRAFT,
    labels={
        _B.DRAFT: _("Draft"),
        _B.SUBMITTED: _("Submitted"),
        _B.WITHDRAWN: _("Withdrawn"),
        _B.DISQUALIFIED: _("Disqualified"),
        _B.AWARDED: _("Awarded"),
        _B.NOT_AWARDED: _("Not awarded"),
    },
    moves=(
        move(
            "submit",
            {_B.DRAFT, _B.WITHDRAWN, _B.SUBMITTED},
            _B.SUBMITTED,
            _SALES,
            _("Submit"),
            rules.open_for_drafted,
        ),
        # A strict RFQ keeps no draft: what is sent is sent at once.
        move(
            "send",
            {_B.DRAFT, _B.WITHDRAWN, _B.SUBMITTED},
            _B.SUBMITTED,
            _SALES,
            _("Submit"),
            rules.sends_at_once,
        ),
        # Saving never moves a bid: what was submitted goes on to count until it is withdrawn or its successor
        # is submitted. It has no deadline either, for a late attempt stays a draft.
        move("save", {_B.DRAFT}, _B.DRAFT, _SALES, _("Save draft"), rules.keeps_drafts),
        move("save", {_B.WITHDRAWN}, _B.WITHDRAWN, _SALES, _("Save draft"), rules.keeps_drafts),
        move("save", {_B.SUBMITTED}, _B.SUBMITTED, _SALES, _("Save draft"), rules.keeps_drafts),
        move("confirm", {_B.SUBMITTED}, _B.SUBMITTED, _SALES, _("Confirm unchanged"), rules.returned),
        move("withdraw", {_B.SUBMITTED}, _B.WITHDRAWN, _SALES, _("Withdraw"), rules.open_for_bids),
        move("disqualify", {_B.SUBMITTED}, _B.DISQUALIFIED, _PROCUREMENT, _("Disqualify"), rules.bid_opened),
        move(
            "award", {_B.SUBMITTED}, _B.AWARDED, _PROCUREMENT | {Role.APPROVER}, _("Award"), rules.bid_opened
        ),
        move(
            "turn_down",
            {_B.SUBMITTED},
            _B.NOT_AWARDED,
            _PROCUREMENT | {Role.APPROVER},
            _("Turn down"),
            rules.bid_opened,
        ),
    ),
)

AWARD = Workflow(
    name="award",
    states=_A,
    initial=_A.PROPOSED,
    labels={
        _A.PROPOSED: _("Proposed"),
        _A.APPROVED: _("Approved"),
        _A.PUBLISHED: _("Published"),
        _A.CANCELLED: _("Cancelled"),
    },
    moves=(
        move("approve", {_A.PROPOSED}, _A.APPROVED, {Role.APPROVER}, _("Approve")),
        move("publish", {_A.APPROVED}, _A.PUBLISHED, _PROCUREMENT, _("Publish to the bidders")),
        move("cancel", {_A.PROPOSED, _A.APPROVED}, _A.CANCELLED, _PROCUREMENT | {Role.APPROVER}, _("Cancel")),
    ),
)
