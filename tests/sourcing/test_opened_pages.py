"""The buyer's pages after the deadline: opening, comparing, awarding; and how little they tell before."""

import re
from datetime import date
from decimal import Decimal as D
from html import unescape

import pytest
import time_machine

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.history import timeline
from portal.sourcing.queries import awards as award_queries
from portal.sourcing.queries import opened
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.workflow import AwardState, BidState, RfqState
from tests.sourcing.bidding import submitted
from tests.sourcing.test_opening import HOUR, opened_scene

LONG_VALID = date(2026, 12, 31)


def text_of(answer) -> str:
    return unescape(answer.get_data(as_text=True))


@pytest.fixture
def later(scene):
    """An hour after the deadline."""
    with time_machine.travel(scene.deadline + HOUR, tick=False):
        yield scene.deadline + HOUR


@pytest.fixture
def bids(scene, world, now):
    """Alpha bids in EUR; Beta in USD, on the screws only and with a deviation."""
    with transaction():
        alpha = submitted(scene, world.alpha, now + HOUR, scene.content(valid_until=LONG_VALID))
        screws, steel = scene.content("13").lines
        screws = screws.__class__(**{**vars(screws), "deviation": "Zinc <i>instead</i>"})
        steel = steel.__class__(steel.rfq_line, unit="KGM")
        content = scene.content(currency="USD", valid_until=LONG_VALID, lines=(screws, steel))
        beta = submitted(scene, world.beta, now + HOUR, content)
    return alpha, beta


@pytest.fixture
def buying(client, sign_in, world, later):
    sign_in(client, world.acme, Role.PROCUREMENT)
    return client


@pytest.fixture
def opened_bids(scene, bids, now):
    with transaction():
        opened_scene(scene, now)
    return bids


# What is drawn anew for each answer: tokens, keys and nonces.
CHANCE = re.compile(r'(?:value|nonce)="[\w.-]{16,}"')
PAGES = (
    "/buyer/",
    "/buyer/rfqs",
    "/buyer/rfqs?show=closed",
    "/buyer/rfqs/{rfq}",
    "/buyer/rfqs/{rfq}/comparison",
)


def test_no_page_tells_of_bids_before_the_opening(buying, scene, world, now):
    """Every page of the buyer's side is the same to the letter, with two bids and with none."""

    def drawn():
        db.session.remove()
        pages = [buying.get(page.format(rfq=scene.rfq.public_id)) for page in PAGES]
        return [CHANCE.sub("", text_of(page)) for page in pages]

    before = drawn()
    with transaction():
        one = submitted(scene, world.alpha, now + HOUR)
        submitted(scene, world.beta, now + HOUR)
    assert drawn() == before
    assert buying.get(f"/buyer/bids/{one.public_id}").status_code == 404


def test_the_bids_are_opened_and_compared(buying, scene, bids):
    there = f"/buyer/rfqs/{scene.rfq.public_id}"
    assert "The deadline has passed. Open the bids." in text_of(buying.get(there))
    answer = buying.post_form(f"{there}/open", {"version": str(scene.rfq.version)})
    assert answer.headers["Location"].endswith("/comparison")
    page = text_of(buying.get(f"{there}/comparison"))
    for shown in (
        "12.579962 EUR",  # 12.50 and its share of 80 EUR freight by value
        "11.772 EUR",  # 13 USD at 0.9 and all of its freight
        "not offered",
        "1 gap",
        "12,586.00 EUR",
        "times the rate 0.9 frozen at the opening",
        "deviates",
    ):
        assert shown in page, shown
    assert "Zinc <i>instead</i>" in page
    assert "<i>instead" not in buying.get(f"{there}/comparison").get_data(as_text=True)


def test_an_opened_bid_is_read_and_the_reading_is_noted_once(buying, scene, world, opened_bids):
    alpha, _beta = opened_bids
    for _time in range(2):
        page = text_of(buying.get(f"/buyer/bids/{alpha.public_id}"))
    assert alpha.counting.receipt_number in page
    assert alpha.counting.sha256 in page
    names = [event.name for event in timeline(world.acme.id, alpha)]
    assert names.count("OpenedBidRead") == 1
    assert "OpenedBidRead" not in [event.name for event in timeline(world.alpha.id, alpha)]


def test_the_comparison_reads_every_bid(buying, scene, world, opened_bids):
    for _time in range(2):
        buying.get(f"/buyer/rfqs/{scene.rfq.public_id}/comparison")
    buying.get(f"/buyer/bids/{opened_bids[0].public_id}")
    db.session.rollback()
    for bid in opened_bids:
        assert [event.name for event in timeline(world.acme.id, bid)].count("OpenedBidRead") == 1


def test_a_rate_is_told_of_a_foreign_currency_only(buying, opened_bids):
    alpha, beta = (text_of(buying.get(f"/buyer/bids/{bid.public_id}")) for bid in opened_bids)
    assert "Exchange rate" not in alpha
    assert "1 USD = 0.9 EUR" in beta
    assert "Nothing has happened yet" not in alpha


