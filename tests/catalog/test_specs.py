"""Specs: a draft is written and released, and what was released never changes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from portal import history
from portal.accounts.roles import Role
from portal.catalog import queries, service
from portal.catalog.models import ReleasedRevisionTouched, SpecFile, SpecRevision
from portal.catalog.workflow import RevisionState
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, Stale, WrongState
from portal.history import Event


def names(shelf, record):
    return [event.name for event in history.timeline(shelf.company.id, record)]


def test_a_spec_begins_with_a_draft(shelf, writing):
    spec = shelf.spec(text="Bore 40 H7")
    assert [(one.label, one.state, one.text) for one in spec.revisions] == [
        ("A", RevisionState.DRAFT, "Bore 40 H7")
    ]
    assert spec.draft is spec.revisions[0]
    assert spec.released is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "S-1"}, "number"),
        ({"number": ""}, "number"),
        ({"number": "S-2", "title": ""}, "title"),
        ({"number": "S-2", "label": ""}, "label"),
    ],
)
def test_a_spec_that_cannot_stand_is_refused_at_its_field(shelf, writing, values, field):
    shelf.spec("S-1")
    with pytest.raises(RuleBroken) as refused:
        service.create_spec(shelf.company.id, **{"title": "T", "item": None, **values}, **shelf.as_us)
    assert refused.value.field == field


def test_an_item_of_another_buyer_is_not_there(shelf, other_shelf, writing):
    with pytest.raises(Missing):
        shelf.spec(item=other_shelf.item())


def test_releasing_puts_in_force_and_supersedes_what_was(shelf):
    with transaction():
        first = shelf.released()
        spec = first.spec
        second = service.start_revision(spec, label="B", change_note="Tighter", **shelf.as_us)
    with transaction():
        service.release(second, **shelf.as_us)
    assert (first.state, second.state) == (RevisionState.SUPERSEDED, RevisionState.RELEASED)
    assert second.released_by_id == shelf.actor.person_id
    assert spec.released is second
    assert list(db.session.scalars(queries.released_revisions(shelf.company.id))) == [second]
    assert names(shelf, first) == ["SpecRevisionSuperseded", "SpecRevisionReleased", "SpecRevisionStarted"]
    assert names(shelf, second) == ["SpecRevisionReleased", "SpecRevisionStarted"]


def test_the_chain_proves_what_was_released(shelf):
    with transaction():
        revision = shelf.released()
    facts = [
        event.facts for event in db.session.scalars(select(Event)) if event.name == "SpecRevisionReleased"
    ]
    assert facts == [{"revision_id": revision.id, "content_sha256": service.content_sha256(revision)}]
    before = service.content_sha256(revision)
    with db.session.no_autoflush:
        revision.text += " "
        assert service.content_sha256(revision) != before
    db.session.rollback()


def test_only_procurement_releases(shelf, writing):
    revision = shelf.spec().revisions[0]
    with pytest.raises(NotAllowed):
        service.release(revision, actor=shelf.company.actor(Role.QUALITY_ENGINEER), now=shelf.now)


def test_an_empty_draft_is_not_released(shelf, writing):
    revision = shelf.spec(text=" ").revisions[0]
    with pytest.raises(RuleBroken) as refused:
        service.release(revision, **shelf.as_us)
    assert refused.value.field == "text"
    shelf.add(revision, "drawing.pdf", drawing=True)
    service.release(revision, **shelf.as_us)


def test_a_new_revision_copies_the_last_with_its_files(shelf, writing):
    revision = shelf.spec(text="Bore 40 H7").revisions[0]
    shelf.add(revision, "drawing.pdf", drawing=True)
    shelf.add(revision, "norm.pdf")
    service.release(revision, **shelf.as_us)
    copy = service.start_revision(revision.spec, label="B", change_note="", **shelf.as_us)
    assert copy.text == "Bore 40 H7"
    assert [(one.file.name, one.drawing) for one in copy.files] == [
        ("drawing.pdf", True),
        ("norm.pdf", False),
    ]
    assert [one.file_id for one in copy.files] == [one.file_id for one in revision.files]
    service.remove_file(copy, copy.files[0], **shelf.as_us)
    assert [one.file.name for one in copy.files] == ["norm.pdf"]
    assert [one.file.name for one in revision.files] == ["drawing.pdf", "norm.pdf"]


def test_one_draft_at_a_time_and_every_label_once(shelf, writing):
    spec = shelf.spec()
    with pytest.raises(WrongState):
        service.start_revision(spec, label="B", change_note="", **shelf.as_us)
    service.release(spec.revisions[0], **shelf.as_us)
    with pytest.raises(RuleBroken) as refused:
        service.start_revision(spec, label="A", change_note="", **shelf.as_us)
    assert refused.value.field == "label"
    draft = service.start_revision(spec, label="B", change_note="", **shelf.as_us)
    with pytest.raises(RuleBroken):
        service.change_revision(draft, label="A", text="x", change_note="", **shelf.as_us)
    service.change_revision(draft, label="B2", text="x", change_note="why", **shelf.as_us)
    assert (draft.label, draft.text, draft.change_note) == ("B2", "x", "why")


def test_a_released_revision_is_refused_with_a_sentence(shelf, writing):
    revision = shelf.released()
    acts = (
        lambda: service.change_revision(revision, label="A", text="y", change_note="", **shelf.as_us),
        lambda: shelf.add(revision, "late.pdf"),
        lambda: service.remove_file(revision, SpecFile(), **shelf.as_us),
    )
    for act in acts:
        with pytest.raises(WrongState, match="Revision A is released and never changes"):
            act()
    with pytest.raises(WrongState):
        service.release(revision, **shelf.as_us)


def touch_text(revision):
    revision.text = "Something else"


def touch_label(revision):
    revision.label = "Z"


def add_file(revision):
    revision.files.append(SpecFile(file=revision.files[0].file, drawing=True))


def swap_file(revision):
    revision.files[0].drawing = True


def drop_file(revision):
    db.session.delete(revision.files[0])


def delete(revision):
    db.session.delete(revision)


@pytest.mark.parametrize("touch", [touch_text, touch_label, add_file, swap_file, drop_file, delete])
def test_a_released_revision_cannot_be_changed_even_past_the_verbs(shelf, touch):
    with transaction():
        revision = shelf.spec().revisions[0]
        shelf.add(revision, "drawing.pdf")
        service.release(revision, **shelf.as_us)

    def past_the_verbs():
        with transaction():
            db.session.add(revision)
            touch(revision)

    with pytest.raises(ReleasedRevisionTouched):
        past_the_verbs()


@pytest.mark.parametrize(
    "act",
    [
        lambda shelf, draft: service.release(draft, **shelf.as_us),
        lambda shelf, draft: shelf.add(draft, "plan.pdf"),
        lambda shelf, draft: service.remove_file(draft, draft.files[0], **shelf.as_us),
        lambda shelf, draft: service.change_revision(
            draft, label="A", text="Mine", change_note="", **shelf.as_us
        ),
        lambda shelf, draft: service.discard_spec(draft.spec, **shelf.as_us),
    ],
    ids=["release", "add a file", "take a file off", "change", "discard"],
)
def test_what_a_colleague_has_written_meanwhile_is_not_written_over(shelf, act):
    with transaction():
        draft = shelf.spec().revisions[0]
        shelf.add(draft, "drawing.pdf")
    with transaction():
        draft = db.session.get_one(SpecRevision, draft.id)
        # As if it had been read before the colleague's transaction ended.
        set_committed_value(draft, "version", draft.version - 1)
        with pytest.raises(Stale):
            act(shelf, draft)


def test_a_file_cannot_be_added_to_what_a_colleague_has_discarded(shelf):
    with transaction():
        draft = shelf.spec().revisions[0]
    with transaction():
        draft = db.session.get_one(SpecRevision, draft.id)
        db.session.connection().execute(SpecRevision.__table__.delete())
        with pytest.raises(Missing):
            shelf.add(draft, "plan.pdf")


def test_a_spec_out_of_use_offers_and_takes_nothing(shelf, writing):
    revision = shelf.released()
    spec = revision.spec
    service.archive_spec(spec, **shelf.as_us)
    assert list(db.session.scalars(queries.released_revisions(shelf.company.id))) == []
    with pytest.raises(WrongState):
        service.start_revision(spec, label="B", change_note="", **shelf.as_us)
    service.restore_spec(spec, **shelf.as_us)
    draft = service.start_revision(spec, label="B", change_note="", **shelf.as_us)
    service.archive_spec(spec, **shelf.as_us)
    with pytest.raises(WrongState):
        service.release(draft, **shelf.as_us)
    assert list(db.session.scalars(queries.drafts(shelf.company.id))) == []


def test_the_search_finds_specs_by_their_item_too(shelf, writing):
    shelf.spec("S-1", item=shelf.item("I-1", name="Housing"))
    shelf.spec("S-2")
    found = db.session.scalars(queries.found_specs(queries.specs(shelf.company.id), "housing"))
    assert [spec.number for spec in found] == ["S-1"]


def test_a_file_is_found_through_its_own_revision_only(shelf, other_shelf, writing):
    revision, other = shelf.spec("S-1").revisions[0], shelf.spec("S-2").revisions[0]
    shelf.add(revision, "drawing.pdf")
    file = revision.files[0]
    found = queries.revision_file(shelf.company.id, revision.public_id, file.file.public_id)
    assert found is file
    for reader, through in ((shelf, other), (other_shelf, revision)):
        with pytest.raises(Missing):
            queries.revision_file(reader.company.id, through.public_id, file.file.public_id)
