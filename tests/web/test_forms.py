"""What a refused form says: every refusal in its summary, and what has to be given again."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest

from portal import clock
from portal.accounts.roles import Role
from portal.web import choices
from tests.records import PDF
from tests.sourcing.test_buyer_pages import fields

AGAIN = "please choose the files again"


@pytest.fixture
def buying(client, sign_in, world):
    sign_in(client, world.acme, Role.PROCUREMENT)
    return client


def written(client, **values):
    answer = client.post_form("/buyer/rfqs/new", fields(clock.now(), **values))
    assert answer.status_code == 422
    return unescape(answer.text)


def test_a_rule_broken_within_a_row_stands_in_the_summary_and_at_the_field(buying):
    yesterday = f"{clock.now() - timedelta(days=1):%Y-%m-%d}"
    page = written(buying, **{"lines-0-wanted_date": yesterday})
    assert '<a href="#lines-0-wanted_date">Line 1, Wanted on: The wanted date' in page
    assert page.count("The wanted date lies before the deadline for bids.") == 2
    assert "Nothing you typed is lost." in page


def test_chosen_files_have_to_be_chosen_again_and_the_page_says_so(buying):
    page = written(buying, title="", files=(BytesIO(PDF), "drawing.pdf"))
    assert AGAIN in page
    assert "Nothing you typed is lost." not in page
    assert AGAIN not in written(buying, title="")


def test_a_thousand_with_a_point_is_asked_back_at_its_field(buying):
    page = written(buying, **{"lines-0-quantity": "1.000"})
    assert "Line 1, Quantity: Is “1.000” 1 or 1000?" in page


def test_nothing_is_paid_in_gold_funds_or_test_codes(app):
    with app.test_request_context():
        codes = {one.value for one in choices.currencies()}
        labels = {one.value: one.label for one in choices.units()}
    assert {"EUR", "USD", "XOF", "XPF"} <= codes
    assert codes.isdisjoint({"XAU", "XXX", "XTS", "CHE", "USN", "UYW"})
    assert labels["XBO"] == "bottle"
    assert labels["KGM"] == "kilogram (kg)"
