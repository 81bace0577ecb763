"""The search for sealed bids wherever bytes are left: a small run of it, and that it finds what was left."""

import base64
import gzip
import json
import zlib

import pytest

from trust import memory
from trust.looking import Needles
from trust.sealed_canary import look

CANARY = "Zq03b1 said “31 €”"
NUMBER = 31337257391
LEFT = {
    "as it is": f"the price is {CANARY}".encode(),
    "JSON": json.dumps({"remark": CANARY}).encode(),
    "UTF-16": f"xy{CANARY}z".encode("utf-16-le"),
    "UTF-16, the other way round": f"xy{CANARY}z".encode("utf-16-be"),
    "hex": b"\\x01" + CANARY.encode().hex().upper().encode(),
    "base64": base64.b64encode(b"1" + CANARY.encode() + b"2"),
    "base64, one further": base64.urlsafe_b64encode(b"12" + CANARY.encode() + b"3"),
    "zlib": b"junk" + zlib.compress(b"1" * 5000 + CANARY.encode()),
    "gzip": gzip.compress(f"remark: {CANARY}".encode()),
    "a number in a text": b"sum=31337257391",
    "a number of eight bytes": NUMBER.to_bytes(8, "big"),
    "a number the other way round": b"\x05" + NUMBER.to_bytes(8, "little"),
}


@pytest.mark.parametrize("left", LEFT)
def test_what_was_left_is_found_in_any_form(left, tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "core").write_bytes(b"\0" * 100_000 + LEFT[left] + b"\0" * 100)
    (tmp_path / "other").write_bytes(b"nothing to see" * 1000)
    found = list(Needles([CANARY], [NUMBER]).in_files(tmp_path))
    assert found
    assert all("core" in one for one in found)


def test_a_file_is_searched_across_its_parts_and_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr("trust.looking.CHUNK", 1000)
    (tmp_path / "log").write_bytes(b"x" * 995 + CANARY.encode())
    (tmp_path / "Zq03b1 said “31 €”.txt").touch()
    assert len(list(Needles([CANARY]).in_files(tmp_path))) == 2


def test_the_memory_of_a_process_is_read():
    here = bytes(range(256)) * 20
    assert any(here in area for area in memory.areas("self"))


def test_no_byte_of_a_sealed_bid_is_found_but_for_what_is_planted(tmp_path, worker_id):
    outcome = look("postgresql", tmp_path, bids=1, name=f"canary_{worker_id}", plant=True)
    assert len(outcome.found) == 1, outcome.found
    assert "web.log" in outcome.found[0]
