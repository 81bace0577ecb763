"""What the chain says of the keys, held against their rows; and whether each private half fits its public one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal import history, sealing, signing
from portal.audit import told
from portal.db import db
from portal.sourcing.models import SEALING_TOLD, SIGNING_TOLD, SealingKey, SigningKey
from portal.sourcing.queries import keys


def verify() -> Iterator[str]:
    """One sentence for every key that is not the one that was made, and for every one that is gone."""
    for name, what in (("SealingKeyMade", "Sealing key"), ("SigningKeyMade", "Signing key")):
        made = {facts.get("key_id"): facts for _event, facts in told(name)}
        for key in _all(name):
            yield from (f"{what} {key.id}: {amiss}." for amiss in _of_key(key, made.pop(key.id, {})))
        yield from (f"{what} {key_id}: its event is there, but the key is gone." for key_id in made)


def _all(name: str) -> list[SealingKey] | list[SigningKey]:
    if name == "SealingKeyMade":
        return list(db.session.scalars(select(SealingKey).order_by(SealingKey.id)))
    return list(db.session.scalars(select(SigningKey).order_by(SigningKey.id)))


def _of_key(key: SealingKey | SigningKey, said: dict[str, Any]) -> Iterator[str]:
    # A key that was made before keys had events has none; its name is bound into the wrap of its private half.
    columns, public_of = (
        (SEALING_TOLD, sealing.public_of)
        if isinstance(key, SealingKey)
        else (SIGNING_TOLD, signing.public_of)
    )
    if said.get("row_sha256") not in (None, history.fingerprint(key, columns)):
        yield "its row is not the one that its event tells"
    try:
        fits = public_of(keys.private(key)) == key.public_key
    except sealing.Unreadable:
        yield "its private half does not open"
        return
    if not fits:
        yield "its private half is not that of its public one"
