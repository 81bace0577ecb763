"""Checks and arithmetic of sourcing on plain values, by topic."""

from portal.sourcing.rules.deadlines import (
    after_deadline,
    before_deadline,
    before_question_cutoff,
    bid_in_time,
    bid_opened,
    can_publish,
    check_deadline,
    is_closed,
    still_answerable,
)

__all__ = [
    "after_deadline",
    "before_deadline",
    "before_question_cutoff",
    "bid_in_time",
    "bid_opened",
    "can_publish",
    "check_deadline",
    "is_closed",
    "still_answerable",
]
