"""Checks and arithmetic of sourcing on plain values, by topic."""

from portal.sourcing.rules.approval import can_approve, may_go_out, ready_for_approval
from portal.sourcing.rules.bids import (
    Asked,
    amount,
    check_addendum,
    check_complete,
    check_draft,
    invited_to_bid,
    keeps_drafts,
    open_for_bids,
    open_for_drafted,
    problems,
    returned,
    sends_at_once,
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
from portal.sourcing.rules.openings import may_agree_to_open, may_open, openers_may_change

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
    "keeps_drafts",
    "may_agree_to_open",
    "may_go_out",
    "may_open",
    "open_for_bids",
    "open_for_drafted",
    "openers_may_change",
    "problems",
    "ready_for_approval",
    "returned",
    "sends_at_once",
    "still_answerable",
    "total",
]
