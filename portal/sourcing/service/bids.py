"""A supplier's verbs on its bid: start, save, submit, confirm, withdraw.

Each decides with the round locked against a move of its deadline and against its opening, and with the bid locked
against another tab. What they record stands in the supplier's own chain and is read by the supplier alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.db import db
from portal.errors import RuleBroken
from portal.files.service import Upload
from portal.sourcing import rules
from portal.sourcing.documents import BidDocument
from portal.sourcing.events import (
    BidConfirmed,
    BidDraftSaved,
    BidStarted,
    BidSubmitted,
    BidWithdrawn,
    InvitationViewed,
)
from portal.sourcing.models import Bid, BidVersion, Invitation
from portal.sourcing.queries import door
from portal.sourcing.queries.bids import asked, bid_for
from portal.sourcing.service import keys
from portal.sourcing.service.versions import (
    addenda_of,
    check_own,
    invitation_of,
    keep_upload,
    kept,
    lock,
    next_version,
    record,
    sent,
    stored,
    told,
    with_receipt,
)
from portal.sourcing.workflow import BID, INVITATION
from portal.workflow import Actor


def view(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """Note the first time that somebody of the invited supplier opens the RFQ. Both sides may know."""
    if invitation.viewed_at is not None:
        return
    invitation.viewed_at = now
    db.session.flush()
    history.record(
        InvitationViewed(invitation.rfq_id, invitation.id),
        about=[invitation.rfq, invitation],
        readers=[invitation.buyer_id, invitation.supplier_id],
        actor=actor,
        now=now,
    )


def start(invitation: Invitation, *, actor: Actor, now: datetime) -> Bid:
    """The supplier's bid in the current round, begun if there is none yet.

    ``RuleBroken`` after the deadline and when the RFQ takes no bids, ``WrongState`` for a declined invitation.
    """
    check_own(invitation.supplier_id, actor)
    db.session.execute(select(Invitation.id).where(Invitation.id == invitation.id).with_for_update())
    round_ = invitation.rfq.current_round
    keys.provide(invitation.rfq, invitation.supplier_id, actor=actor, now=now)
    found = bid_for(invitation.supplier_id, round_.id)
    if found is not None:
        return found
    INVITATION.check(invitation, "bid", actor, now)
    bid = Bid(
        buyer_id=invitation.buyer_id,
        supplier_id=invitation.supplier_id,
        rfq=invitation.rfq,
        round=round_,
        state=BID.initial,
        last_ordinal=0,
        created_at=now,
    )
    db.session.add(bid)
    db.session.flush()
    record(BidStarted(bid.rfq_id, bid.id), bid, actor, now)
    return bid


def save(
    bid: Bid, content: BidDocument, *, uploads: Sequence[Upload] = (), actor: Actor, now: datetime
) -> BidVersion:
    """Keep ``content`` as the newest draft, with further files, sealed already, added to those that it names.

    The RFQ, round, supplier and addendum in it are set here. A submitted version goes on to count. ``RuleBroken``
    at the field for what cannot be kept; gaps are fine, and so is the time after the deadline.
    """
    lock(bid, actor)
    BID.advance(bid, "save", actor, now)
    added = [keep_upload(bid, upload, actor, now) for upload in uploads]
    document = replace(
        content,
        rfq=bid.rfq.public_id,
        round=bid.round.ordinal,
        supplier=bid.supplier.public_id,
        addendum=addenda_of(bid)[1],
        files=(*kept(bid, content.files), *added),
    )
    rules.check_draft(document, asked(bid.round))
    version = stored(_written(bid, document, actor, now))
    record(BidDraftSaved(*told(version)), bid, actor, now)
    return version


def submit(bid: Bid, *, addendum: int, actor: Actor, now: datetime) -> BidVersion:
    """Submit the newest version in answer to the addendum of that ordinal (0 for none): a new version with receipt.

    ``now`` is when the whole submission had been received; it must lie before the deadline. ``RuleBroken`` after
    it, for a bid that is not complete, without any offered line, or answering an older material addendum, and when
    the very same is submitted already; ``Stale`` when another tab was faster. The draft stays in every case.
    """
    lock(bid, actor)
    BID.check(bid, "submit", actor, now)
    INVITATION.check(invitation_of(bid), "bid", actor, now)
    material, latest = addenda_of(bid)
    rules.check_addendum(addendum, material, latest)
    if bid.latest is None:
        raise RuleBroken(_("Offer at least one line."), "lines")
    if bid.nothing_new:
        raise RuleBroken(_("This is what you have submitted already; nothing has changed since."))
    document = door.read_own(bid.supplier_id, bid.latest)
    version = _send(bid, "submit", replace(document, addendum=addendum), actor, now)
    record(BidSubmitted(*told(version)), bid, actor, now)
    return version


def confirm(bid: Bid, *, addendum: int, actor: Actor, now: datetime) -> BidVersion:
    """Submit the returned version again as it is, in answer to the addendum of that ordinal.

    ``RuleBroken`` after the deadline, for a bid that is not returned, for an older addendum, and where the RFQ has
    changed so that the bid has to be revised. The bid for a strict RFQ is confirmed unread: its envelope stays, and
    the new receipt says which addendum it answers.
    """
    lock(bid, actor)
    BID.check(bid, "confirm", actor, now)
    INVITATION.check(invitation_of(bid), "bid", actor, now)
    rules.check_addendum(addendum, *addenda_of(bid))
    if bid.rfq.strict:
        version = _confirmed_unread(bid, addendum, actor, now)
    else:
        document = door.read_own(bid.supplier_id, sent(bid))
        version = _send(bid, "confirm", replace(document, addendum=addendum), actor, now)
    record(BidConfirmed(*told(version)), bid, actor, now)
    return version


def _confirmed_unread(bid: Bid, addendum: int, actor: Actor, now: datetime) -> BidVersion:
    envelope = door.same_envelope(sent(bid))
    BID.advance(bid, "confirm", actor, now)
    key = keys.signing_key(actor=actor, now=now)
    bid.last_ordinal += 1
    return with_receipt(next_version(bid, addendum, envelope, actor, now), key, now)


def send(
    bid: Bid,
    content: BidDocument,
    *,
    addendum: int,
    uploads: Sequence[Upload] = (),
    actor: Actor,
    now: datetime,
) -> tuple[BidVersion, bytes]:
    """Submit a bid for a strict RFQ in one go, with its files: the version, and the bytes that its SHA-256 is of.

    The portal cannot read them any more afterwards, so that the supplier keeps them itself. Nothing is kept of what
    is refused: ``RuleBroken`` as of ``submit`` and of ``save``, and for an RFQ that is not strict.
    """
    lock(bid, actor)
    BID.check(bid, "send", actor, now)
    INVITATION.check(invitation_of(bid), "bid", actor, now)
    rules.check_addendum(addendum, *addenda_of(bid))
    document = replace(
        content,
        rfq=bid.rfq.public_id,
        round=bid.round.ordinal,
        supplier=bid.supplier.public_id,
        addendum=addendum,
        files=tuple(keep_upload(bid, upload, actor, now) for upload in uploads),
    )
    rules.check_complete(document, asked(bid.round))
    BID.advance(bid, "send", actor, now)
    key = keys.signing_key(actor=actor, now=now)
    bid.last_ordinal += 1
    envelope, data = door.store_and_copy(bid, bid.last_ordinal, document)
    version = with_receipt(next_version(bid, addendum, envelope, actor, now), key, now)
    record(BidSubmitted(*told(version)), bid, actor, now)
    return version, data


def withdraw(bid: Bid, *, actor: Actor, now: datetime) -> None:
    """Take the submitted version back: nothing counts until another one is submitted. ``RuleBroken`` after the
    deadline."""
    lock(bid, actor)
    version = bid.counting
    BID.advance(bid, "withdraw", actor, now)
    db.session.flush()
    assert version is not None
    record(BidWithdrawn(bid.rfq_id, bid.id, version.id), bid, actor, now)


def _send(bid: Bid, action: str, document: BidDocument, actor: Actor, now: datetime) -> BidVersion:
    rules.check_complete(document, asked(bid.round))
    BID.advance(bid, action, actor, now)
    key = keys.signing_key(actor=actor, now=now)
    return with_receipt(_written(bid, document, actor, now), key, now)


def _written(bid: Bid, document: BidDocument, actor: Actor, now: datetime) -> BidVersion:
    """The next version with this document, not stored yet."""
    bid.last_ordinal += 1
    envelope = door.store(bid, bid.last_ordinal, document)
    return next_version(bid, document.addendum, envelope, actor, now)
