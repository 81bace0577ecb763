"""What waits for those who make goals: proposals to answer, and goals whose date has passed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.collaboration import queries
from portal.collaboration.workflow import PARTNERS
from portal.db import db
from portal.web.menu import Todo

# The other side should not wait longer than this for an answer.
ANSWER_WITHIN = timedelta(days=7)


def todos(organisation_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """One row for each, for the roles that may act."""
    if roles.isdisjoint(PARTNERS):
        return
    for goal in db.session.scalars(queries.awaiting(organisation_id).limit(20)).unique():
        due = goal.proposed_at + ANSWER_WITHIN
        yield Todo(
            _("Answer"),
            goal.title,
            url_for(".goal", goal=goal.public_id),
            str(_("Proposed goal")),
            due=due,
            late=now > due,
            organisation=goal.partner_of(organisation_id).name,
        )
    for goal in db.session.scalars(queries.agreed(organisation_id).limit(20)).unique():
        if goal.due_on < goal.today(now):
            yield Todo(
                _("Close"),
                goal.title,
                url_for(".goal", goal=goal.public_id),
                str(_("Goal whose date has passed")),
                due_date=goal.due_on,
                late=True,
                organisation=goal.partner_of(organisation_id).name,
            )
