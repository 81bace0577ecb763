"""Strict RFQs: the private key of each is sealed to every pair of its three openers, and is nowhere else.

Whoever of them acts first takes the outer envelope off each pair that begins with them; what remains is sealed to the
second of the pair. So it takes two passphrases, any two of the three, and no secret has to be shared beforehand.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import permutations

from flask_babel import lazy_gettext as _

from portal import history, sealing
from portal.canonical import canonical, fingerprint
from portal.db import db, new_public_id
from portal.errors import RuleBroken
from portal.sourcing import events
from portal.sourcing.models import OPENER_TOLD, OpenerKey, OpenerPair, Rfq, SealingKey
from portal.sourcing.queries import keys
from portal.sourcing.service.keys import record_made
from portal.workflow import Actor

WRONG = _("This is not your passphrase.")

# Private keys of openers that their passphrases have unlocked, by the names of the keys.
Unlocked = Mapping[str, bytes]


def keep_key(
    buyer_id: int, made: sealing.LockedPair, *, actor: Actor, now: datetime, lost: bool = False
) -> OpenerKey:
    """Keep the acting person's key, locked by the passphrase just typed.

    A pair of the name of the one in force is the same with another passphrase. A new one replaces it, whose
    passphrase is ``lost``: what was sealed to that one this person does not open any more. ``RuleBroken`` at
    ``current`` for a second key while nobody has said that the first is lost.
    """
    standing = keys.of_opener(buyer_id, actor.person_id or 0)
    name, wrapped = sealing.ring().wrap(made.locked, made.name)
    if standing is not None and standing.public_id == made.name:
        standing.salt, standing.wrapped_private, standing.wrapped_by = made.salt, wrapped, name
        _record(events.OpenerKeyLocked(standing.id), standing, actor, now)
        return standing
    if standing is not None:
        if not lost:
            raise RuleBroken(WRONG, "current")
        standing.replaced_at = now
        # One is in force at a time, and a new row would be stored before this one is changed.
        db.session.flush()
    key = OpenerKey(
        public_id=made.name,
        buyer_id=buyer_id,
        person_id=actor.person_id,
        public_key=made.public,
        salt=made.salt,
        wrapped_private=wrapped,
        wrapped_by=name,
        created_at=now,
    )
    db.session.add(key)
    db.session.flush()
    row = fingerprint(key, OPENER_TOLD)
    _record(events.OpenerKeyMade(key.id, row, standing.id if standing else None), key, actor, now)
    return key


def _record(fact: object, key: OpenerKey, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[key], readers=[key.buyer_id], actor=actor, now=now)


def seal_to_openers(rfq: Rfq, *, actor: Actor, now: datetime) -> None:
    """Make the RFQ's key and seal its private half to every pair of openers, who all have a key in force."""
    pair = sealing.new_key_pair()
    key = SealingKey(
        public_id=new_public_id(),
        rfq_id=rfq.id,
        buyer_id=rfq.buyer_id,
        public_key=pair.public,
        created_at=now,
    )
    db.session.add(key)
    db.session.flush()
    record_made(key, actor=actor, now=now)
    held = keys.in_force(rfq.buyer_id, [row.person_id for row in rfq.openers]).values()
    for first, second in permutations(held, 2):
        place = _place(rfq, first, second)
        inner = sealing.seal(pair.private, place, {second.public_id: second.public_key})
        outer = sealing.seal(inner, place, {first.public_id: first.public_key})
        db.session.add(
            OpenerPair(buyer_id=rfq.buyer_id, rfq_id=rfq.id, first=first, second=second, sealed=outer)
        )
    db.session.flush()


def loosen(rfq: Rfq, unlocked: Unlocked) -> None:
    """The first opener's part. ``RuleBroken`` at ``passphrase`` where none of its pairs begins with this key."""
    mine = [pair for pair in keys.pairs(rfq) if pair.first.public_id in unlocked]
    if not mine:
        raise RuleBroken(WRONG, "passphrase")
    for pair in mine:
        name = pair.first.public_id
        place = _place(rfq, pair.first, pair.second)
        pair.loosened = sealing.unseal(pair.sealed, place, name, unlocked[name])


def recover(rfq: Rfq, unlocked: Unlocked) -> None:
    """The second opener's part: the RFQ's private key is here again, wrapped by the portal key as any other's.

    ``RuleBroken`` at ``passphrase`` where no loosened pair ends with this key. ``sealing.Unreadable`` where what was
    sealed is not the key to which the bids are.
    """
    mine = [pair for pair in keys.pairs(rfq) if pair.loosened and pair.second.public_id in unlocked]
    if not mine:
        raise RuleBroken(WRONG, "passphrase")
    pair, key = mine[0], keys.of_rfq(rfq.id)
    name = pair.second.public_id
    private = sealing.unseal(pair.loosened or b"", _place(rfq, pair.first, pair.second), name, unlocked[name])
    if sealing.public_of(private) != key.public_key:
        raise sealing.Unreadable("The openers were given another key than the RFQ's")
    key.wrapped_by, key.wrapped_private = sealing.ring().wrap(private, key.public_id)
    db.session.flush()


def _place(rfq: Rfq, first: OpenerKey, second: OpenerKey) -> bytes:
    return canonical({"rfq": rfq.public_id, "openers": [first.public_id, second.public_id]})
