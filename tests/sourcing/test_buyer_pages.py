"""The buyer's pages of RFQs: what was typed is kept, what is open is offered, and nothing is told too early."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest

from portal import clock
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.queries import dialogue
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import dialogue as dialogue_service
from portal.sourcing.service import publishing, rfqs
from portal.sourcing.workflow import RfqState
from tests.records import PDF
from tests.sourcing.rfqs import drafted, published, written
from tests.sourcing.test_rfqs import item, revision
from tests.uploading import assert_refuses_harm


@pytest.fixture
def today():
    """Pages know no other clock than the portal's."""
    return clock.now()


@pytest.fixture
def buying(client, sign_in, world):
    sign_in(client, world.acme, Role.PROCUREMENT)
    return client


def text_of(answer) -> str:
    return unescape(answer.get_data(as_text=True))


def fields(now, **values):
    """A form of one line, as a browser sends it."""
    plain = {
        "title": "Brackets",
        "currency": "EUR",
        "deadline": f"{now + timedelta(days=14):%Y-%m-%dT%H:%M}",
        "zone": "Europe/Berlin",
        "incoterm": "",
        "tie_rule": "shared",
        "lines-0-description": "Bracket",
        "lines-0-quantity": "100",
        "lines-0-unit": "H87",
        "lines-0-kind": "goods",
        "lines-0-wanted_date": f"{now + timedelta(days=60):%Y-%m-%d}",
        "lines-0-site": "",
    }
    return {**plain, **values}


def location_id(answer) -> str:
    return answer.headers["Location"].rstrip("/").split("/")[-1]


