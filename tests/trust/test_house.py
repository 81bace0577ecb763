"""The house in which the long proofs live, and the page that they write."""

import urllib.request

from trust import __main__ as trust
from trust import table
from trust.house import house
from trust.proofs import NotHere, Outcome, Proof


def test_real_processes_come_up_and_end(tmp_path, worker_id):
    with house("sqlite", tmp_path, f"house_{worker_id}") as made:
        web, worker = made.start("web"), made.start("worker")
        made.wait_until_it_answers()
        with urllib.request.urlopen(f"{made.address}/healthz", timeout=30) as answer:
            assert answer.status == 200
    assert None not in (web.poll(), worker.poll())


def test_the_page_names_what_was_found(monkeypatch, tmp_path, capsys):
    def refuse(_database, _room):
        raise NotHere("no clamav-daemon")

    proofs = (
        Proof("good", "Nothing leaks", lambda database, _room: Outcome("tries", 1000), ("sqlite",)),
        Proof("bad", "Nothing is lost", lambda *_: Outcome("kills", 7, ("One was lost.",)), ("sqlite",)),
        Proof("away", "Files are scanned", refuse, ("sqlite",)),
    )
    monkeypatch.setattr(trust, "PROOFS", proofs)
    monkeypatch.setattr(trust, "PAGE", tmp_path / "TRUST.md")

    assert trust.main(["good"]) == 0
    assert not (tmp_path / "TRUST.md").exists()
    assert trust.main(["wrong"]) == 2
    assert trust.main([]) == 1

    page = (tmp_path / "TRUST.md").read_text(encoding="utf-8")
    assert "| Nothing leaks | – | tries | 1,000 | nothing |" in page
    assert "| Nothing is lost | – | kills | 7 | One was lost. |" in page
    assert "| Files are scanned | – | not run: no clamav-daemon | 0 | | |" in page


def test_every_proof_has_a_name_of_its_own():
    names = [proof.name for proof in table.PROOFS]
    assert len(set(names)) == len(names)
