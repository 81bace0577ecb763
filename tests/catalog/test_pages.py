"""The catalogue's pages: writing, finding, uploading, and what a refusal keeps."""

import io

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.catalog import queries, service
from portal.catalog.models import Category, Item, Spec, SpecRevision
from portal.catalog.workflow import RevisionState
from portal.db import db, transaction
from tests.records import PDF
from tests.uploading import assert_refuses_harm


@pytest.fixture
def buyer(client, world, sign_in):
    """A browser of Acme's procurement."""
    sign_in(client, world.acme, Role.PROCUREMENT)
    return client


def only(model):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


ITEM = {
    "number": "I-1",
    "name": "Drive shaft",
    "unit": "H87",
    "category": "",
    "description": "Line 1\nLine 2",
}


def test_an_item_is_written_shown_and_changed(buyer, world, shelf):
    with transaction():
        category = service.create_category(world.acme.id, cpv="44440000-6", name="Bearings", **shelf.as_us)
    units = {"units-0-unit": "XBX", "units-0-factor": "12.5", "units-0-for_orders": "y"}
    answer = buyer.post_form("/buyer/items/new", {**ITEM, **units, "category": category.public_id})
    assert answer.status_code == 303
    page = buyer.get(answer.location).text
    for words in (
        "Drive shaft",
        "I-1",
        "Bearings",
        "box",
        "12.5 pc",
        "orders",
        "Line 1<br>Line 2",
        "added the item",
    ):
        assert words in page
    item = only(Item)
    form = buyer.get(f"/buyer/items/{item.public_id}/edit").text
    assert 'value="12.5"' in form
    answer = buyer.post_form(
        f"/buyer/items/{item.public_id}/edit", {**ITEM, "name": "Shaft", "version": str(item.version)}
    )
    assert answer.status_code == 303
    changed = only(Item)
    assert (changed.name, changed.units, changed.category) == ("Shaft", [], None)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": ""}, "Please fill this in."),
        ({"number": "I-9"}, "You have an item with the number I-9 already."),
        ({"erp_number": "E-9"}, "Another item has the ERP number E-9 already."),
        ({"name": "x" * 301}, "Field cannot be longer than 300 characters."),
        ({"unit": "PCE"}, "Not a valid choice."),
        ({"units-0-unit": "XBX", "units-0-factor": "2,55"}, "2,55"),
        ({"units-0-unit": "XBX", "units-0-factor": "-1"}, "This cannot be negative."),
        ({"units-0-unit": "XBX", "units-0-factor": "9" * 30}, "too large"),
        ({"units-0-unit": "XBX", "units-0-factor": ""}, "Say how many stock units"),
    ],
)
def test_a_refused_item_keeps_what_was_typed(buyer, shelf, values, words):
    with transaction():
        shelf.item("I-9", erp_number="E-9")
    answer = buyer.post_form("/buyer/items/new", {**ITEM, "name": "Typed <b>name</b>", **values})
    assert answer.status_code == 422
    assert words in answer.text
    if "name" not in values:
        assert "Typed &lt;b&gt;name&lt;/b&gt;" in answer.text
    assert only(Item).number == "I-9"


def test_two_who_edit_one_item_are_shown_both_texts(buyer, shelf):
    with transaction():
        item = shelf.item("I-1", name="Shaft")
    url, opened = f"/buyer/items/{item.public_id}/edit", str(item.version)
    assert buyer.post_form(url, {**ITEM, "name": "Theirs", "version": opened}).status_code == 303
    stale = buyer.post_form(url, {**ITEM, "name": "Mine", "version": opened})
    assert stale.status_code == 409
    assert "Theirs" in stale.text
    assert "Mine" in stale.text
    assert only(Item).name == "Theirs"
    again = buyer.post_form(url, {**ITEM, "name": "Mine", "version": str(only(Item).version)})
    assert again.status_code == 303
    assert only(Item).name == "Mine"


