"""The house in which the long proofs live, and the page that they write."""

import json
import urllib.request

import pytest

from trust import __main__ as trust
from trust import apart, table
from trust.house import house
from trust.page import Row
from trust.proofs import NotHere, Outcome, Proof


def test_real_processes_come_up_and_end(tmp_path, worker_id):
    with house("sqlite", tmp_path, f"house_{worker_id}") as made:
        web, worker = made.start("web"), made.start("worker")
        made.wait_until_it_answers()
        with urllib.request.urlopen(f"{made.address}/healthz", timeout=30) as answer:
            assert answer.status == 200
    assert None not in (web.poll(), worker.poll())


GOOD = Proof("good", "Nothing leaks", lambda *_: Outcome("tries", 1000), ("sqlite",))
BAD = Proof("bad", "Nothing is lost", lambda *_: Outcome("kills", 7, ("One was lost.",)), minutes=9)
AWAY = Proof("away", "Files are scanned", lambda *_: Outcome("", 0), ("sqlite",))


@pytest.fixture
def ran(monkeypatch, tmp_path):
    """Three proofs that say at once what came of them, in the order in which they began; the page goes elsewhere."""
    ran = []

    def at_once(proof, database):
        ran.append(proof.name)
        outcome = NotHere("no daemon | none") if proof is AWAY else proof.run(database, tmp_path)
        return Row(proof, database, outcome, 0.6, "SQLite 3")

    monkeypatch.setattr(apart, "run", at_once)
    monkeypatch.setattr(trust, "PROOFS", (GOOD, BAD, AWAY))
    monkeypatch.setattr(trust, "PAGE", tmp_path / "TRUST.md")
    return ran


def test_the_page_names_what_was_found(ran, tmp_path, capsys):
    assert trust.main(["good"]) == 0
    assert not (tmp_path / "TRUST.md").exists()
    assert trust.main(["wrong"]) == 2
    assert trust.main([]) == 1

    page = (tmp_path / "TRUST.md").read_text(encoding="utf-8")
    assert "| Nothing leaks | good | – | tries | 1,000 | nothing | 1 s |" in page
    assert "| Nothing is lost | bad | PostgreSQL | kills | 7 | One was lost. | 1 s |" in page
    assert "| Files are scanned | away | – | not run: no daemon \\| none | 0 | | |" in page
    assert "something in 2 of 4 lines; 1 not run" in page
    rows = page.splitlines()[-4:]
    assert [row.split(" | ")[1] for row in rows] == ["good", "bad", "bad", "away"]


def test_the_longest_proofs_begin_first(ran, capsys):
    trust.main([])
    assert sorted(ran[:2]) == ["bad", "bad"]


def test_a_harness_that_breaks_or_hangs_is_found_out(monkeypatch, tmp_path, capsys):
    assert "was still at it after 0 minutes" in apart.run(GOOD, "sqlite", longest=0).found[0]
    monkeypatch.setattr(apart, "ROOT", tmp_path)
    assert "ended early" in apart.run(GOOD, "sqlite").found[0]


def test_what_came_of_a_proof_is_handed_over(monkeypatch, tmp_path):
    monkeypatch.setattr(table, "PROOFS", (GOOD, BAD))
    apart.main("bad", "sqlite", str(tmp_path / "result"))
    told = json.loads((tmp_path / "result").read_text(encoding="utf-8"))
    assert (told["tried"], told["times"], told["found"]) == ("kills", 7, ["One was lost."])
    assert told["version"].startswith("SQLite 3.")


def test_every_proof_has_a_name_of_its_own():
    names = [proof.name for proof in table.PROOFS]
    assert len(set(names)) == len(names)
