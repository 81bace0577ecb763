"""A strict RFQ of Acme's with three openers, whose keys are at hand, and bids for it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import update

from portal import sealing
from portal.accounts.roles import Role
from portal.db import db, new_public_id, writing
from portal.sourcing.documents import BidDocument, BidLine
from portal.sourcing.models import Bid, BidVersion, Rfq
from portal.sourcing.queries import dialogue, evidence
from portal.sourcing.service import bids, publishing, strict
from portal.sourcing.service.openers import Terms, set_opening
from tests.sourcing.bidding import seller
from tests.sourcing.rfqs import drafted
from tests.world import Company, World

ROLES = (Role.PROCUREMENT, Role.APPROVER, Role.AUDITOR)
PASSPHRASES = {role: f"open, says the {role}" for role in ROLES}


@cache
def key_of(role: Role) -> tuple[bytes, sealing.LockedPair]:
    """A private key, and the same locked by the passphrase of that role; made once, since it takes long."""
    private = sealing.new_key_pair().private
    return private, sealing.lock(private, new_public_id(), PASSPHRASES[role])


def unlocked(role: Role) -> dict[str, bytes]:
    """What the edge makes of the passphrase of that role."""
    private, pair = key_of(role)
    return {pair.name: private}


@dataclass
class Strict:
    """The RFQ, who opens it, and from when on."""

    world: World
    rfq: Rfq
    keys: dict[Role, Any] = field(default_factory=dict)

    @property
    def deadline(self) -> datetime:
        return self.rfq.deadline

    def document(self, price: str = "12.50", **changes: Any) -> BidDocument:
        line = self.rfq.lines[0]
        offered = BidLine(line.public_id, True, Decimal(price), 1, line.unit, line.quantity, line.wanted_date)
        return BidDocument(
            "", 0, "", currency="EUR", valid_until=date(2026, 12, 31), lines=(offered,), **changes
        )

    def begun(self, supplier: Company, now: datetime) -> Bid:
        """The supplier's bid before anything is sent. Call in a write transaction."""
        return bids.start(dialogue.invitation(supplier.id, self.rfq), actor=seller(supplier), now=now)

    def sent(self, supplier: Company, now: datetime, **content: Any) -> tuple[Bid, bytes]:
        """A bid that is sent, and its supplier's copy. Call in a write transaction."""
        bid, latest = self.begun(supplier, now), len(self.rfq.addenda)
        document = self.document(**content)
        _version, copy = bids.send(bid, document, addendum=latest, actor=seller(supplier), now=now)
        return bid, copy


def strict_draft(world: World, now: datetime) -> Rfq:
    """A draft that three people are to open. Call in a write transaction."""
    rfq = drafted(world, now)
    people = [world.acme.people[role] for role in ROLES]
    set_opening(rfq, Terms(people, strict=True), actor=world.acme.actor(Role.PROCUREMENT), now=now)
    return rfq


def strict_rfq(world: World, now: datetime) -> Strict:
    """The RFQ, published, its openers having set their passphrases. Call in a write transaction."""
    rfq = strict_draft(world, now)
    keys = {
        role: strict.keep_key(world.acme.id, key_of(role)[1], actor=world.acme.actor(role), now=now)
        for role in ROLES
    }
    publishing.publish(rfq, actor=world.acme.actor(Role.PROCUREMENT), now=now)
    return Strict(world, rfq, keys)


def complaints_with(version: BidVersion, **values: Any) -> list[str]:
    """What the audit says while a row of the database says something else."""
    db.session.rollback()
    with writing():
        db.session.execute(update(BidVersion).where(BidVersion.id == version.id).values(**values))
        db.session.expire_all()
        said = list(evidence.verify())
    db.session.rollback()
    db.session.expire_all()
    return said
