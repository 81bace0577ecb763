"""From the issue to the file that both sides download: frozen once, made once, the same bytes for both."""

import os
from contextlib import nullcontext
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from sqlalchemy import select, update

from portal import clock, history, outbox
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.documents import press, queries, service
from portal.documents.child import Reason
from portal.documents.facts import from_bytes
from portal.documents.models import Document, FrozenDocumentTouched
from portal.documents.process import RenderFailed
from portal.errors import Missing
from portal.files.service import Upload
from portal.notices.models import Notice
from portal.orders.service import changes, responses
from portal.orders.service.changes import Amendment
from portal.orders.service.responses import Answer, Verdict
from portal.outbox import OutboxRow
from portal.reactions import documents
from tests.documents.reading import pages
from tests.orders.scene import Scene, build_scene

JOBS = count(1)


@pytest.fixture
def scene(world, now) -> Scene:
    with transaction():
        return build_scene(world, now)


@pytest.fixture
def made(monkeypatch):
    """What the press was given; it makes the bytes that ``says`` holds, or fails with them."""

    class Press:
        given, says = [], b"%PDF-1.7 first"

        def pdf(self, facts):
            self.given.append(facts)
            if isinstance(self.says, Reason):
                raise RenderFailed(self.says, "as the test wants it")
            return self.says

    stub = Press()
    monkeypatch.setattr(press, "pdf", stub.pdf)
    return stub


def drain(now):
    """Deliver what is due at ``now`` to the last row."""
    while outbox.drain(lambda: now):
        pass


def document_of(record) -> Document:
    db.session.rollback()
    found = queries.document(record.buyer_id, record.__tablename__, record.id, record.revision)
    assert found is not None
    return found


def issue(scene) -> object:
    with transaction():
        return scene.issued(over=Decimal(5))


def url(side, record, file) -> str:
    name = "orders" if record.__tablename__ == "purchase_order" else "contracts"
    return f"/{side}/{name}/{record.public_id}/documents/{file.public_id}"


def test_both_sides_download_the_same_document(scene, renderer, client, sign_in, monkeypatch):
    monkeypatch.setattr(press, "pdf", renderer.pdf)
    order, world = issue(scene), scene.world
    sides = (("buyer", world.acme, Role.PROCUREMENT), ("supplier", world.alpha, Role.SALES))
    for side, company, role in sides:
        sign_in(client, company, role)
        assert "The PDF is being prepared." in client.get(f"/{side}/orders/{order.public_id}").text

    drain(clock.now())

    file, answers = document_of(order).file, []
    for side, company, role in sides:
        sign_in(client, company, role)
        page = client.get(f"/{side}/orders/{order.public_id}").text
        assert "being prepared" not in page
        assert f'href="{url(side, order, file)}"' in page
        answers.append(client.get(url(side, order, file)))
    ours, theirs = answers
    assert ours.data == theirs.data
    assert ours.headers["Content-Disposition"] == "attachment; filename=PO-2026-0001-rev1.pdf"
    text = " ".join(pages(ours.data))
    for words in (
        "PO-2026-0001",
        "Acme GmbH",
        "Alpha GmbH",
        "Werkstraße 1",
        "DE136695976",
        "RFQ-2026-0001",
        f"BR-{world.alpha.id}",
        "Q-77",
        "DAP Berlin Incoterms® 2020",
        "14 days net",
        "Housing",
        "per 100 pc",
        "Delivery requested 1 Jun 2026 · Acme works",
        "1,250.00",
        "666.67",
        "Freight 50.00",
        "1,966.67",
        "Page 1 of",
    ):
        assert words in text


def test_what_is_issued_stays_as_it_was(scene, made):
    order = issue(scene)
    before = document_of(order).facts
    with transaction():
        scene.world.acme.organisation.street = "Elsewhere 9"
        scene.world.acme.organisation.legal_name = "Another AG"

    drain(clock.now())

    assert made.given == [before]
    assert b"Elsewhere" not in document_of(order).facts


def test_the_first_bytes_win(scene, made):
    order = issue(scene)
    drain(clock.now())
    document = document_of(order)
    made.says = b"%PDF-1.7 second"
    with transaction():
        service.render_later(document, key="once-more", now=scene.now)
    drain(clock.now())
    assert len(made.given) == 1

    # Another worker, whose lease had run out, comes with its own bytes.
    late = Upload("late.pdf", "application/pdf", 1, "0" * 64, "late")
    with transaction():
        assert not service.keep_rendered(document, late, now=scene.now)
    assert document_of(order).file_id == document.file_id
    assert [event.name for event in history.timeline(scene.world.alpha.id, document)] == [
        "DocumentRendered",
        "DocumentFrozen",
    ]


def test_bytes_that_come_second_leave_nothing_behind(app, scene, made):
    order = issue(scene)
    stale = document_of(order)
    drain(clock.now())
    stored = sorted(files_of(app))
    made.says = b"%PDF-1.7 second"

    documents._keep(stale, made.pdf(b""))

    assert sorted(files_of(app)) == stored


