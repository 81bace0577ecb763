"""Writing a bid through the pages, and what is refused on it."""

import re

import pytest
from markupsafe import escape
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db
from portal.sourcing.models import Bid
from portal.sourcing.queries import door
from tests.records import PDF
from tests.sourcing.bid_pages import saved, send, started, text_of, the_bid, typed
from tests.uploading import assert_refuses_harm


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("lines-0-price", "2,55", "meant with"),
        ("lines-0-price", "-3", "cannot be negative"),
        ("lines-0-price", "9" * 30, "too large"),
        ("lines-0-price", "999999999999", "Price times quantity must stay below 1,000,000,000,000 EUR."),
        ("lines-0-price", "about ten", "is not a number"),
        ("lines-0-price", "1.2345678", "At most 6 decimals"),
        ("lines-0-quantity", "0", "more than zero"),
        ("lines-0-quantity", "-1", "cannot be negative"),
        ("lines-0-delivery_date", "next week", "year-month-day"),
        ("lines-1-unit", "MTR", "Not a valid choice"),
        ("freight", "12.345", "no smaller unit"),
        ("currency", "GBP", "Not a valid choice"),
        ("valid_until", "31.5.2026", "year-month-day"),
        ("quote_number", "x" * 61, "longer than 60"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field_and_nothing_is_lost(
    alpha, scene, world, field, value, sentence
):
    bid = started(alpha, scene, world)
    form = typed(scene, bid, **{field: value, "lines-1-remark": "kept words"})
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", form)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    error = re.search(rf'id="{field}-error".*?</div>', page, re.DOTALL)
    assert error is not None
    assert sentence in error[0]
    assert "kept words" in page
    if len(value) < 40 and field not in ("lines-1-unit", "currency"):
        assert f'value="{value}"' in page
    assert the_bid(world).last_ordinal == 0


def test_a_second_tab_that_writes_sees_both_texts(alpha, scene, world):
    bid = saved(alpha, scene, world)
    other = typed(scene, bid, **{"lines-0-price": "13"})
    assert alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", other).status_code == 303
    mine = typed(scene, bid, **{"lines-0-price": "14"})
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", mine)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "14" in page
    assert "13" in page
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.get_data(as_text=True))[1]
    again = alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", {**mine, "version": version})
    assert again.status_code == 303
    assert str(door.read_own(world.alpha.id, the_bid(world).latest).lines[0].price) == "14"


def test_files_come_with_the_bid(alpha, scene, world):
    from io import BytesIO

    bid = started(alpha, scene, world)
    form = {**typed(scene, bid), "uploads": (BytesIO(PDF), "quote.pdf")}
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", form, content_type="multipart/form-data")
    assert answer.status_code == 303
    bid = the_bid(world)
    (file,) = door.read_own(world.alpha.id, bid.latest).files
    got = alpha.get(f"/supplier/bids/{bid.public_id}/files/{file.public_id}")
    assert got.get_data() == PDF
    kept = alpha.post_form(
        f"/supplier/bids/{bid.public_id}/edit", {**typed(scene, bid), "kept": file.public_id}
    )
    assert kept.status_code == 303
    assert [f.name for f in door.read_own(world.alpha.id, the_bid(world).latest).files] == ["quote.pdf"]


def test_a_file_of_the_wrong_kind_is_refused(alpha, scene, world):
    from io import BytesIO

    bid = started(alpha, scene, world)
    form = {**typed(scene, bid), "uploads": (BytesIO(b"<html></html>"), "quote.pdf")}
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "quote.pdf" in text_of(answer)


def test_another_suppliers_bid_answers_as_one_that_does_not_exist(alpha, scene, world, client, sign_in):
    bid = saved(alpha, scene, world)
    send(alpha, bid)
    version = the_bid(world).counting.public_id
    sign_in(client, world.beta, Role.SALES)
    own = f"/supplier/bids/{bid.public_id}"
    for address in (
        "",
        "/edit",
        "/submit",
        "/confirm",
        f"/versions/{version}",
        f"/versions/{version}/receipt",
    ):
        assert client.get(own + address).status_code == 404
    assert client.post_form(f"{own}/withdraw").status_code == 404


def test_begun_in_two_tabs_it_is_one_bid(alpha, scene, world):
    started(alpha, scene, world)
    started(alpha, scene, world)
    assert len(db.session.scalars(select(Bid)).all()) == 1


NAUGHTY = [
    "<script>alert(1)</script>",
    "'; drop table bid; --",
    "{{ 7 * 7 }}",
    "%(name)s %s %n",
    "𝕋𝕙𝕖 𝕢𝕦𝕚𝕔𝕜 田中さん 👩‍👩‍👧 ﷽",
    "\u202eright to left\u202c",
    "=cmd|' /C calc'!A0",
    "undefined null NaN -1e400",
    "../../../etc/passwd",
    "a" * 4000,
]


@pytest.mark.parametrize("words", NAUGHTY, ids=range(len(NAUGHTY)))
def test_whatever_is_written_comes_back_as_it_was_and_is_never_run(alpha, scene, world, words):
    short = words[:60]
    fields = {"remark": words, "lines-0-remark": words, "lines-0-deviation": words, "quote_number": short}
    bid = saved(alpha, scene, world, **fields, payment_terms=short)
    document = door.read_own(world.alpha.id, the_bid(world).latest)
    kept = (document.remark, document.lines[0].remark, document.lines[0].deviation)
    assert kept == (words, words, words)
    assert document.payment_terms == document.quote_number == short.strip()
    for page in ("", "/edit", "/submit"):
        shown = alpha.get(f"/supplier/bids/{bid.public_id}{page}").get_data(as_text=True)
        assert str(escape(words)) in shown
        assert "<script>alert" not in shown


def test_what_is_submitted_already_is_not_offered_for_submission_again(alpha, scene, world):
    bid = saved(alpha, scene, world)
    address = f"/supplier/bids/{bid.public_id}/submit"
    assert 'id="submit"' in alpha.get(address).text
    assert "Submit the bid" in text_of(alpha.get(address))
    assert send(alpha, bid).status_code == 303
    receipt = the_bid(world).counting.receipt_number
    second_tab = send(alpha, bid)
    assert second_tab.status_code in {409, 422}
    for answer in (second_tab, alpha.get(address)):
        assert "This is what you have submitted" in text_of(answer)
        assert receipt in text_of(answer)
        assert "Submit the bid" not in text_of(answer)


def test_a_receipt_states_its_time_as_people_read_it(alpha, scene, world):
    bid = saved(alpha, scene, world)
    location = send(alpha, bid).location
    received = the_bid(world).counting.received_at
    for address in (location, f"{location}.txt"):
        words = text_of(alpha.get(address))
        assert f"{received:%H:%M:%S}.{received.microsecond // 1000:03} UTC" in words
        assert "+00:00" not in words


def test_a_refusal_names_the_line_by_the_number_that_the_page_shows(alpha, scene, world):
    bid = started(alpha, scene, world)
    form = typed(scene, bid, **{"lines-1-price": "-1"})
    words = text_of(alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", form))
    assert f"Line {scene.steel.position}, Price: This cannot be negative." in words


def test_harmful_files_of_a_bid_are_refused_before_they_are_sealed(alpha, scene, world):
    bid = started(alpha, scene, world)
    assert_refuses_harm(alpha, f"/supplier/bids/{bid.public_id}/edit", typed(scene, bid), "uploads")
