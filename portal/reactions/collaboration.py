"""What follows from goals: the other side hears of it."""

from datetime import datetime
from typing import Any

from portal.accounts.roles import Side
from portal.collaboration import events
from portal.collaboration.models import Goal
from portal.collaboration.workflow import PARTNERS
from portal.db import db
from portal.history import on
from portal.notices.service import notify
from portal.workflow import Actor

KINDS: dict[type[Any], str] = {
    events.GoalProposed: "goal_proposed",
    events.GoalAgreed: "goal_agreed",
    events.GoalDeclined: "goal_declined",
    events.GoalWithdrawn: "goal_withdrawn",
    events.GoalMeasured: "goal_measured",
    events.GoalValueCorrected: "goal_value_corrected",
    events.GoalClosed: "goal_closed",
}


def tell_the_other_side(fact: Any, actor: Actor, now: datetime) -> None:
    """Those who make goals on the side that did not act hear what the other one did."""
    goal = db.session.get_one(Goal, fact.goal_id)
    own = fact.supplier_id if actor.organisation_id == fact.supplier_id else fact.buyer_id
    other = goal.partner_of(own)
    notify(
        other.id,
        PARTNERS,
        kind=KINDS[type(fact)],
        params={"goal": goal.title, "partner": goal.partner_of(other.id).name},
        endpoint="buyer.goal" if other.side is Side.BUYER else "supplier.goal",
        target=goal.public_id,
        now=now,
    )


for kind in KINDS:
    on(kind)(tell_the_other_side)