def files_of(app):
    return os.listdir(app.config["SETTINGS"].files_url.removeprefix("file://"))


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"facts": b"{}"}, False),
        ({"number": "PO-1"}, False),
        ({"file_id": None, "rendered_at": None}, False),
        ({"failure": "died"}, True),
    ],
)
def test_no_code_changes_an_issued_document(scene, made, changes, allowed):
    order = issue(scene)
    drain(clock.now())
    document = document_of(order)
    with nullcontext() if allowed else pytest.raises(FrozenDocumentTouched), transaction():
        for name, value in changes.items():
            setattr(document, name, value)


def test_no_code_deletes_an_issued_document(scene):
    order = issue(scene)
    with pytest.raises(FrozenDocumentTouched), transaction():
        db.session.delete(document_of(order))


def test_nobody_else_reads_a_document(scene, made):
    order = issue(scene)
    drain(clock.now())
    world, kind, file = scene.world, order.__tablename__, document_of(order).file
    for reader in (world.acme, world.alpha):
        assert queries.file(reader.id, kind, order.id, file.public_id) is file
    for reader in (world.bolt, world.beta):
        assert queries.documents(reader.id, kind, order.id) == []
        with pytest.raises(Missing):
            queries.file(reader.id, kind, order.id, file.public_id)
    with pytest.raises(Missing):
        queries.file(world.acme.id, "contract", order.id, file.public_id)


def test_a_failure_is_tried_again_and_then_told(scene, made):
    order, at = issue(scene), clock.now()
    made.says = Reason.DIED
    for _ in range(documents.MOST_TRIES - 1):
        drain(at)
        assert document_of(order).failure == ""
        at += timedelta(minutes=1)
    drain(at)
    assert len(made.given) == documents.MOST_TRIES
    assert document_of(order).failure == "died"
    assert told(scene) == [("document_failed", {"number": "PO-2026-0001", "revision": 1})]

    # Later it is tried once more, without telling again.
    again(at)
    assert len(made.given) == documents.MOST_TRIES + 1
    made.says = b"%PDF-1.7"
    again(at + timedelta(days=1))
    document = document_of(order)
    assert (document.failure, document.file.size) == ("", 8)
    assert len(told(scene)) == 1


def test_what_was_lost_on_the_way_is_found_again(scene, made):
    order, at = issue(scene), clock.now()
    with transaction():
        db.session.execute(update(OutboxRow).values(done_at=at))
        db.session.execute(update(Document).values(frozen_at=at))
    again(at)
    assert made.given == []
    with transaction():
        db.session.execute(update(Document).values(frozen_at=at - documents.AGAIN - timedelta(seconds=1)))
    again(at)
    assert document_of(order).file is not None


def told(scene):
    rows = db.session.scalars(
        select(Notice).where(Notice.organisation_id == scene.world.acme.id, Notice.kind == "document_failed")
    )
    return [(notice.kind, notice.params) for notice in rows]


def again(at):
    documents.try_again(outbox.Job(id=next(JOBS), key="", kind="documents.again", payload={}, tries=1))
    drain(at + timedelta(minutes=1))


@pytest.mark.parametrize("reason", [Reason.BAD_FACTS, Reason.FETCH_REFUSED])
def test_what_can_never_succeed_is_told_at_once(scene, made, reason):
    order = issue(scene)
    made.says = reason
    drain(clock.now())
    drain(clock.now() + timedelta(hours=1))
    assert len(made.given) == 1
    assert (document_of(order).failure, len(told(scene))) == (reason, 1)


def test_a_change_is_a_document_of_its_own(scene, made):
    order = issue(scene)
    first, second = order.schedule
    later = second.requested_date + timedelta(days=7)
    amendments = [Amendment(first, quantity=Decimal(80)), Amendment(second, day=later)]
    with transaction():
        changes.amend(order, amendments, actor=scene.buyer, now=scene.now)
    facts = from_bytes(document_of(order).facts)
    assert facts.revision == 2
    assert facts.revision_note == "Line 1: quantity 80 pc instead of 100 pc. Line 2: delivery dates."
    assert [line.amount for line in facts.lines] == [Decimal(1000), Decimal("666.67")]

    with transaction():
        responses.answer(
            order, [Answer(part, Verdict.ACCEPT) for part in order.schedule], actor=scene.sales, now=scene.now
        )
        changes.amend(
            order, [Amendment(second, cancels=True, reason="Not needed")], actor=scene.buyer, now=scene.now
        )
        responses.answer(order, [Answer(second, Verdict.ACCEPT)], actor=scene.sales, now=scene.now)
    facts = from_bytes(document_of(order).facts)
    assert (facts.revision, facts.revision_note) == (3, "Line 2 is cancelled.")
    assert [(line.number, line.schedule[0].agreed_on) for line in facts.lines] == [(1, first.agreed_date)]
    assert facts.totals.net == Decimal(1050)
    drain(clock.now())
    kind = order.__tablename__
    assert [
        (document.revision, document.file.name)
        for document in queries.documents(scene.world.alpha.id, kind, order.id)
    ] == [(revision, f"PO-2026-0001-rev{revision}.pdf") for revision in (3, 2, 1)]