def test_a_category_of_another_buyer_cannot_be_chosen(buyer, other_shelf):
    with transaction():
        foreign = service.create_category(
            other_shelf.company.id, cpv="44440000-6", name="x", **other_shelf.as_us
        )
    answer = buyer.post_form("/buyer/items/new", {**ITEM, "category": foreign.public_id})
    assert answer.status_code == 422
    assert "Not a valid choice." in answer.text


def test_items_are_found_and_taken_out_of_use(buyer, shelf):
    with transaction():
        item = shelf.item("I-1", name="Drive shaft", erp_number="4711")
        shelf.item("I-2", name="Gasket")
    page = buyer.get("/buyer/items?q=4711").text
    assert "Drive shaft" in page
    assert "Gasket" not in page
    assert "No item matches" in buyer.get("/buyer/items?q=nothing").text
    assert buyer.post_form(f"/buyer/items/{item.public_id}/archive").status_code == 303
    assert "Drive shaft" not in buyer.get("/buyer/items").text
    assert "Drive shaft" in buyer.get("/buyer/items?archived=1").text
    assert buyer.post_form(f"/buyer/items/{item.public_id}/archive").status_code == 409
    assert buyer.post_form(f"/buyer/items/{item.public_id}/restore").status_code == 303
    assert "Drive shaft" in buyer.get("/buyer/items").text


def test_a_category_is_written_changed_and_taken_out_of_use(buyer, shelf):
    refused = buyer.post_form("/buyer/categories/new", {"cpv": "30213100-7", "name": "Computers"})
    assert refused.status_code == 422
    assert "check digit" in refused.text
    assert 'value="30213100-7"' in refused.text
    assert buyer.post_form("/buyer/categories/new", {"cpv": "30213100", "name": "PC"}).status_code == 303
    assert only(Category).cpv == "30213100-6"
    url = f"/buyer/categories/{only(Category).public_id}"
    assert buyer.post_form(url, {"cpv": "30213100-6", "name": "Portable computers"}).status_code == 303
    assert "Portable computers" in buyer.get("/buyer/categories").text
    assert buyer.post_form(f"{url}/archive").status_code == 303
    assert "Portable computers" in buyer.get("/buyer/categories?archived=1").text
    assert buyer.post_form(f"{url}/restore").status_code == 303


def test_two_who_change_one_category_are_shown_both_texts(buyer, shelf):
    with transaction():
        made = service.create_category(shelf.company.id, cpv="30213100-6", name="PC", **shelf.as_us)
    url = f"/buyer/categories/{made.public_id}"
    form = {"cpv": "30213100-6", "version": str(made.version)}
    assert buyer.post_form(url, {**form, "name": "Theirs"}).status_code == 303
    stale = buyer.post_form(url, {**form, "name": "Mine"})
    assert stale.status_code == 409
    assert "Theirs" in stale.text
    assert "Mine" in stale.text
    assert only(Category).name == "Theirs"


def test_a_spec_goes_from_draft_to_its_next_revision(buyer, shelf):
    with transaction():
        item = shelf.item("I-1", name="Drive shaft")
    form = buyer.get(f"/buyer/specs/new?item={item.public_id}").text
    assert f'<option selected value="{item.public_id}">' in form
    values = {"number": "S-1", "title": "Shaft", "item": item.public_id, "label": "A", "text": "Bore 40 H7"}
    draft = buyer.post_form("/buyer/specs/new", values).location
    assert "Bore 40 H7" in buyer.get(draft).text
    answer = buyer.post_form(f"{draft}/edit", {"label": "A", "text": "Bore 42 H7", "change_note": ""})
    assert answer.status_code == 303
    # The button of a page that shows the first text.
    assert buyer.post_form(f"{draft}/release", {"version": "1"}).status_code == 409
    assert buyer.post_form(f"{draft}/release").status_code == 303
    page = buyer.get(draft).text
    assert "Released" in page
    assert "Add files" not in page
    spec = f"/buyer/specs/{only(Spec).public_id}"
    assert 'value="B"' in buyer.get(f"{spec}/revisions/new").text
    second = buyer.post_form(f"{spec}/revisions/new", {"label": "B", "change_note": "Why"}).location
    assert "Bore 42 H7" in buyer.get(second).text
    assert buyer.get(f"{spec}/revisions/new").location == second, "the draft that stands is gone on with"
    assert buyer.post_form(f"{second}/release").status_code == 303
    assert "Superseded" in buyer.get(spec).text