def award_fields(scene, bids, screws="400", steel="500"):
    alpha, beta = bids
    return {
        "shares-0-offer": f"{scene.screws.public_id}:{alpha.public_id}",
        "shares-0-quantity": "",
        "shares-1-offer": f"{scene.screws.public_id}:{beta.public_id}",
        "shares-1-quantity": screws,
        "shares-2-offer": f"{scene.steel.public_id}:{alpha.public_id}",
        "shares-2-quantity": steel,
        "reason": "Best value",
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"steel": "501"}, "Line 2 asks for 500 kg, of which 500 kg is not awarded yet."),
        ({"screws": "-1"}, "This cannot be negative."),
        ({"screws": "1,5"}, "Is “1,5” meant"),
    ],
)
def test_a_quantity_is_refused_where_it_was_typed(buying, scene, opened_bids, typed, sentence):
    there = f"/buyer/rfqs/{scene.rfq.public_id}/award"
    answer = buying.post_form(there, award_fields(scene, opened_bids, **typed))
    page = text_of(answer)
    assert answer.status_code == 422
    row = 2 if "steel" in typed else 1
    assert f'id="shares-{row}-quantity-error"' in page
    supplier = "Alpha" if "steel" in typed else "Beta"
    assert f'href="#shares-{row}-quantity">Line {row}, {supplier}' in page, "the summary leads there"
    assert sentence in page
    assert "Best value" in page


def test_an_award_without_a_reason_is_refused(buying, scene, opened_bids):
    typed = {**award_fields(scene, opened_bids), "reason": ""}
    answer = buying.post_form(f"/buyer/rfqs/{scene.rfq.public_id}/award", typed)
    assert answer.status_code == 422
    assert "Give a reason." in text_of(answer)


def test_the_best_of_each_line_can_be_filled_in(buying, scene, opened_bids):
    there = f"/buyer/rfqs/{scene.rfq.public_id}/award"
    assert 'value="1000"' not in text_of(buying.get(there))
    page = text_of(buying.get(f"{there}?fill=best"))
    assert 'value="1000"' in page
    assert 'value="500"' in page
    alpha, _beta = opened_bids
    page = text_of(buying.get(f"{there}?fill={alpha.public_id}"))
    assert page.count('value="1000"') == 1


def test_an_award_is_proposed_approved_by_another_and_published(buying, scene, world, sign_in, opened_bids):
    rfq = scene.rfq.public_id
    answer = buying.post_form(f"/buyer/rfqs/{rfq}/award", award_fields(scene, opened_bids))
    assert answer.status_code == 303, text_of(answer)
    there = answer.headers["Location"]
    page = text_of(buying.get(there))
    assert "somebody else has to approve it" in page
    assert "/approve" not in page
    assert buying.post_form(f"{there}/approve").status_code == 403
    sign_in(buying, world.acme, Role.APPROVER)
    assert "Approve" in text_of(buying.get("/buyer/"))
    assert "/approve" in text_of(buying.get(there))
    assert buying.post_form(f"{there}/approve").status_code == 303
    sign_in(buying, world.acme, Role.PROCUREMENT)
    assert buying.post_form(f"{there}/publish").status_code == 303
    db.session.expire_all()
    found = queries.rfq(world.acme.id, rfq)
    (award,) = award_queries.awards(world.acme.id, found)
    assert (found.state, award.state) == (RfqState.AWARDED, AwardState.PUBLISHED)
    # 400 × 13 USD at 0.9, and 500 kg at 1.20 per 100.
    assert sorted(award_queries.amounts(award).values()) == [D(6), D(4680)]
    assert "4,686.00 EUR" in text_of(buying.get(there))
    for place in (there, f"/buyer/rfqs/{rfq}"):
        assert 'class="btn btn-primary" href="/buyer/to-order"' in text_of(buying.get(place)), "the next act"
    # Alpha won as well, so nobody is turned down.
    assert {row.bid.state for row in opened.opened_bids(world.acme.id, found)} == {BidState.AWARDED}


def test_a_bid_is_disqualified_with_a_reason(buying, scene, world, opened_bids):
    alpha, _beta = opened_bids
    there = f"/buyer/bids/{alpha.public_id}"
    assert buying.post_form(f"{there}/disqualify", {"reason": ""}).status_code == 422
    assert buying.post_form(f"{there}/disqualify", {"reason": "Wrong steel"}).status_code == 303
    assert "Wrong steel" in text_of(buying.get(there))
    page = text_of(buying.get(f"/buyer/rfqs/{scene.rfq.public_id}/comparison"))
    assert "not ranked" in page
    assert "Disqualified" in page


@pytest.mark.parametrize("role", [Role.GOODS_IN, Role.QUALITY_ENGINEER])
def test_who_sees_no_prices_sees_no_bids(client, sign_in, scene, world, opened_bids, later, role):
    sign_in(client, world.acme, role)
    rfq = scene.rfq.public_id
    for page in (f"/buyer/rfqs/{rfq}/comparison", f"/buyer/bids/{opened_bids[0].public_id}"):
        assert client.get(page).status_code == 403
    answer = client.get(f"/buyer/rfqs/{rfq}")
    assert answer.status_code == (403 if role is Role.GOODS_IN else 200)
    assert "/comparison" not in text_of(answer)
