"""The views of goals, put on the blueprint of either side; addresses are those of the side that asks."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.clock import day_in
from portal.collaboration import queries, service
from portal.collaboration.models import Goal
from portal.collaboration.rules import course, terms
from portal.collaboration.workflow import GOAL
from portal.db import db
from portal.web import access
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import Act, Way, open_acts
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit
from portal.web.goals.chart import drawn
from portal.web.goals.forms import DeclineForm, GoalFilter, GoalForm, ValueForm
from portal.web.paging import page_by_key

BOTH = ["GET", "POST"]
WORDS = {"workflow": GOAL, "standings": course.STANDING_LABELS, "directions": terms.DIRECTION_LABELS}

BUTTONS = [
    Button("agree", service.agree, _("Agreed. Now record its values as they are measured.")),
    Button("withdraw", service.withdraw, _("Taken back.")),
    Button("close", service.close, _("Closed. It stays here with all its values.")),
]


def put_on(bp: Blueprint) -> None:
    """Give a side its routes of goals."""
    bp.add_url_rule("/goals", "goals", index)
    bp.add_url_rule("/goals/new", "goal_new", propose, methods=BOTH)
    bp.add_url_rule("/goals/<goal>", "goal", show)
    bp.add_url_rule("/goals/<goal>/decline", "goal_decline", decline, methods=BOTH)
    bp.add_url_rule("/goals/<goal>/values", "goal_measure", measure, methods=BOTH)
    put_buttons(bp, "/goals/<goal>", "goal", queries.goal, BUTTONS)


def index() -> ResponseReturnValue:
    """What waits for an answer first, then all goals, or those with one partner."""
    reader, own = organisation_id(), organisation()
    choice = GoalFilter(request.args)
    choice.offer(queries.partnerships(reader), own)
    rows = page_by_key(queries.goals(reader, choice.partner.data or None), Goal)
    return render_template(
        "goals/index.html",
        form=choice,
        queue=db.session.scalars(queries.awaiting(reader)).unique().all(),
        rows=rows,
        courses={row.id: queries.course_of(row, row.today(now())) for row in rows.items},
        reader=reader,
        **WORDS,
    )


def propose() -> ResponseReturnValue:
    """Propose a goal; ``?partner=`` chooses with whom, ``?like=`` starts from an earlier one."""
    like = request.args.get("like")
    form = GoalForm(data=_prefilled(queries.goal(organisation_id(), like) if like else None))
    form.offer(queries.partnerships(organisation_id()), organisation())

    def act() -> ResponseReturnValue:
        values = form.values()
        values["partnership"] = form.chosen()
        made = service.propose(**values, actor=actor(), now=now())
        partner = made.partner_of(organisation_id()).name
        flash(_("Proposed. %(partner)s has been told.", partner=partner), "good")
        return _to(made)

    return submit(form, act) or page("goals/new.html", form=form)


def show(goal: str) -> ResponseReturnValue:
    """One goal: how far it has come, its values, and what happened."""
    found = _found(goal)
    how = queries.course_of(found, found.today(now()))
    return render_template(
        "goals/goal.html",
        goal=found,
        course=how,
        chart=drawn(found, how.rows) if how and how.rows else None,
        reader=organisation_id(),
        acts=_acts(found),
        next_step=_next_step(found),
        **WORDS,
    )


def decline(goal: str) -> ResponseReturnValue:
    """Decline it with a reason."""
    found = _found(goal)
    form = DeclineForm()
    if not form.is_submitted() and not GOAL.allows(found, "decline", actor(), now()):
        return _to(found)

    def act() -> ResponseReturnValue:
        service.decline(found, form.reason.data or "", actor=actor(), now=now())
        flash(_("Declined. The other side has been told why."), "good")
        return _to(found)

    return submit(form, act) or page("goals/decline.html", form=form, goal=found, reader=organisation_id())


def measure(goal: str) -> ResponseReturnValue:
    """Record the value of a day."""
    found = _found(goal)
    form = ValueForm(data={"measured_on": day_in(now(), organisation().timezone)})
    if not form.is_submitted() and not GOAL.allows(found, "measure", actor(), now()):
        return _to(found)

    def act() -> ResponseReturnValue:
        service.measure(found, **form.values(), actor=actor(), now=now())
        flash(_("Recorded."), "good")
        return _to(found)

    return submit(form, act) or page("goals/measure.html", form=form, goal=found, reader=organisation_id())


def _found(public_id: str) -> Goal:
    return queries.goal(organisation_id(), public_id)


def _to(found: Goal) -> ResponseReturnValue:
    return redirect(url_for(".goal", goal=found.public_id), 303)


def _prefilled(like: Goal | None) -> dict[str, Any]:
    if like is None:
        return {"partnership": request.args.get("partner")}
    names = ("title", "why", "unit", "direction", "baseline", "target")
    return {"partnership": like.partnership.public_id} | {name: getattr(like, name) for name in names}


def _is_over(found: Goal) -> bool:
    return found.due_on < found.today(now())


def _acts(found: Goal) -> list[Act]:
    measuring = Way(".goal_measure", kind="secondary" if _is_over(found) else "primary", icon="plus-lg")
    closing = Way(
        ".goal_close",
        post=True,
        kind="primary" if _is_over(found) else "danger",
        confirm=_("A closed goal takes no more values. Close it?"),
    )
    ways = {
        "agree": Way(".goal_agree", post=True, kind="primary", icon="check-lg"),
        "decline": Way(".goal_decline"),
        "withdraw": Way(".goal_withdraw", post=True, confirm=_("Take this proposal back?")),
        "measure": measuring,
        "close": closing,
    }
    acts = open_acts(GOAL, found, ways, goal=found.public_id)
    if not acts and access.can(f"{request.blueprint}.goal_new", "POST"):
        acts.append(
            Act(_("Propose it anew"), url_for(".goal_new", like=found.public_id), icon="arrow-repeat")
        )
    return acts


def _next_step(found: Goal) -> Any:
    """What the reader should do now, as the open acts say; None where nothing is."""
    is_open = {row.action for row in GOAL.actions_for(found, actor(), now())}
    partner = found.partner_of(organisation_id()).name
    if "agree" in is_open:
        return _("%(partner)s proposes this goal. Agree to it, or decline with a reason.", partner=partner)
    if "decline" in is_open:
        return _("The date of this goal has passed before it was answered. Decline it.")
    if "withdraw" in is_open:
        return _("%(partner)s has been asked to agree.", partner=partner)
    if "measure" in is_open and _is_over(found):
        return _("The date of this goal has passed. Record the last value, then close it.")
    if "measure" in is_open and not found.values:
        return _("Record the first value, so that both sides see how far it has come.")
    return None