def test_a_released_revision_is_refused_with_a_sentence_on_every_way(buyer, shelf):
    with transaction():
        revision = shelf.spec().revisions[0]
        shelf.add(revision, "drawing.pdf")
        service.release(revision, **shelf.as_us)
    url = f"/buyer/spec-revisions/{revision.public_id}"
    sentence = "Revision A is released and never changes."
    shown = buyer.get(f"{url}/edit", follow_redirects=True)
    assert sentence in shown.text
    file = f"{url}/files/{revision.files[0].file.public_id}/remove"
    upload = {"drawings": (io.BytesIO(PDF), "late.pdf")}
    for path, values in ((f"{url}/edit", {"label": "A", "text": "x"}), (f"{url}/files", upload), (file, {})):
        answer = buyer.post_form(path, values)
        assert answer.status_code == 409
        assert sentence in answer.text
    assert buyer.post_form(f"{url}/release").status_code == 409
    stands = only(SpecRevision)
    assert (stands.text, len(stands.files), stands.state) == ("As drawn.", 1, RevisionState.RELEASED)


def test_files_are_added_fetched_and_removed(buyer, client, world, sign_in, shelf):
    with transaction():
        revision = shelf.spec().revisions[0]
    url = f"/buyer/spec-revisions/{revision.public_id}"
    uploads = {
        "drawings": [(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(PDF), "b.pdf")],
        "files": [(io.BytesIO(b"a;b\r\n1;2\r\n"), "table.csv")],
    }
    assert buyer.post_form(f"{url}/files", uploads).status_code == 303
    with transaction():
        files = {one.file.name: one for one in queries.revision(world.acme.id, revision.public_id).files}
        assert {name: one.drawing for name, one in files.items()} == {
            "a.pdf": True,
            "b.pdf": True,
            "table.csv": False,
        }
    at = f"{url}/files/{files['a.pdf'].file.public_id}"
    fetched = buyer.get(at)
    assert fetched.data == PDF
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert buyer.get(f"{at}?inline").headers["Content-Disposition"].startswith("inline")
    assert buyer.post_form(f"{at}/remove").status_code == 303
    assert buyer.get(at).status_code == 404
    sign_in(client, world.bolt, Role.PROCUREMENT)
    assert client.get(f"{url}/files/{files['b.pdf'].file.public_id}").status_code == 404


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        ({}, "Choose at least one file."),
        ({"drawings": (b"", "empty.pdf")}, "is empty"),
        ({"files": (b"<svg onload=alert(1)>", "x.svg")}, "is not of a kind that can be sent"),
    ],
)
def test_a_refused_file_is_told_at_its_field(buyer, shelf, upload, words):
    with transaction():
        revision = shelf.spec(text="Stays").revisions[0]
    sent = {field: (io.BytesIO(data), name) for field, (data, name) in upload.items()}
    answer = buyer.post_form(f"/buyer/spec-revisions/{revision.public_id}/files", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Stays" in answer.text


def test_who_may_only_read_is_offered_no_act(client, world, sign_in, shelf):
    with transaction():
        item, revision = shelf.item(), shelf.spec().revisions[0]
    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    for url in (
        "/buyer/items",
        f"/buyer/items/{item.public_id}",
        "/buyer/categories",
        "/buyer/specs",
        f"/buyer/specs/{revision.spec.public_id}",
        f"/buyer/spec-revisions/{revision.public_id}",
    ):
        page = client.get(url).text
        for words in ("btn-primary", "/edit", "/new", "/release", "Add files"):
            assert words not in page, (url, words)


def test_harmful_drawings_are_refused_at_the_field(buyer, shelf):
    with transaction():
        revision = shelf.spec().revisions[0]
    assert_refuses_harm(buyer, f"/buyer/spec-revisions/{revision.public_id}/files", {}, "drawings")
