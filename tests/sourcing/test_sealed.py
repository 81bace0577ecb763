"""Bids at rest: sealed envelopes, in the database and in the file store, and the keys they are sealed to."""

import hashlib
import io
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import delete, inspect, select, text, update

from portal import sealing
from portal.db import db, transaction
from portal.errors import Missing
from portal.files.service import receive
from portal.sealing import KeyRing
from portal.sourcing.documents import to_bytes
from portal.sourcing.models import BidVersion, SealingKey
from portal.sourcing.queries import door, keys
from portal.sourcing.service import bids as service
from portal.sourcing.service.keys import provide, rewrap
from portal.workflow import PORTAL
from tests.records import PDF
from tests.sourcing.bidding import seller, submitted

CANARY = "canary-7f3a"


@pytest.fixture
def bid(scene, world, now):
    """Alpha's submitted bid; a canary stands in each of its texts, and 31337.25 is its price."""
    said = scene.content("31337.25", remark=CANARY, payment_terms=CANARY, quote_number=CANARY)
    with transaction():
        return submitted(scene, world.alpha, now, said)


def everything_stored() -> bytes:
    """Every value of every row of the database, as bytes."""
    found = []
    with db.engine.connect() as connection:
        for table in inspect(db.engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(found)


def test_no_row_of_the_database_holds_what_is_bid(bid):
    rows = everything_stored()
    assert bid.versions[-1].receipt_number.encode() in rows
    for secret in (CANARY, "31337"):
        assert secret.encode() not in rows
        assert secret.encode().hex().encode() not in rows


def test_nobody_finds_the_price_by_trying_which_gives_the_hash(bid, world):
    document = door.read_own(world.alpha.id, bid.counting)
    assert hashlib.sha256(to_bytes(document)).hexdigest() == bid.counting.sha256
    assert len(document.salt) == 32
    salts = {door.read_own(world.alpha.id, version).salt for version in bid.versions}
    assert len(salts) == len(bid.versions)


def test_the_size_of_an_envelope_tells_nothing(bid, scene, world, now):
    with transaction():
        service.save(bid, scene.content("1"), actor=seller(world.alpha), now=now)
    sizes = {len(envelope) for envelope in db.session.scalars(select(BidVersion.document))}
    assert len(sizes) == 1


def test_an_envelope_opens_in_its_own_place_only(bid, scene, world, now):
    with transaction():
        other = submitted(scene, world.beta, now)
    envelope = db.session.scalar(select(BidVersion.document).where(BidVersion.id == bid.counting.id))
    with transaction():
        db.session.execute(
            update(BidVersion).where(BidVersion.id == other.counting.id).values(document=envelope)
        )
    with pytest.raises(door.Altered):
        door.read_own(world.beta.id, other.counting)


def test_a_file_is_sealed_before_it_is_stored(bid, world, app, now):
    sealed, room = door.file_sealer(world.alpha.id, bid), Path(app.config["SETTINGS"].files_url[7:])
    upload = receive(room.as_uri(), "prices.pdf", io.BytesIO(PDF), 10_000, sealed)
    kept = (room / upload.storage_key).read_bytes()
    assert PDF not in kept
    assert (upload.sealed.size, upload.sealed.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())
    with transaction():
        service.save(
            bid,
            door.read_own(world.alpha.id, bid.latest),
            uploads=[upload],
            actor=seller(world.alpha),
            now=now,
        )
    (named,) = door.read_own(world.alpha.id, bid.latest).files
    found = door.file_own(world.alpha.id, bid, named.public_id)
    assert (found.name, found.unseal(kept)) == ("prices.pdf", PDF)
    assert b"prices.pdf" not in everything_stored()
    with pytest.raises(door.Altered):
        found.unseal(kept[:-1])
    with pytest.raises(Missing):
        door.file_own(world.beta.id, bid, named.public_id)
    with pytest.raises(Missing):
        door.file_sealer(world.beta.id, bid)


def test_each_rfq_and_each_supplier_has_one_key(bid, scene, world, now):
    with transaction():
        submitted(scene, world.beta, now)
        provide(scene.rfq, world.alpha.id, actor=PORTAL, now=now)
    owners = db.session.execute(select(SealingKey.rfq_id, SealingKey.supplier_id)).all()
    assert sorted(map(str, owners)) == sorted(
        map(str, [(scene.rfq.id, None), (None, world.alpha.id), (None, world.beta.id)])
    )


def test_the_portal_key_is_replaced(bid, world, app, monkeypatch):
    def in_force(*secrets):
        monkeypatch.setitem(app.extensions, "portal_keys", KeyRing(*secrets))

    before = app.config["SETTINGS"].portal_key
    in_force("n" * 64)
    result = app.test_cli_runner().invoke(args=["keys", "rotate"])
    assert (result.exit_code, "PORTAL_KEY_PREVIOUS" in result.output) == (1, True)
    in_force("n" * 64, before)
    result = app.test_cli_runner().invoke(args=["keys", "rotate"])
    assert result.output.startswith("3 keys are wrapped anew.")
    in_force("n" * 64)
    db.session.expire_all()
    assert door.read_own(world.alpha.id, bid.counting).lines[0].price == Decimal("31337.25")
    with transaction():
        assert rewrap() == 0


def test_without_the_portal_key_the_database_opens_nothing(bid, world, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "portal_keys", KeyRing("x" * 64))
    with pytest.raises(sealing.Unreadable):
        keys.private(keys.of_rfq(bid.rfq_id))
    with pytest.raises(door.Altered):
        door.read_own(world.alpha.id, bid.counting)


def test_what_was_stored_before_bids_were_sealed_is_still_read(bid, world):
    document = door.read_own(world.alpha.id, bid.counting)
    clear = to_bytes(document)
    as_before = {"document": clear, "sealed_sha256": bid.counting.sha256}
    with transaction():
        db.session.execute(delete(SealingKey))
        db.session.execute(update(BidVersion).where(BidVersion.id == bid.counting.id).values(as_before))
    assert door.read_own(world.alpha.id, bid.counting) == document