def test_an_rfq_is_written_with_items_specs_currencies_and_files(buying, world, today):
    with transaction():
        thing = item(world.acme, today)
        revision(world.acme, today, of=thing)
    more = {
        "lines-3-item": "4711",
        "lines-3-spec_revision": "S-released A",
        "lines-3-quantity": "1,000.5",
        "lines-3-kind": "service",
        "lines-3-unit": "",
        "lines-3-description": "",
        "lines-3-wanted_date": f"{today + timedelta(days=70):%Y-%m-%d}",
        "lines-3-site": world.acme.site.public_id,
        "currencies-0-currency": "USD",
        "currencies-0-rate": "0.92",
        "files": (BytesIO(PDF), "drawing.pdf"),
    }
    answer = buying.post_form("/buyer/rfqs/new", fields(today, **more), content_type="multipart/form-data")
    assert answer.status_code == 303, text_of(answer)
    rfq = queries.rfq(world.acme.id, location_id(answer))
    assert [(line.description, str(line.quantity.normalize()), line.unit) for line in rfq.lines] == [
        ("Bracket", "1E+2", "H87"),
        ("Housing", "1000.5", "H87"),
    ]
    assert rfq.lines[1].spec_revision.label == "A"
    assert [row.file.name for row in rfq.files] == ["drawing.pdf"]
    assert [row.currency for row in rfq.currencies] == ["USD"]
    page = text_of(buying.get(f"/buyer/rfqs/{rfq.public_id}"))
    assert "Nobody is invited yet." in page
    assert "drawing.pdf" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Please fill this in."),
        ({"deadline": "2020-01-01T12:00"}, "The deadline must lie in the future."),
        ({"deadline": "2026-03-29T02:30"}, "That time does not exist in Europe/Berlin"),
        ({"question_cutoff": "2099-01-01T12:00"}, "Questions must end before the deadline."),
        ({"lines-0-quantity": "-5"}, "This cannot be negative."),
        ({"lines-0-quantity": "0"}, "A quantity must be greater than zero."),
        ({"lines-0-quantity": "2,55"}, "Is “2,55” meant"),
        ({"lines-0-quantity": "9" * 30}, "This number is too large"),
        ({"lines-0-item": "no such"}, "There is no item “no such” in use."),
        ({"lines-0-spec_revision": "S-9 Z"}, "There is no spec with this number and revision"),
        ({"lines-0-unit": ""}, "Choose a unit, or an item that has one."),
        ({"lines-0-wanted_date": "2020-01-01"}, "The wanted date lies before the deadline"),
        ({"incoterm": "DAP"}, "Name the place that belongs to the Incoterm."),
    ],
)
def test_what_is_refused_stands_at_its_field_and_nothing_is_lost(buying, today, values, sentence):
    typed = fields(today, **{"description": "Zwölf <b>Stück</b>", **values})
    answer = buying.post_form("/buyer/rfqs/new", typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "Zwölf <b>Stück</b>" in page
    for name, value in values.items():
        assert value in page, name


def test_a_file_that_is_none_is_refused_at_its_field(buying, today):
    typed = fields(today, files=(BytesIO(b""), "empty.pdf"))
    answer = buying.post_form("/buyer/rfqs/new", typed, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert 'id="files-error"' in text_of(answer)


def test_two_who_edit_one_rfq_see_both_texts(buying, world, today):
    with transaction():
        rfq = drafted(world, today)
    opened = {**fields(today), "version": str(rfq.version)}
    with transaction():
        again = queries.rfq(world.acme.id, rfq.public_id)
        rfqs.edit(again, written(today, title="Theirs"), actor=world.acme.actor(Role.PROCUREMENT), now=today)
    typed = {**opened, "title": "Mine", "lines-0-quantity": "1250.5"}
    answer = buying.post_form(f"/buyer/rfqs/{rfq.public_id}/edit", typed)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "1,250.5 pc" in page, "values as people read them"
    assert "1250.500000" not in page
    assert "Mine" in page
    assert "Theirs" in page
    assert "Send the form again to keep yours" in page


def test_the_way_from_a_draft_to_an_answer(buying, world, today):
    with transaction():
        rfq = drafted(world, today)
    there = f"/buyer/rfqs/{rfq.public_id}"
    assert "Read it once more, then publish it." in text_of(buying.get(there))
    assert buying.post_form(f"{there}/publish", {"version": "999"}).status_code == 409
    assert buying.post_form(f"{there}/publish", {"version": str(rfq.version)}).status_code == 303
    db.session.expire_all()
    found = queries.rfq(world.acme.id, rfq.public_id)
    assert found.state is RfqState.PUBLISHED
    with transaction():
        question = dialogue_service.ask(
            dialogue.invitation(world.alpha.id, found),
            "Which steel?",
            actor=world.alpha.actor(Role.SALES),
            now=clock.now(),
        )
    page = text_of(buying.get(there))
    assert "Questions wait for an answer" in page
    assert "Which steel?" in page
    assert "Answer" in text_of(buying.get("/buyer/"))
    answer = buying.post_form(f"/buyer/questions/{question.public_id}/answer", {"text": "S235"})
    assert answer.status_code == 303
    assert "S235" in text_of(buying.get(there))


def test_nobody_on_the_buyers_side_reads_who_asked(buying, world, today):
    with transaction():
        rfq = published(world, today)
        question = dialogue_service.ask(
            dialogue.invitation(world.alpha.id, rfq),
            "Which steel?",
            actor=world.alpha.actor(Role.SALES),
            now=clock.now(),
        )
    page = text_of(buying.get(f"/buyer/questions/{question.public_id}/answer"))
    assert "Alpha" not in page
    # On the RFQ's page Alpha stands once, in the list of those invited.
    assert text_of(buying.get(f"/buyer/rfqs/{rfq.public_id}")).count("Alpha") == 1


def test_an_addendum_shows_before_and_after(buying, world, today):
    with transaction():
        rfq = published(world, today)
    first = rfq.lines[0]
    there = f"/buyer/rfqs/{rfq.public_id}/addendum"
    assert buying.get(there).status_code == 200
    typed = {
        "version": str(rfq.version),
        "text": "More of them.",
        "material": "y",
        "deadline": f"{today + timedelta(days=20):%Y-%m-%dT%H:%M}",
        "lines-0-line": first.public_id,
        "lines-0-quantity": "150",
        "lines-0-wanted_date": f"{first.wanted_date:%Y-%m-%d}",
        "lines-0-description": first.description,
    }
    refused = buying.post_form(there, {**typed, "lines-0-quantity": "0"})
    assert refused.status_code == 422
    assert "A quantity must be greater than zero." in text_of(refused)
    assert "More of them." in text_of(refused)
    answer = buying.post_form(there, typed)
    assert answer.status_code == 303, text_of(answer)
    page = text_of(buying.get(f"/buyer/rfqs/{rfq.public_id}"))
    assert "100 pc" in page
    assert "150 pc" in page


def test_a_deadline_that_moves_back_is_refused_at_its_field(buying, world, today):
    with transaction():
        rfq = published(world, today)
    there = f"/buyer/rfqs/{rfq.public_id}/deadline"
    typed = {"version": str(rfq.version), "reason": "Holidays"}
    back = f"{today + timedelta(days=3):%Y-%m-%dT%H:%M}"
    answer = buying.post_form(there, {**typed, "deadline": back})
    assert answer.status_code == 422
    assert "A deadline moves forward only." in text_of(answer)
    assert "Holidays" in text_of(answer)
    later = f"{today + timedelta(days=30):%Y-%m-%dT%H:%M}"
    assert buying.post_form(there, {**typed, "deadline": later}).status_code == 303


def test_a_form_that_is_not_open_leads_back(buying, world, today):
    with transaction():
        rfq = drafted(world, today)
        publishing.cancel(rfq, "Over", actor=world.acme.actor(Role.PROCUREMENT), now=today)
    for act in ("edit", "invite", "addendum", "deadline", "cancel", "unsuccessful", "award", "comparison"):
        answer = buying.get(f"/buyer/rfqs/{rfq.public_id}/{act}")
        assert (act, answer.status_code) == (act, 303)
    page = text_of(buying.get(f"/buyer/rfqs/{rfq.public_id}"))
    assert "Over" in page


def test_a_draft_that_nobody_is_invited_to_leads_to_inviting(buying, world, today):
    answer = buying.post_form("/buyer/rfqs/new", fields(today))
    page = text_of(buying.get(answer.headers["Location"]))
    assert f'class="btn btn-primary" href="/buyer/rfqs/{location_id(answer)}/invite"' in page


def test_an_addendum_names_its_lines_as_the_rfq_does(buying, world, today):
    with transaction():
        rfq = published(world, today)
        position = rfq.lines[0].position
    page = text_of(buying.get(f"/buyer/rfqs/{rfq.public_id}/addendum"))
    assert f"<span data-row-number>{position}</span>" in page
    assert 'id="lines-0-quantity-unit"' in page


def test_harmful_files_of_an_rfq_are_refused_at_the_field(buying, today):
    assert_refuses_harm(buying, "/buyer/rfqs/new", fields(today), "files")
