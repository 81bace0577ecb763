"""Receipts of submitted bids: what they say, and whether one that somebody holds is the portal's own."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import signing
from portal.canonical import canonical
from portal.db import db
from portal.errors import RuleBroken
from portal.sourcing.models import BidVersion, SigningKey
from portal.sourcing.rules.receipts import Receipt, instant, pasted


def content(version: BidVersion) -> bytes:
    """The bytes of a submitted version's receipt, as they are signed."""
    bid = version.bid
    receipt = Receipt(
        receipt=version.receipt_number or "",
        rfq=bid.rfq.public_id,
        rfq_number=bid.rfq.number or "",
        round=bid.round.ordinal,
        supplier=bid.supplier.public_id,
        version=version.ordinal,
        addendum=version.addendum_ordinal,
        received_at=instant(version.received_at) if version.received_at else "",
        sha256=version.sha256,
    )
    return canonical(receipt.facts())


def is_signed(version: BidVersion) -> bool:
    """Whether the signature that stands with a version is of what its receipt says now."""
    key, signature = version.signing_key, version.receipt_signature
    return key is not None and signing.holds(key.public_key, content(version), signature or "")


@dataclass(frozen=True)
class Genuine:
    """A receipt that this portal gave."""

    number: str
    rfq_number: str
    version: int
    received_at: datetime
    sha256: str


def check(text: str) -> Genuine:
    """The receipt in a text, if this portal signed it. ``RuleBroken`` at ``receipt`` otherwise.

    It reads the signature and the portal's public keys only, so that it tells nothing that the holder does not have.
    """
    found = pasted(text)
    key = db.session.scalar(select(SigningKey).where(SigningKey.public_id == found.key))
    if key is None or not signing.holds(key.public_key, found.content, found.signature):
        raise RuleBroken(
            _("This portal did not give this receipt: it was altered, or it comes from elsewhere."), "receipt"
        )
    facts: dict[str, Any] = json.loads(found.content)
    received_at = datetime.fromisoformat(facts["received_at"])
    return Genuine(facts["receipt"], facts["rfq_number"], facts["version"], received_at, facts["sha256"])


def public_keys() -> list[SigningKey]:
    """Every key that has signed receipts here, the newest first, for whoever checks without the portal."""
    return list(db.session.scalars(select(SigningKey).order_by(SigningKey.id.desc())))
