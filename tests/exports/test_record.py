"""The record of an RFQ: what is in it for whom and when, and that its script finds every change."""

import json
import zipfile
from io import BytesIO
from itertools import product

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db
from portal.history import timeline
from portal.records.queries import supplier
from portal.sourcing.models import BidVersion, SigningKey
from tests.trust import decided
from trust import changed_records
from trust.changed_records import unpacked

# The archive is the same whichever database its rows came from.
pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def verify():
    """``verify(data)`` runs the auditor's script over an archive: what does not hold, one sentence each."""
    script = changed_records.script()

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


def test_every_change_is_found(fetch, world, now, tmp_path):
    scene = decided.decided(world, now)
    data = fetch(world.acme, Role.PROCUREMENT, scene.rfq, scene.deadline + decided.HOUR)
    key = db.session.scalars(select(SigningKey.public_key)).one().hex()
    assert changed_records.attempt(data, key, tmp_path, 120, seed=5).found == ()


def test_whatever_bit_of_the_archives_own_words_is_another_the_script_says_so(fetch, world, now, tmp_path):
    scene = decided.decided(world, now)
    data = fetch(world.acme, Role.PROCUREMENT, scene.rfq, scene.deadline + decided.HOUR)
    key = db.session.scalars(select(SigningKey.public_key)).one().hex()
    path, verify = tmp_path / "record.zip", changed_records.script()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        directory = archive.start_dir
    # The head of the first entry, the directory's line of it, and the end of the archive.
    places = [*range(30), *range(directory, directory + 46), *range(len(data) - 22, len(data))]
    for place, bit in product(places, range(8)):
        changed = data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]
        path.write_bytes(changed)
        assert verify.main(str(path), key) or changed_records.same(changed, data), (place, bit)


def test_a_script_that_asks_for_no_signature_is_caught(fetch, world, now, tmp_path, monkeypatch):
    scene = decided.decided(world, now)
    data = fetch(world.acme, Role.PROCUREMENT, scene.rfq, scene.deadline + decided.HOUR)
    lenient = changed_records.script()
    monkeypatch.setattr(lenient, "signed", lambda _key, _data, _signature: True)
    monkeypatch.setattr(changed_records, "script", lambda: lenient)
    assert changed_records.attempt(data, "ab" * 32, tmp_path, 60, seed=5).found


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
