"""The verb of scorecards: a buyer sets by which weights and scales it will score."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _

from portal import history
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.accounts.service import hold_organisation
from portal.clock import day_in
from portal.db import db
from portal.errors import Missing, NotAllowed
from portal.scorecards.events import SchemeSet
from portal.scorecards.models import Scheme, SchemeWeight
from portal.scorecards.queries.schemes import scheme_from
from portal.scorecards.rules import Scale, check_scales, check_start
from portal.workflow import Actor

SETTERS = frozenset({Role.ADMIN, Role.PROCUREMENT})


def set_scheme(
    buyer: Organisation, valid_from: date, scales: Sequence[Scale], *, actor: Actor, now: datetime
) -> Scheme:
    """Score by these weights and scales in every period that begins on or after a day at the buyer.

    Both sides can read them from now on. One that has not begun may be set again. ``RuleBroken`` at ``valid_from``
    unless it is the first day of a month that has not begun, at ``weight`` where the weights do not total 100 or one
    is not more than 0, at ``measure`` for one named twice, at ``target`` for one that equals its floor;
    ``NotAllowed`` for other roles than administrator and procurement, ``Missing`` for another buyer's.
    """
    if actor.organisation_id != buyer.id:
        raise Missing
    if not actor.has(SETTERS):
        raise NotAllowed(_("Your role does not allow this."))
    check_start(valid_from, day_in(now, buyer.timezone))
    check_scales(scales)
    # Two who set the same month at once write one after the other.
    hold_organisation(buyer.id)
    scheme = scheme_from(buyer.id, valid_from)
    if scheme is None:
        scheme = Scheme(buyer_id=buyer.id, valid_from=valid_from)
        db.session.add(scheme)
    scheme.weights.clear()
    # The old rows go before the new ones come, which name the same measures.
    db.session.flush()
    scheme.weights.extend(
        SchemeWeight(measure=one.measure, weight=one.weight, floor=one.floor, target=one.target)
        for one in scales
    )
    db.session.flush()
    fact = SchemeSet(scheme.id, valid_from)
    history.record(fact, about=[scheme, buyer], readers=[buyer.id], actor=actor, now=now)
    return scheme
