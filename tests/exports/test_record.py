"""The record of an RFQ: what is in it for whom and when, and that its script finds every change."""

import importlib.util
import io
import json
import zipfile
from pathlib import Path
from random import Random

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db
from portal.history import timeline
from portal.records.queries import supplier
from portal.sourcing.models import BidVersion, SigningKey
from tests.trust import decided

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_record.py"
MORE = "further.json"


@pytest.fixture(scope="module")
def verify():
    """``verify(data)`` runs the auditor's script over an archive: what does not hold, one sentence each."""
    spec = importlib.util.spec_from_file_location("verify_record", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    def run(data, room, capsys, key=None):
        path = room / "record.zip"
        path.write_bytes(data)
        key = key or db.session.scalars(select(SigningKey.public_key)).one().hex()
        status = script.main(str(path), key)
        return status, capsys.readouterr().out

    return run


@pytest.fixture
def fetch(client, sign_in):
    """``fetch(company, role, rfq)`` downloads the record of an RFQ."""

    def get(company, role, rfq, at):
        side = company.organisation.side
        with time_machine.travel(at, tick=False):
            sign_in(client, company, role)
            answer = client.get(f"/{side}/rfqs/{rfq.public_id}/record")
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        return answer.data

    return get


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_decided_rfq_leaves_a_record_that_holds(fetch, world, now, verify, tmp_path, capsys):
    scene = decided.decided(world, now)
    data = fetch(world.acme, Role.AUDITOR, scene.rfq, scene.deadline + decided.HOUR)
    assert verify(data, tmp_path, capsys)[0] == 0
    assert verify(data, tmp_path, capsys, "ab" * 32)[0] == 1, "another portal's key"

    entries = unpacked(data)
    bids, awards = json.loads(entries["bids.json"]), json.loads(entries["awards.json"])
    stored = {name for name in entries if name.startswith("events/")}
    assert {bid["sha256"] for bid in bids} == {
        hash_
        for event in events(entries)
        if event["name"] == "BidsOpened"
        for hash_ in event["facts"]["hashes"]
    }
    assert [(line["supplier"], line["quantity"]) for line in awards[0]["lines"]] == [("Beta", "1000.000000")]
    assert stored == {
        f"events/{row.seq}.json"
        for row in timeline(world.acme.id, scene.rfq)
        if row.chain == world.acme.id and row.name != "RecordExported"
    }
    db.session.rollback()
    assert timeline(world.acme.id, scene.rfq)[0].name == "RecordExported"


def events(entries):
    return [json.loads(data) for name, data in entries.items() if name.startswith("events/")]


def test_every_change_is_found(fetch, world, now, verify, tmp_path, capsys):
    scene = decided.decided(world, now)
    data = fetch(world.acme, Role.PROCUREMENT, scene.rfq, scene.deadline + decided.HOUR)
    random = Random(5)
    for _ in range(120):
        changed = change(random, data)
        # What an unpacker never looks at (the dates of its entries) is no part of what is said.
        if same(changed, data):
            continue
        assert verify(changed, tmp_path, capsys)[0] == 1


def same(changed: bytes, data: bytes) -> bool:
    if len(changed) != len(data):
        return False
    try:
        return unpacked(changed) == unpacked(data)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError):
        return False


def change(random: Random, data: bytes) -> bytes:
    """The archive with a random change: of its bytes, or of its entries and then packed anew."""
    entries = unpacked(data)
    place, name, other = random.randrange(len(data)), *random.sample(sorted(entries), 2)
    inside = random.randrange(len(entries[name]))
    flipped = bytes([entries[name][inside] ^ (1 << random.randrange(8))])
    without = {key: value for key, value in entries.items() if key != name}
    kinds = (
        lambda: data[:place] + bytes([data[place] ^ (1 << random.randrange(8))]) + data[place + 1 :],
        lambda: data[:place],
        lambda: data + b"\0",
        lambda: data[:place] + b"more" + data[place:],
        lambda: packed({**entries, name: entries[name][:inside] + flipped + entries[name][inside + 1 :]}),
        lambda: packed(without),
        lambda: packed({**without, MORE: entries[name]}),
        lambda: packed({**entries, MORE: b"[]"}),
        lambda: packed({**entries, name: entries[other], other: entries[name]}),
        lambda: packed({**entries, name: entries[name] + b" "}),
        lambda: packed({**entries, "manifest.json": forged(random, entries)}),
    )
    return random.choice(kinds)()


def forged(random: Random, entries: dict[str, bytes]) -> bytes:
    manifest = json.loads(entries["manifest.json"])
    listed = manifest["entries"]
    listed[random.choice(sorted(listed))]["sha256"] = f"{random.getrandbits(256):064x}"
    return json.dumps(manifest).encode()


def test_before_the_opening_it_is_the_same_with_and_without_bids(fetch, world, now):
    scene = decided.published(world, now)
    before = unpacked(fetch(world.acme, Role.PROCUREMENT, scene.rfq, now + decided.HOUR))
    decided.bid(scene, world, now)
    after = unpacked(fetch(world.acme, Role.PROCUREMENT, scene.rfq, now + decided.HOUR))
    assert set(before) == set(after) == {"rfq.json", "events.json", "manifest.json", "signature.txt"}
    assert before["rfq.json"] == after["rfq.json"]
    told = [
        [one for one in json.loads(entries["events.json"])["events"] if one["name"] != "RecordExported"]
        for entries in (before, after)
    ]
    assert told[0] == told[1]
    assert not any(one.get("stored") for one in told[1])


def test_a_supplier_takes_its_own_part_only(fetch, world, now, verify, tmp_path, capsys):
    scene = decided.decided(world, now)
    data = fetch(world.alpha, Role.SALES, scene.rfq, scene.deadline + decided.HOUR)
    assert verify(data, tmp_path, capsys)[0] == 0
    entries = unpacked(data)
    own = db.session.scalars(select(BidVersion).where(BidVersion.supplier_id == world.alpha.id)).all()
    assert [one["sha256"] for one in json.loads(entries["versions.json"])] == [one.sha256 for one in own]
    assert json.loads(entries["receipts.json"])[0]["signature"] == own[-1].receipt_signature
    assert json.loads(entries["won.json"]) == []
    told = b"".join(entries.values()).decode()
    assert "Beta" not in told
    assert not [name for name in entries if name.startswith("events/")]
    theirs = db.session.scalars(select(BidVersion.sha256).where(BidVersion.supplier_id == world.beta.id))
    assert not any(one in told for one in theirs)


def test_an_altered_receipt_is_found_even_under_a_good_manifest(
    fetch, world, now, verify, tmp_path, capsys, monkeypatch
):
    scene = decided.sealed(world, now)
    monkeypatch.setattr(supplier.receipts, "content", lambda version: b'{"receipt":"R-OTHER"}')
    data = fetch(world.alpha, Role.SALES, scene.rfq, scene.deadline)
    status, out = verify(data, tmp_path, capsys)
    assert (status, "R-OTHER" in out) == (1, True)
