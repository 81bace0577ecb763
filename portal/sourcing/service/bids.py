"""A supplier's verbs on its bid: start, save, submit, confirm, withdraw.

Each decides with the round locked against a move of its deadline and against its opening, and with the bid locked
against another tab. What they record stands in the supplier's own chain and is read by the supplier alone.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.db import db
from portal.errors import Missing, RuleBroken, Stale
from portal.files.service import Upload, keep
from portal.sourcing import rules
from portal.sourcing.documents import BidDocument, NamedFile
from portal.sourcing.events import (
    BidConfirmed,
    BidDraftSaved,
    BidStarted,
    BidSubmitted,
    BidWithdrawn,
    InvitationViewed,
)
from portal.sourcing.models import VERSION_TOLD, Addendum, Bid, BidFile, BidVersion, Invitation, RfqRound
from portal.sourcing.queries import door
from portal.sourcing.queries.bids import asked, bid_for
from portal.sourcing.service import keys
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
    _own(invitation.supplier_id, actor)
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
    _record(BidStarted(bid.rfq_id, bid.id), bid, actor, now)
    return bid


def save(
    bid: Bid, content: BidDocument, *, uploads: Sequence[Upload] = (), actor: Actor, now: datetime
) -> BidVersion:
    """Keep ``content`` as the newest draft, with further files, sealed already, added to those that it names.

    The RFQ, round, supplier and addendum in it are set here. A submitted version goes on to count. ``RuleBroken``
    at the field for what cannot be kept; gaps are fine, and so is the time after the deadline.
    """
    _lock(bid, actor)
    BID.advance(bid, "save", actor, now)
    added = [_keep(bid, upload, actor, now) for upload in uploads]
    document = replace(
        content,
        rfq=bid.rfq.public_id,
        round=bid.round.ordinal,
        supplier=bid.supplier.public_id,
        addendum=_addenda(bid)[1],
        files=(*_kept(bid, content.files), *added),
    )
    rules.check_draft(document, asked(bid.round))
    version = _stored(_version(bid, document, actor, now))
    _record(BidDraftSaved(*_told(version)), bid, actor, now)
    return version


def submit(bid: Bid, *, addendum: int, actor: Actor, now: datetime) -> BidVersion:
    """Submit the newest version in answer to the addendum of that ordinal (0 for none): a new version with receipt.

    ``now`` is when the whole submission had been received; it must lie before the deadline. ``RuleBroken`` after
    it, for a bid that is not complete, without any offered line, or answering an older material addendum, and when
    the very same is submitted already; ``Stale`` when another tab was faster. The draft stays in every case.
    """
    _lock(bid, actor)
    BID.check(bid, "submit", actor, now)
    INVITATION.check(_invitation(bid), "bid", actor, now)
    material, latest = _addenda(bid)
    rules.check_addendum(addendum, material, latest)
    if bid.latest is None:
        raise RuleBroken(_("Offer at least one line."), "lines")
    if bid.nothing_new:
        raise RuleBroken(_("This is what you have submitted already; nothing has changed since."))
    document = door.read_own(bid.supplier_id, bid.latest)
    version = _send(bid, "submit", replace(document, addendum=addendum), actor, now)
    _record(BidSubmitted(*_told(version)), bid, actor, now)
    return version


def confirm(bid: Bid, *, addendum: int, actor: Actor, now: datetime) -> BidVersion:
    """Submit the returned version again as it is, in answer to the addendum of that ordinal.

    ``RuleBroken`` after the deadline, for a bid that is not returned, for an older addendum, and where the RFQ has
    changed so that the bid has to be revised.
    """
    _lock(bid, actor)
    BID.check(bid, "confirm", actor, now)
    INVITATION.check(_invitation(bid), "bid", actor, now)
    rules.check_addendum(addendum, *_addenda(bid))
    document = door.read_own(bid.supplier_id, _sent(bid))
    version = _send(bid, "confirm", replace(document, addendum=addendum), actor, now)
    _record(BidConfirmed(*_told(version)), bid, actor, now)
    return version


def withdraw(bid: Bid, *, actor: Actor, now: datetime) -> None:
    """Take the submitted version back: nothing counts until another one is submitted. ``RuleBroken`` after the
    deadline."""
    _lock(bid, actor)
    version = bid.counting
    BID.advance(bid, "withdraw", actor, now)
    db.session.flush()
    assert version is not None
    _record(BidWithdrawn(bid.rfq_id, bid.id, version.id), bid, actor, now)


def _own(supplier_id: int, actor: Actor) -> None:
    if actor.organisation_id != supplier_id:
        raise Missing


def _lock(bid: Bid, actor: Actor) -> None:
    """Lock the round shared, as others may submit beside us, then the bid; ``Stale`` if it has changed."""
    _own(bid.supplier_id, actor)
    seen = bid.version
    fresh = {"populate_existing": True}
    db.session.scalars(
        select(RfqRound)
        .where(RfqRound.id == bid.round_id)
        .with_for_update(read=True)
        .execution_options(**fresh)
    ).one()
    db.session.scalars(select(Bid).where(Bid.id == bid.id).with_for_update().execution_options(**fresh)).one()
    if bid.version != seen:
        raise Stale


def _invitation(bid: Bid) -> Invitation:
    return db.session.scalars(
        select(Invitation).where(Invitation.rfq_id == bid.rfq_id, Invitation.supplier_id == bid.supplier_id)
    ).one()


def _addenda(bid: Bid) -> tuple[int, int]:
    """The ordinals of the last material addendum and of the last one, 0 for none, as they are now."""
    rows = db.session.execute(
        select(Addendum.ordinal, Addendum.material).where(Addendum.rfq_id == bid.rfq_id)
    ).all()
    material = max((row.ordinal for row in rows if row.material), default=0)
    return material, max((row.ordinal for row in rows), default=0)


def _sent(bid: Bid) -> BidVersion:
    assert bid.counting is not None
    return bid.counting


def _kept(bid: Bid, files: Sequence[NamedFile]) -> tuple[NamedFile, ...]:
    """The files that go on to belong to the bid, each once."""
    if not {file.public_id for file in files} <= {own.file.public_id for own in bid.files}:
        raise RuleBroken(_("One of these files does not belong to this bid."), "files")
    return tuple(dict.fromkeys(files))


def _keep(bid: Bid, upload: Upload, actor: Actor, now: datetime) -> NamedFile:
    stored = keep(upload, organisation_id=bid.supplier_id, actor=actor, now=now)
    bid.files.append(BidFile(supplier_id=bid.supplier_id, file=stored))
    return NamedFile(stored.public_id, upload.name, upload.sha256, upload.media_type, upload.size)


def _send(bid: Bid, action: str, document: BidDocument, actor: Actor, now: datetime) -> BidVersion:
    rules.check_complete(document, asked(bid.round))
    BID.advance(bid, action, actor, now)
    key = keys.signing_key(actor=actor, now=now)
    version = _version(bid, document, actor, now)
    version.received_at, version.receipt_number = now, new_receipt_number()
    keys.sign(version, key)
    return _stored(version)


def _version(bid: Bid, document: BidDocument, actor: Actor, now: datetime) -> BidVersion:
    """The next version of a bid, not stored yet."""
    bid.last_ordinal += 1
    kept = door.store(bid, bid.last_ordinal, document)
    return BidVersion(
        buyer_id=bid.buyer_id,
        supplier_id=bid.supplier_id,
        bid=bid,
        ordinal=bid.last_ordinal,
        addendum_ordinal=document.addendum,
        saved_at=now,
        saved_by_id=actor.person_id,
        **kept,
    )


def _stored(version: BidVersion) -> BidVersion:
    db.session.add(version)
    db.session.flush()
    return version


def new_receipt_number() -> str:
    """A number that tells nothing, not even how many there are: "R-" and 50 random bits in base 32."""
    return "R-" + base64.b32encode(secrets.token_bytes(7)).decode()[:10]


def _told(version: BidVersion) -> tuple[int, int, int, str, str, str]:
    """What an event says of a version."""
    row = history.fingerprint(version, VERSION_TOLD)
    return version.bid.rfq_id, version.bid_id, version.id, version.sha256, version.sealed_sha256, row


def _record(fact: Any, bid: Bid, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[bid], readers=[bid.supplier_id], actor=actor, now=now)
