"""What the chain says of awards, held against their rows and lines, and against how far each has come."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.audit import listed, told
from portal.canonical import fingerprint
from portal.db import db
from portal.history import Event
from portal.sourcing.models import AWARD_LINE_TOLD, AWARD_TOLD, Award, AwardLine
from portal.sourcing.workflow import AwardState

STATES = {
    "AwardProposed": AwardState.PROPOSED,
    "AwardApproved": AwardState.APPROVED,
    "AwardPublished": AwardState.PUBLISHED,
    "AwardCancelled": AwardState.CANCELLED,
}


def verify() -> Iterator[str]:
    """One sentence for every award that is not what the chain says of it."""
    said: dict[Any, dict[str, tuple[Event, dict[str, Any]]]] = {}
    for event, facts in told(*STATES):
        said.setdefault(facts.get("award_id"), {})[event.name] = (event, facts)
    for award in db.session.scalars(select(Award).order_by(Award.id)):
        steps = said.pop(award.id, {})
        yield from (f"Award {award.id}: {what}." for what in _of_award(award, steps))
    for key in said:
        yield f"Award {key}: its event is there, but the award is gone."
    for line in db.session.scalars(select(AwardLine).where(~AwardLine.award.has())):
        yield f"Award line {line.id}: it belongs to no award."


def _of_award(award: Award, steps: dict[str, tuple[Event, dict[str, Any]]]) -> Iterator[str]:
    if "AwardProposed" not in steps:
        yield "no event tells of it"
        return
    _proposed, facts = steps["AwardProposed"]
    if facts.get("row_sha256") not in (None, fingerprint(award, AWARD_TOLD)):
        yield "its row is not the one that its event tells"
    if "line_sha256s" in facts:
        lines = Counter(fingerprint(line, AWARD_LINE_TOLD) for line in award.lines)
        if lines != Counter(listed(facts, "line_sha256s")):
            yield "its lines are not those that its event tells"
    if award.state is not STATES[[*steps][-1]]:
        yield "its state is not the one that its events tell"
    approved, published = steps.get("AwardApproved"), steps.get("AwardPublished")
    by = approved[0].person_id if approved else None
    if (award.approved_at, award.approved_by_id) != (approved[0].at if approved else None, by):
        yield "it was not approved by the person or at the instant that its event tells"
    if award.published_at != (published[0].at if published else None):
        yield "it was not published when its event tells"
