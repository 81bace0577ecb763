"""With a virus scanner in the settings nothing is stored or served against its verdict, and nothing without one."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.certificates.models import Certificate
from portal.config import UnsafeSetting, read_settings
from portal.db import db, transaction
from portal.files import scanner, service
from portal.files.models import FileVerdict, StoredFile
from portal.files.service import receive
from portal.history import Event
from tests.files.clamd import HARM, NAME, scanning
from tests.records import PDF

EVIL = PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n% " + HARM + b"\n")
LIMIT = 1 << 20


@pytest.fixture
def daemon(app, monkeypatch):
    """A scanner that is named in the portal's settings."""
    with scanning() as server:
        named = replace(app.config["SETTINGS"], scanner_url=server.url)
        monkeypatch.setitem(app.config, "SETTINGS", named)
        yield server


@pytest.fixture
def supplier(client, sign_in, world):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    return client


def upload(client, data):
    form = {
        "standard": "ISO 9001",
        "entity": "Alpha GmbH",
        "valid_from": "2026-01-01",
        "valid_until": "2099-01-01",
        "file": (BytesIO(data), "iso.pdf"),
    }
    return client.post_form("/supplier/certificates/new", form, content_type="multipart/form-data")


def download(client):
    certificate = db.session.scalars(select(Certificate)).one()
    path = f"/supplier/certificates/{certificate.public_id}/file"
    db.session.rollback()
    return client.get(path)


def test_what_is_clean_is_stored_and_served_and_asked_about_once(daemon, supplier):
    assert upload(supplier, PDF).status_code == 303
    answers = [download(supplier) for _ in range(2)]
    assert [(answer.status_code, answer.data) for answer in answers] == [(200, PDF)] * 2
    assert daemon.seen == [PDF]


def test_harm_is_refused_at_its_field_and_not_stored(daemon, supplier):
    answer = upload(supplier, EVIL)
    assert answer.status_code == 422
    assert f"the virus scanner found “{NAME}” in it" in answer.text
    assert list(db.session.scalars(select(StoredFile))) == []


def test_a_stopped_scanner_holds_a_file_until_it_answers(daemon, supplier, app, monkeypatch):
    with scanning() as gone:
        pass
    stopped = replace(app.config["SETTINGS"], scanner_url=gone.url)
    with monkeypatch.context() as meanwhile:
        meanwhile.setitem(app.config, "SETTINGS", stopped)
        assert upload(supplier, PDF).status_code == 303, "what is sent is not lost"
        held = download(supplier)
        assert (held.status_code, PDF in held.data) == (503, False)
        assert "waits for the virus scanner" in held.text

    assert download(supplier).data == PDF
    assert db.session.scalars(select(FileVerdict.found)).one() == ""
    (event,) = db.session.scalars(select(Event).where(Event.name == "FileScanned"))
    assert event.facts["clean"] is True


def test_harm_that_came_while_nobody_looked_is_held_back(app, supplier, monkeypatch):
    assert upload(supplier, EVIL).status_code == 303, "no scanner is named"
    with scanning() as server:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], scanner_url=server.url))
        answers = [download(supplier) for _ in range(2)]
        assert len(server.seen) == 1
    for answer in answers:
        assert (answer.status_code, HARM in answer.data) == (403, False)
        assert NAME in answer.text


def test_a_sealed_file_is_looked_into_before_it_is_sealed(tmp_path):
    with scanning() as server:
        clean = receive(tmp_path.as_uri(), "a.pdf", BytesIO(PDF), LIMIT, lambda *_: b"sealed", server.url)
        evil = receive(tmp_path.as_uri(), "b.pdf", BytesIO(EVIL), LIMIT, lambda *_: b"sealed", server.url)
        assert server.seen == [PDF, EVIL]
    assert (clean.error, clean.scanned) == (None, True)
    assert (evil.error is None, evil.scanned) == (False, False)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"sealed"]


def test_what_the_scanner_declines_has_no_verdict():
    with scanning() as server:
        server.limit = 10
        with pytest.raises(scanner.NoVerdict):
            scanner.examine(server.url, b"more than ten bytes")
        assert scanner.examine(server.url, b"few") == ""


def test_of_two_verdicts_the_first_is_kept_and_a_sweep_forgets_it(app, now):
    with transaction():
        service.note_verdict("0" * 32, "", now=now)
        service.note_verdict("0" * 32, "late", now=now)
    assert service.verdict_on("0" * 32) == ""
    with transaction():
        service.forget_verdicts(["0" * 32])
    assert service.verdict_on("0" * 32) is None


def test_an_address_of_another_kind_stops_the_start():
    with pytest.raises(UnsafeSetting, match="SCANNER_URL"):
        read_settings({"SCANNER_URL": "http://127.0.0.1:3310"})
