"""Submitting, confirming and withdrawing through the pages."""

from datetime import timedelta

from portal.db import db, transaction
from portal.sourcing.queries import door
from tests.sourcing.bid_pages import saved, send, started, text_of, the_bid, typed


def test_from_the_invitation_to_the_receipt(alpha, scene, world, now, clock):
    bid = started(alpha, scene, world)
    form = text_of(alpha.get(f"/supplier/bids/{bid.public_id}/edit"))
    assert "Screws M6" in form
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", {**typed(scene, bid), "next": "review"})
    assert answer.location.endswith(f"/supplier/bids/{bid.public_id}/submit")
    review = text_of(alpha.get(answer.location))
    assert "211.00 EUR" in review  # 1,000 at 12.50 per 100, 500 at 1.20 per 100, 80 freight
    clock.shift(timedelta(seconds=1))
    answer = send(alpha, the_bid(world))
    assert answer.status_code == 303
    bid = the_bid(world)
    receipt = alpha.get(answer.location)
    for part in (bid.counting.receipt_number, bid.counting.sha256, "2 Mar 2026, 09:00:01.000 UTC"):
        assert part in text_of(receipt)
    text = alpha.get(f"{answer.location}.txt")
    assert bid.counting.sha256 in text.get_data(as_text=True)
    assert text.content_type.startswith("text/plain")
    page = text_of(alpha.get(f"/supplier/bids/{bid.public_id}"))
    assert "Submitted" in page
    assert "submitted the bid" in page


def test_what_was_sent_can_be_fetched_byte_by_byte(alpha, scene, world):
    import hashlib

    bid = saved(alpha, scene, world)
    send(alpha, bid)
    version = the_bid(world).counting
    base = f"/supplier/bids/{bid.public_id}/versions/{version.public_id}"
    data = alpha.get(f"{base}/document").get_data()
    assert hashlib.sha256(data).hexdigest() == version.sha256
    assert alpha.get(base).status_code == 200
    draft = the_bid(world).versions[0]
    assert alpha.get(f"/supplier/bids/{bid.public_id}/versions/{draft.public_id}").status_code == 200
    assert alpha.get(f"/supplier/bids/{bid.public_id}/versions/{draft.public_id}/receipt").status_code == 404


def test_a_bid_without_any_line_is_not_submitted(alpha, scene, world):
    bid = saved(alpha, scene, world, **{"lines-0-offered": None, "lines-1-offered": None})
    review = alpha.get(f"/supplier/bids/{bid.public_id}/submit")
    assert "Offer at least one line" in text_of(review)
    answer = send(alpha, bid)
    assert answer.status_code == 422
    assert "Offer at least one line" in text_of(answer)
    assert the_bid(world).counting is None


def test_one_millisecond_after_the_deadline_the_draft_stays_and_a_sentence_says_so(
    alpha, scene, world, come_back
):
    bid = saved(alpha, scene, world)
    come_back(scene.deadline + timedelta(milliseconds=1))
    answer = send(alpha, bid)
    assert answer.status_code == 422
    assert "The deadline has passed" in text_of(answer)
    late = alpha.post_form(
        f"/supplier/bids/{bid.public_id}/edit", typed(scene, bid, **{"lines-0-price": "11"})
    )
    assert late.status_code == 303
    bid = the_bid(world)
    assert (bid.counting, bid.last_ordinal) == (None, 2)
    assert str(door.read_own(world.alpha.id, bid.latest).lines[0].price) == "11"


def test_nobody_is_asked_to_write_on_after_the_deadline(alpha, scene, world, come_back):
    bid = saved(alpha, scene, world)
    pages = [f"/supplier/bids/{bid.public_id}", f"/supplier/bids/{bid.public_id}/submit"]
    assert all("Write on" in text_of(alpha.get(page)) for page in pages)
    come_back(scene.deadline)
    assert not any("Write on" in text_of(alpha.get(page)) for page in pages)
    assert "Back to the bid" in text_of(alpha.get(pages[1]))


def test_one_millisecond_before_the_deadline_it_counts(alpha, scene, world, come_back):
    bid = saved(alpha, scene, world)
    come_back(scene.deadline - timedelta(milliseconds=1))
    assert send(alpha, bid).status_code == 303
    assert the_bid(world).counting.received_at == scene.deadline - timedelta(milliseconds=1)


def test_sending_the_same_submission_twice_has_one_effect_and_one_answer(alpha, scene, world):
    bid = saved(alpha, scene, world)
    key = {"request_key": "a" * 32}
    first, second = send(alpha, bid, **key), send(alpha, bid, **key)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert len([one for one in the_bid(world).versions if one.received_at]) == 1


def test_a_second_tab_that_submits_is_told(alpha, scene, world):
    bid = saved(alpha, scene, world)
    assert send(alpha, bid).status_code == 303
    answer = send(alpha, bid)
    assert answer.status_code == 409
    assert "has changed this since" in text_of(answer)
    assert len([one for one in the_bid(world).versions if one.received_at]) == 1


def test_an_addendum_returns_the_bid_and_confirming_brings_it_back(alpha, scene, world, now, clock):
    bid = saved(alpha, scene, world)
    send(alpha, bid)
    with transaction():
        scene.rfq = db.session.merge(scene.rfq)
        scene.amend(now)
    assert "Returned" in text_of(alpha.get(f"/supplier/rfqs/{scene.rfq.public_id}"))
    page = text_of(alpha.get(f"/supplier/bids/{bid.public_id}/confirm"))
    assert "The coating changes." in page
    assert "nickel" in page
    bid = the_bid(world)
    form = {"version": str(bid.version), "addendum": "1"}
    unseen = alpha.post_form(f"/supplier/bids/{bid.public_id}/confirm", {**form, "addendum": "0"})
    assert unseen.status_code == 422
    assert "has changed this RFQ" in text_of(unseen)
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/confirm", form)
    assert answer.status_code == 303
    assert the_bid(world).returned_by is None


def test_withdrawing(alpha, scene, world):
    bid = saved(alpha, scene, world)
    send(alpha, bid)
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/withdraw", {"version": str(bid.version)})
    assert answer.status_code == 303
    assert the_bid(world).counting is None
    assert "Withdrawn" in text_of(alpha.get(f"/supplier/bids/{bid.public_id}"))


def test_what_is_missing_is_told_with_its_line_before_the_submission(alpha, scene, world):
    bid = saved(alpha, scene, world, **{"lines-1-price": "", "valid_until": ""})
    page = text_of(alpha.get(f"/supplier/bids/{bid.public_id}/submit"))
    assert "Line 2: Give a price for each line that you offer." in page
    assert "Say until when the bid is valid." in page
    assert "Submit the bid" not in page
