"""Writing an RFQ: draft, edit, copy, and the files that go with it."""

from datetime import datetime

from portal import history
from portal.accounts.models import Organisation
from portal.clock import zone
from portal.db import db, touch
from portal.errors import Missing
from portal.files import service as files
from portal.files.models import StoredFile
from portal.sourcing import events
from portal.sourcing.models import (
    Invitation,
    Rfq,
    RfqCurrency,
    RfqFile,
    RfqLine,
    RfqOpener,
    RfqRequirement,
    RfqRound,
)
from portal.sourcing.rules.deadlines import check_deadline
from portal.sourcing.service import drafts
from portal.sourcing.service.asking import check_invited
from portal.sourcing.service.audience import hold
from portal.sourcing.workflow import RFQ
from portal.workflow import Actor


def draft(buyer: Organisation, written: drafts.RfqDraft, *, actor: Actor, now: datetime) -> Rfq:
    """A new RFQ of the buyer, flushed; nobody outside sees it.

    ``NotAllowed`` for other roles than procurement; ``RuleBroken`` at its field for what cannot stand.
    """
    rfq = Rfq(
        buyer=buyer, buyer_id=buyer.id, created_at=now, created_by_id=actor.person_id, state=RFQ.initial
    )
    RFQ.check(rfq, "edit", actor, now)
    drafts.check(written, buyer.id, now)
    drafts.lay_over(rfq, written)
    db.session.add(rfq)
    db.session.flush()
    history.record(events.RfqDrafted(rfq.id), about=[rfq], readers=[buyer.id], actor=actor, now=now)
    return rfq


def edit(rfq: Rfq, written: drafts.RfqDraft, *, actor: Actor, now: datetime) -> None:
    """Replace what a draft says. ``WrongState`` once it is published: from then on an addendum changes it.

    ``RuleBroken`` also at ``requirements`` for a further certificate that would have kept out who is invited.
    """
    RFQ.advance(rfq, "edit", actor, now)
    drafts.check(written, rfq.buyer_id, now)
    asked = {row.requirement_id for row in rfq.requirements}
    drafts.lay_over(rfq, written)
    further = {row.requirement_id for row in rfq.requirements} - asked
    check_invited(rfq, further, "requirements", now)
    history.record(events.RfqEdited(rfq.id), about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)


def copy(earlier: Rfq, deadline: datetime, zone_name: str, *, actor: Actor, now: datetime) -> Rfq:
    """A new draft that asks for the same, flushed: lines, terms, currencies, files, certificates, invited suppliers.

    The deadline (UTC, meant in ``zone_name``) is new; who opens the bids is copied, a later opening is not. Questions
    and addenda stay with the earlier one; its files are copied, so that taking one off either leaves the other's.
    """
    zone(zone_name)
    check_deadline(deadline, None, now)
    rfq = Rfq(
        buyer=earlier.buyer,
        buyer_id=earlier.buyer_id,
        title=earlier.title,
        description=earlier.description,
        currency=earlier.currency,
        incoterm=earlier.incoterm,
        incoterm_place=earlier.incoterm_place,
        payment_terms=earlier.payment_terms,
        tie_rule=earlier.tie_rule,
        estimated_value=earlier.estimated_value,
        strict=earlier.strict,
        copied_from_id=earlier.id,
        created_at=now,
        created_by_id=actor.person_id,
        state=RFQ.initial,
    )
    RFQ.check(rfq, "edit", actor, now)
    rfq.rounds.append(RfqRound(buyer_id=rfq.buyer_id, deadline=deadline, zone=zone_name))
    rfq.lines = [_same_line(line) for line in earlier.lines]
    rfq.currencies = [RfqCurrency(currency=row.currency, rate=row.rate) for row in earlier.currencies]
    rfq.openers = [RfqOpener(buyer_id=rfq.buyer_id, person_id=row.person_id) for row in earlier.openers]
    rfq.requirements = [RfqRequirement(requirement_id=row.requirement_id) for row in earlier.requirements]
    rfq.files = [RfqFile(file=files.copy(row.file, actor=actor, now=now)) for row in earlier.files]
    rfq.invitations = [
        Invitation(buyer_id=rfq.buyer_id, supplier_id=row.supplier_id) for row in earlier.invitations
    ]
    db.session.add(rfq)
    db.session.flush()
    fact = events.RfqDrafted(rfq.id, earlier.id)
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)
    return rfq


def _same_line(line: RfqLine) -> RfqLine:
    return RfqLine(
        buyer_id=line.buyer_id,
        position=line.position,
        kind=line.kind,
        lot=line.lot,
        item_id=line.item_id,
        spec_revision_id=line.spec_revision_id,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        wanted_date=line.wanted_date,
        site_id=line.site_id,
    )


def add_file(rfq: Rfq, stored: StoredFile, *, actor: Actor, now: datetime) -> RfqFile:
    """Put a file of the buyer's beside a draft; every invited supplier may read it once published."""
    hold(rfq)
    RFQ.check(rfq, "edit", actor, now)
    if stored.organisation_id != rfq.buyer_id:
        raise Missing
    kept = RfqFile(file=stored)
    rfq.files.append(kept)
    touch(rfq)
    db.session.flush()
    fact = events.RfqFileAdded(rfq.id, stored.id)
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)
    return kept


def remove_file(rfq: Rfq, kept: RfqFile, *, actor: Actor, now: datetime) -> None:
    """Take a file away from a draft. What was uploaded can be accounted for by its hash in the history."""
    hold(rfq)
    RFQ.check(rfq, "edit", actor, now)
    if kept not in rfq.files:
        raise Missing
    stored = kept.file
    db.session.delete(kept)
    db.session.flush()
    rfq.files.remove(kept)
    touch(rfq)
    fact = events.RfqFileRemoved(rfq.id, stored.id)
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)
    files.let_go(stored, actor=actor, now=now)
