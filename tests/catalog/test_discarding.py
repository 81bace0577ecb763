"""What was never used can be discarded; what is used is taken out of use only."""

import pytest
from sqlalchemy import func, select

from portal import clock, history
from portal.accounts.roles import Role
from portal.catalog import service
from portal.catalog.models import Item, ItemUnit, Spec, SpecFile, SpecRevision
from portal.catalog.rules.items import UnitDraft
from portal.db import db, is_named, transaction
from portal.errors import Missing, WrongState
from portal.files.models import StoredFile
from portal.history import Event
from portal.sourcing.service import rfqs
from tests.records import stored
from tests.sourcing.rfqs import drafted, line
from tests.sourcing.test_rfqs import procurement


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_an_item_that_nothing_names_goes_with_its_units(world, shelf):
    with transaction():
        item = shelf.item(units=[UnitDraft("KGM", 2)])
        assert not service.item_is_used(item)
        service.discard_item(item, **shelf.as_us)
        assert (count(Item), count(ItemUnit)) == (0, 0)
        # Its number is free again, and the next one has a history of its own.
        after = shelf.item()
    assert [event.name for event in history.timeline(world.acme.id, after)] == ["ItemCreated"]
    assert "ItemDiscarded" in db.session.scalars(select(Event.name)).all()


def test_an_item_that_a_spec_names_stays(shelf):
    with transaction():
        item = shelf.item()
        shelf.spec(item=item)
        assert service.item_is_used(item)
        with pytest.raises(WrongState, match="I-1 is used"):
            service.discard_item(item, **shelf.as_us)
    assert count(Item) == 1


def test_an_item_that_an_rfq_names_stays(world, shelf):
    """The catalogue knows nothing of RFQs, and yet an item of theirs stays."""
    with transaction():
        item = shelf.item()
        drafted(world, shelf.now, lines=(line(item=item),))
        assert service.item_is_used(item)
        with pytest.raises(WrongState):
            service.discard_item(item, **shelf.as_us)


def test_a_spec_of_which_nothing_was_released_goes_with_its_files(shelf):
    with transaction():
        item = shelf.item()
        spec = shelf.spec(item=item)
        shelf.add(spec.revisions[0], "drawing.pdf", drawing=True)
        service.discard_spec(spec, **shelf.as_us)
        assert [count(model) for model in (Spec, SpecRevision, SpecFile, StoredFile)] == [0, 0, 0, 0]
        assert not service.item_is_used(item)
        shelf.spec()
    names = db.session.scalars(select(Event.name)).all()
    assert {"SpecDiscarded", "FileLetGo"} <= set(names)


def test_a_spec_that_was_ever_released_stays(shelf):
    with transaction():
        spec = shelf.released().spec
        service.start_revision(spec, label="B", change_note="", **shelf.as_us)
        assert service.spec_is_used(spec)
        with pytest.raises(WrongState, match="S-1 is used"):
            service.discard_spec(spec, **shelf.as_us)
    assert count(SpecRevision) == 2


def test_a_draft_goes_and_the_revision_in_force_keeps_what_both_carried(shelf):
    with transaction():
        first = shelf.spec().revisions[0]
        shelf.add(first, "old.pdf")
        service.release(first, **shelf.as_us)
        second = service.start_revision(first.spec, label="B", change_note="", **shelf.as_us)
        shelf.add(second, "new.pdf")
        service.discard_revision(second, **shelf.as_us)
        assert [one.label for one in first.spec.revisions] == ["A"]
        assert [row.file.name for row in first.files] == ["old.pdf"]
        assert db.session.scalars(select(StoredFile.name)).all() == ["old.pdf"]
        service.start_revision(first.spec, label="B", change_note="", **shelf.as_us)
    told = [event.name for event in history.timeline(shelf.company.id, first.spec)]
    assert told[:2] == ["SpecRevisionStarted", "SpecRevisionDiscarded"]


def test_a_released_revision_and_the_only_one_stay(shelf):
    with transaction():
        revision = shelf.spec().revisions[0]
        with pytest.raises(WrongState, match="only revision"):
            service.discard_revision(revision, **shelf.as_us)
        service.release(revision, **shelf.as_us)
        with pytest.raises(WrongState, match="never changes"):
            service.discard_revision(revision, **shelf.as_us)
    assert count(SpecRevision) == 1


def test_a_file_taken_off_a_draft_is_let_go_unless_something_names_it(world, shelf, now):
    with transaction():
        first = drafted(world, now)
        kept = rfqs.add_file(first, stored(world.acme, now), actor=procurement(world), now=now)
        file = kept.file
        assert is_named(file)
        rfqs.remove_file(first, kept, actor=procurement(world), now=now)
        assert count(StoredFile) == 0
        revision = shelf.released("S-2")
        draft = service.start_revision(revision.spec, label="B", change_note="", **shelf.as_us)
        shelf.add(draft, "one.pdf")
        service.release(draft, **shelf.as_us)
        again = service.start_revision(revision.spec, label="C", change_note="", **shelf.as_us)
        service.remove_file(again, again.files[0], **shelf.as_us)
    assert db.session.scalars(select(StoredFile.name)).all() == ["one.pdf"]


def test_the_pages_offer_what_the_verbs_allow(client, sign_in, world, shelf):
    sign_in(client, world.acme, Role.PROCUREMENT)
    with transaction():
        item, unused = shelf.item(), shelf.item("I-2")
        revision = shelf.spec(item=item).revisions[0]
        service.release(revision, actor=shelf.actor, now=clock.now())
        draft = service.start_revision(revision.spec, label="B", change_note="", **shelf.as_us)
        fresh = shelf.spec("S-2")
    pages = {
        f"/buyer/items/{item.public_id}": False,
        f"/buyer/items/{unused.public_id}": True,
        f"/buyer/specs/{revision.spec.public_id}": False,
        f"/buyer/specs/{fresh.public_id}": True,
        f"/buyer/spec-revisions/{revision.public_id}": False,
        f"/buyer/spec-revisions/{draft.public_id}": True,
        f"/buyer/spec-revisions/{fresh.revisions[0].public_id}": False,
    }
    offered = {page: f"{page}/discard" in client.get(page).get_data(as_text=True) for page in pages}
    assert offered == pages
    for page, allowed in reversed(pages.items()):
        answer = client.post_form(f"{page}/discard")
        assert answer.status_code == (303 if allowed else 409), page
        if allowed:
            assert "discarded" in client.get(answer.location).get_data(as_text=True)
            assert client.get(page).status_code == 404
    sign_in(client, world.acme, Role.AUDITOR)
    page = f"/buyer/items/{item.public_id}"
    assert f"{page}/discard" not in client.get(page).get_data(as_text=True)
    assert client.post_form(f"{page}/discard").status_code == 403


def test_what_a_colleague_has_taken_away_meanwhile_is_missing(shelf):
    with transaction():
        draft = shelf.spec().revisions[0]
        shelf.add(draft, "norm.pdf")
    with transaction():
        draft = db.session.get_one(SpecRevision, draft.id)
        file, spec = draft.files[0], draft.spec
        for kind in (SpecFile, SpecRevision, Spec):
            if kind is SpecRevision:
                with pytest.raises(Missing):
                    service.remove_file(draft, file, **shelf.as_us)
            db.session.connection().execute(kind.__table__.delete())
        with pytest.raises(Missing):
            service.discard_spec(spec, **shelf.as_us)
