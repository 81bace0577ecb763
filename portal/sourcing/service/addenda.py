"""Addenda: published changes of a published RFQ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal import history
from portal.catalog.models import SpecRevision
from portal.catalog.workflow import RevisionState
from portal.clock import day_in
from portal.db import db, touch
from portal.errors import Missing, RuleBroken
from portal.sourcing import events
from portal.sourcing.models import Addendum, Rfq, RfqLine
from portal.sourcing.rules.deadlines import check_deadline
from portal.sourcing.rules.drafts import (
    NOT_RELEASED,
    OTHER_ITEM,
    check_extension,
    check_later,
    check_line,
    check_material,
    check_text,
)
from portal.sourcing.service.audience import audience, everyone_invited, hold_seen
from portal.sourcing.workflow import RFQ
from portal.workflow import Actor

Change = dict[str, Any]


@dataclass(frozen=True)
class LineChange:
    """What becomes of one line; None leaves a value as it is. Quantity in the line's unit."""

    quantity: Decimal | None = None
    wanted_date: date | None = None
    description: str | None = None
    spec_revision: SpecRevision | None = None


@dataclass(frozen=True)
class AddendumDraft:
    """An addendum as written. ``lines`` is keyed by the line's public id; instants in UTC; None changes nothing."""

    text: str
    material: bool = True
    lines: Mapping[str, LineChange] = field(default_factory=dict)
    description: str | None = None
    incoterm_place: str | None = None
    payment_terms: str | None = None
    deadline: datetime | None = None
    question_cutoff: datetime | None = None
    no_extension_reason: str = ""


def publish_addendum(rfq: Rfq, written: AddendumDraft, *, actor: Actor, now: datetime) -> Addendum:
    """Publish a change to everyone invited; a material one returns every bid that answers an earlier state.

    ``RuleBroken`` at its field: without a text, without moving the deadline or saying why not, for a deadline
    that moves back, and for a change of a line that would not count as material; ``Stale`` where somebody else has
    changed the RFQ.
    """
    hold_seen(rfq)
    RFQ.advance(rfq, "amend", actor, now)
    text = check_text(written.text, "text")
    before = rfq.deadline
    changes = [
        *_move(rfq, written, now),
        *_change_terms(rfq, written),
        *_change_lines(rfq, written),
    ]
    check_material(written.material, changes)
    check_extension(rfq.deadline != before, written.no_extension_reason)
    made = Addendum(
        buyer_id=rfq.buyer_id,
        ordinal=len(rfq.addenda) + 1,
        text=text,
        material=written.material,
        changes=changes,
        no_extension_reason="" if rfq.deadline != before else written.no_extension_reason.strip(),
        published_at=now,
        published_by_id=actor.person_id,
    )
    rfq.addenda.append(made)
    touch(rfq)
    db.session.flush()
    history.record(
        events.AddendumPublished(rfq.id, made.id, made.ordinal, made.material),
        about=[rfq, made],
        readers=audience(rfq),
        actor=actor,
        now=now,
    )
    if rfq.deadline != before:
        moved = events.DeadlineMoved(rfq.id, before, rfq.deadline)
        history.record(moved, about=[rfq, made], readers=everyone_invited(rfq), actor=actor, now=now)
    return made


def _move(rfq: Rfq, written: AddendumDraft, now: datetime) -> list[Change]:
    round_ = rfq.current_round
    changes = []
    cutoff = written.question_cutoff or round_.question_cutoff
    if written.deadline is not None and written.deadline != round_.deadline:
        check_later(written.deadline, round_.deadline, cutoff, now)
        changes.append(_change("deadline", round_.deadline.isoformat(), written.deadline.isoformat()))
        round_.deadline = written.deadline
    if cutoff != round_.question_cutoff and cutoff is not None:
        check_deadline(round_.deadline, cutoff, now)
        earlier = round_.question_cutoff.isoformat() if round_.question_cutoff else ""
        changes.append(_change("question_cutoff", earlier, cutoff.isoformat()))
        round_.question_cutoff = cutoff
    return changes


def _change_terms(rfq: Rfq, written: AddendumDraft) -> list[Change]:
    changes = []
    for name in ("description", "incoterm_place", "payment_terms"):
        after = getattr(written, name)
        before = getattr(rfq, name)
        if after is not None and after.strip() != before:
            changes.append(_change(name, before, after.strip()))
            setattr(rfq, name, after.strip())
    return changes


def _change_lines(rfq: Rfq, written: AddendumDraft) -> list[Change]:
    lines = {line.public_id: (index, line) for index, line in enumerate(rfq.lines)}
    if not written.lines.keys() <= lines.keys():
        raise Missing
    earliest = day_in(rfq.deadline, rfq.current_round.zone)
    changes: list[Change] = []
    for public_id, change in written.lines.items():
        index, line = lines[public_id]
        changes += _change_line(index, line, change, earliest)
    return changes


def _change_line(index: int, line: RfqLine, change: LineChange, earliest: date) -> list[Change]:
    quantity = line.quantity if change.quantity is None else change.quantity
    wanted = change.wanted_date or line.wanted_date
    check_line(index, quantity, line.unit, wanted, earliest)
    changes = []
    if quantity != line.quantity:
        texts = (_quantity(line.quantity, line.unit), _quantity(quantity, line.unit))
        changes.append(_change("quantity", *texts, line=line.position))
        line.quantity = quantity
    if wanted != line.wanted_date:
        texts = (line.wanted_date.isoformat(), wanted.isoformat())
        changes.append(_change("wanted_date", *texts, line=line.position))
        line.wanted_date = wanted
    if change.description is not None and change.description.strip() not in ("", line.description):
        changes.append(_change("line_text", line.description, change.description, line=line.position))
        line.description = change.description.strip()
    revision = change.spec_revision
    if revision is not None and revision.id != line.spec_revision_id:
        _check_revision(index, line, revision)
        earlier = _spec(line.spec_revision) if line.spec_revision else ""
        changes.append(_change("spec_revision", earlier, _spec(revision), line=line.position))
        line.spec_revision = revision
    return changes


def _check_revision(index: int, line: RfqLine, revision: SpecRevision) -> None:
    if revision.buyer_id != line.buyer_id:
        raise Missing
    if revision.state is RevisionState.DRAFT:
        raise RuleBroken(NOT_RELEASED, f"lines-{index}-spec_revision")
    if line.item_id is not None and revision.spec.item_id not in (None, line.item_id):
        raise RuleBroken(OTHER_ITEM, f"lines-{index}-spec_revision")


def _quantity(quantity: Decimal, unit: str) -> str:
    return f"{quantity.normalize():f} {unit}"


def _spec(revision: SpecRevision) -> str:
    return f"{revision.spec.number} {revision.label}"


def _change(what: str, before: str, after: str, line: int | None = None) -> Change:
    change: Change = {"what": what, "before": before, "after": after}
    if line is not None:
        change["line"] = line
    return change
