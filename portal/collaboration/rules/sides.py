"""Which side may answer or take back a proposal: what one side proposes, the other one answers."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken, WrongState


def buyer_answers(goal: Any, now: datetime) -> None:  # noqa: ARG001 - A guard is asked with the time.
    """``WrongState`` for the buyer where the proposal is its own."""
    _check_answers(goal, goal.supplier_id)


def supplier_answers(goal: Any, now: datetime) -> None:  # noqa: ARG001
    """``WrongState`` for the supplier where the proposal is its own."""
    _check_answers(goal, goal.buyer_id)


def buyer_agrees(goal: Any, now: datetime) -> None:
    """As ``buyer_answers``; ``RuleBroken`` once the due date has passed at the buyer."""
    buyer_answers(goal, now)
    _check_ahead(goal, now)


def supplier_agrees(goal: Any, now: datetime) -> None:
    """As ``supplier_answers``; ``RuleBroken`` once the due date has passed at the buyer."""
    supplier_answers(goal, now)
    _check_ahead(goal, now)


def buyer_proposed(goal: Any, now: datetime) -> None:  # noqa: ARG001
    """``WrongState`` for the buyer where the proposal is the supplier's."""
    _check_own(goal, goal.buyer_id)


def supplier_proposed(goal: Any, now: datetime) -> None:  # noqa: ARG001
    """``WrongState`` for the supplier where the proposal is the buyer's."""
    _check_own(goal, goal.supplier_id)


def _check_answers(goal: Any, proposer_id: int) -> None:
    if goal.proposed_by_organisation_id != proposer_id:
        raise WrongState(_("What one side has proposed, the other side answers."))


def _check_own(goal: Any, organisation_id: int) -> None:
    if goal.proposed_by_organisation_id != organisation_id:
        raise WrongState(_("Only the side that proposed a goal can take it back."))


def _check_ahead(goal: Any, now: datetime) -> None:
    if goal.due_on < goal.today(now):
        raise RuleBroken(_("The date of this goal has passed; propose it anew with a later one."))
