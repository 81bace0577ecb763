"""What every version of a bid goes through, whichever verb writes it: locks, files, the envelope, the record."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.canonical import fingerprint
from portal.db import as_seen, db
from portal.db import lock as lock_row
from portal.errors import Missing, RuleBroken
from portal.files.service import Upload, keep
from portal.sourcing.documents import NamedFile
from portal.sourcing.models import (
    VERSION_TOLD,
    Addendum,
    Bid,
    BidFile,
    BidVersion,
    Invitation,
    RfqRound,
    SigningKey,
)
from portal.sourcing.service import keys
from portal.workflow import Actor


def check_own(supplier_id: int, actor: Actor) -> None:
    """``Missing`` unless the actor acts for the supplier."""
    if actor.organisation_id != supplier_id:
        raise Missing


def lock(bid: Bid, actor: Actor) -> None:
    """Lock the round shared, as others may submit beside us, then the bid; ``Stale`` if it has changed.

    Whoever decides on the RFQ locks its round, so that the RFQ too stays as it is read here.
    """
    check_own(bid.supplier_id, actor)
    held = select(RfqRound).where(RfqRound.id == bid.round_id).with_for_update(read=True)
    with as_seen(bid):
        db.session.scalars(held.execution_options(populate_existing=True)).one()
        db.session.refresh(bid.rfq, ["state"])
        lock_row(bid)


def invitation_of(bid: Bid) -> Invitation:
    """The invitation that a bid answers, locked against being declined in another tab."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.rfq_id == bid.rfq_id, Invitation.supplier_id == bid.supplier_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    ).one()


def addenda_of(bid: Bid) -> tuple[int, int]:
    """The ordinals of the last material addendum and of the last one, 0 for none, as they are now."""
    rows = db.session.execute(
        select(Addendum.ordinal, Addendum.material).where(Addendum.rfq_id == bid.rfq_id)
    ).all()
    material = max((row.ordinal for row in rows if row.material), default=0)
    return material, max((row.ordinal for row in rows), default=0)


def sent(bid: Bid) -> BidVersion:
    """The version that stands, of a bid that has one."""
    assert bid.counting is not None
    return bid.counting


def kept(bid: Bid, files: Sequence[NamedFile]) -> tuple[NamedFile, ...]:
    """The files that go on to belong to the bid, each once."""
    if not {file.public_id for file in files} <= {own.file.public_id for own in bid.files}:
        raise RuleBroken(_("One of these files does not belong to this bid."), "files")
    return tuple(dict.fromkeys(files))


def keep_upload(bid: Bid, upload: Upload, actor: Actor, now: datetime) -> NamedFile:
    """A further file of the bid, as a version names it."""
    file = keep(upload, organisation_id=bid.supplier_id, actor=actor, now=now)
    bid.files.append(BidFile(supplier_id=bid.supplier_id, file=file))
    return NamedFile(file.public_id, upload.name, upload.sha256, upload.media_type, upload.size)


def next_version(
    bid: Bid, addendum: int, envelope: Mapping[str, Any], actor: Actor, now: datetime
) -> BidVersion:
    """The next version of a bid, not stored yet; ``envelope`` are the columns that keep its document."""
    return BidVersion(
        buyer_id=bid.buyer_id,
        supplier_id=bid.supplier_id,
        bid=bid,
        ordinal=bid.last_ordinal,
        addendum_ordinal=addendum,
        saved_at=now,
        saved_by_id=actor.person_id,
        **envelope,
    )


def with_receipt(version: BidVersion, key: SigningKey, now: datetime) -> BidVersion:
    """Make of a version one that was submitted at ``now``: its receipt is numbered, signed by ``key``, and stored.

    The key is asked for before the version is begun, since asking would store half of it.
    """
    version.received_at, version.receipt_number = now, new_receipt_number()
    keys.sign(version, key)
    return stored(version)


def stored(version: BidVersion) -> BidVersion:
    """The version, flushed."""
    db.session.add(version)
    db.session.flush()
    return version


def new_receipt_number() -> str:
    """A number that tells nothing, not even how many there are: "R-" and 50 random bits in base 32."""
    return "R-" + base64.b32encode(secrets.token_bytes(7)).decode()[:10]


def told(version: BidVersion) -> tuple[int, int, int, str, str, str]:
    """What an event says of a version."""
    row = fingerprint(version, VERSION_TOLD)
    return version.bid.rfq_id, version.bid_id, version.id, version.sha256, version.sealed_sha256, row


def record(fact: Any, bid: Bid, actor: Actor, now: datetime) -> None:
    """Record what a supplier did with its bid, in its own chain and for itself alone."""
    history.record(fact, about=[bid], readers=[bid.supplier_id], actor=actor, now=now)
