"""Checks and arithmetic of sourcing on plain values, by topic."""

from portal.sourcing.rules.approval import can_approve, may_go_out, ready_for_approval
from portal.sourcing.rules.bids import (
    Asked,
    amount,
    check_addendum,
    check_complete,
    check_draft,
    invited_to_bid,
    open_for_bids,
    problems,
    returned,
    total,
)
from portal.sourcing.rules.deadlines import (
    after_deadline,
    before_deadline,
    before_question_cutoff,
    bid_opened,
    can_publish,
    check_deadline,
    is_closed,
    still_answerable,
)

__all__ = [
    "Asked",
    "after_deadline",
    "amount",
    "before_deadline",
    "before_question_cutoff",
    "bid_opened",
    "can_approve",
    "can_publish",
    "check_addendum",
    "check_complete",
    "check_deadline",
    "check_draft",
    "invited_to_bid",
    "is_closed",
    "may_go_out",
    "open_for_bids",
    "problems",
    "ready_for_approval",
    "returned",
    "still_answerable",
    "total",
]
