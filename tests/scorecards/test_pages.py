"""Scorecards on pages, on both sides: the figures of the function, their rows, and what is hidden from whom."""

import html
import re

import pytest

from portal.accounts.roles import Role
from portal.certificates.models import Requirement
from portal.certificates.workflow import Scope
from portal.db import db, transaction
from portal.history import Event
from portal.measures.periods import EVERYTHING
from portal.scorecards.queries.cards import card
from portal.scorecards.queries.schemes import schemes
from portal.scorecards.rules import DEFAULT_SCALES, Measure
from portal.sourcing.workflow import RfqState
from tests.measures.book import Book
from tests.measures.days import at, on
from tests.queries import counted
from tests.records import add
from tests.scorecards.test_cards import a_goal


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-04-10T09:00:00Z", tick=False)


def text_of(answer) -> str:
    """What a reader sees, without tags."""
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def read(client, sign_in, world):
    """``read(company, role, path)``: the words of a page as somebody of a company sees it."""

    def words(company, role, path):
        sign_in(client, company, role)
        return text_of(client.get(path))

    return words


@pytest.fixture
def whole(quarter_of_deliveries, partnership, world):
    """The quarter of deliveries with an RFQ won against Beta, a goal and a certificate that is missing."""
    book = quarter_of_deliveries
    with transaction():
        rfq = book.rfq(RfqState.AWARDED, at(1, 21))
        item = book.item()
        line = book.asked(rfq, item, 10)
        book.line(book.order(issued_at=at(1, 3)), 10, on(5, 1), item=item, price="12.5")
        book.awarded(book.offered(line, "12"), at(1, 25))
        book.offered(line, "98.7654", supplier=world.beta)
        book.invited(rfq)
        a_goal(partnership)
        add(
            Requirement(
                buyer_id=world.acme.id, scope=Scope.EVERYTHING, standard="ISO 9001", created_at=at(1, 1)
            )
        )
    return book


def test_the_page_shows_the_last_full_quarter_with_the_figures_of_the_card(read, whole, partnership, world):
    path = f"/scorecards/{partnership.public_id}"
    ours = read(world.acme, Role.PROCUREMENT, f"/buyer{path}")
    theirs = read(world.alpha, Role.SALES, f"/supplier{path}")
    for words in (ours, theirs):
        assert "Q1 2026" in words
        assert "80.0 % 8 of 10 lines due" in words
        assert "21,276.6 ppm 20 of 940 pc" in words
        assert "96.0 % 1 of 1 awards compared" in words
        assert "84.0 %" in words
        assert "Fewer defects" in words
        assert "ISO 9001" in words
        assert "Lots accepted no data" in words
    assert "of the median bid" in ours
    assert "median" not in theirs.lower()


@pytest.mark.parametrize("period", ["2026-01", "2026-Q1", "2026", "all"])
def test_the_figure_of_the_page_is_that_of_the_function(read, whole, partnership, world, period, now):
    words = read(world.acme, Role.AUDITOR, f"/buyer/scorecards/{partnership.public_id}?period={period}")
    made = card(world.acme.id, world.acme.id, world.alpha.id, EVERYTHING, at(4, 10))
    rate = f"{made.on_time.by_line.rate:.1%}".replace("%", " %")
    assert f"On time in full {rate} 8 of 10 lines due" in words


def test_a_period_that_nobody_has_asked_for_is_where_the_data_are(read, partnership, world):
    path = f"/buyer/scorecards/{partnership.public_id}"
    assert "Q2 2026" in read(world.acme, Role.PROCUREMENT, path), "nothing was ever due"
    with transaction():
        book = Book(world)
        book.line(book.order(issued_at=at(1, 1, year=2011)), 5, on(5, 2, 2011))
    assert "Q2 2011" in read(world.acme, Role.PROCUREMENT, path)
    assert "No activity in this period" in read(world.acme, Role.PROCUREMENT, f"{path}?period=2012")


@pytest.mark.parametrize("period", ["soon", "2026-13", "0001", "2026-Q5", "9999"])
def test_words_that_name_no_period(client, sign_in, world, partnership, period):
    sign_in(client, world.acme, Role.PROCUREMENT)
    for path in ("/buyer/scorecards", f"/buyer/scorecards/{partnership.public_id}"):
        assert client.get(f"{path}?period={period}").status_code == 422


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (
            "on_time",
            ["Missed", "In full, but after the agreed date.", "2 days late", "In full on the agreed date."],
        ),
        ("quality", ["No verdict yet", "20 pc", "No reason was given."]),
        ("responsiveness", ["Answered with a bid", "Acknowledged", "2 h"]),
        ("price", ["12.00 EUR", "12.50 EUR", "-4.0 %"]),
        ("certificates", ["Not in order", "Missing"]),
        ("goals", ["Fewer defects", "No data yet"]),
    ],
)
def test_each_figure_opens_to_its_rows_on_both_sides(read, whole, partnership, world, measure, words):
    path = f"/scorecards/{partnership.public_id}/{measure}?period=2026-Q1"
    ours = read(world.acme, Role.PROCUREMENT, f"/buyer{path}")
    theirs = read(world.alpha, Role.SUPPLIER_ADMIN, f"/supplier{path}")
    for word in words:
        assert word in ours
        assert word in theirs
    assert "98.77" not in theirs
    assert "Median bid" not in theirs
    assert ("Median bid" in ours) is (measure == "price")


def test_roles_without_prices_see_none(client, read, whole, partnership, world):
    path = f"/scorecards/{partnership.public_id}"
    for company, role, side in (
        (world.acme, Role.QUALITY_ENGINEER, "buyer"),
        (world.alpha, Role.LOGISTICS, "supplier"),
    ):
        words = read(company, role, f"/{side}{path}")
        assert "80.0 %" in words
        assert "EUR" not in words
        assert "awards compared" not in words
        assert "96.0 %" not in words
        assert client.get(f"/{side}{path}/price").status_code == 403


def test_rows_page_by_key(client, sign_in, book, partnership, world):
    with transaction():
        order = book.order()
        for number in range(120):
            book.line(order, 5, on(1, 1 + number % 28), requested_date=on(1, 1))
    sign_in(client, world.acme, Role.PROCUREMENT)
    url, seen = f"/buyer/scorecards/{partnership.public_id}/on_time?period=2026-Q1", []
    while url:
        text = client.get(url).text
        seen += re.findall(r"PO-\d+, line (\d+)", text)
        older = re.search(r'rel="next" href="([^"]*after=[^"]*)"', text)
        back = re.search(r'rel="prev" href="([^"]*before=[^"]*)"', text)
        assert (back is None) is (len(seen) <= 50)
        url = html.unescape(older[1]) if older else None
    assert sorted(map(int, seen)) == list(range(1, 121))
    assert back is not None
    first = re.findall(r"PO-\d+, line (\d+)", client.get(html.unescape(back[1])).text)
    assert first == seen[50:100]


def test_anybody_elses_scorecard_is_not_there(client, sign_in, whole, partnership, world):
    for company, role, side in (
        (world.bolt, Role.PROCUREMENT, "buyer"),
        (world.beta, Role.SALES, "supplier"),
        (world.gamma, Role.SALES, "supplier"),
    ):
        sign_in(client, company, role)
        for rest in ("", "/on_time", "/price", "/goals"):
            answer = client.get(f"/{side}/scorecards/{partnership.public_id}{rest}")
            assert answer.status_code == 404
    sign_in(client, world.acme, Role.PROCUREMENT)
    assert client.get(f"/buyer/scorecards/{partnership.public_id}/luck").status_code == 404


def test_the_buyers_list_has_every_supplier(read, client, whole, world):
    words = read(world.acme, Role.PROCUREMENT, "/buyer/scorecards")
    assert "Q1 2026" in words
    assert re.search(r"Alpha [\d.]+ \w 80\.0 % 10 21,276\.6 ppm", words), words
    assert "Beta — Too few data 100.0 % 1 0 ppm" in words
    assert "Alpha" not in read(world.bolt, Role.PROCUREMENT, "/buyer/scorecards")


def test_the_suppliers_list_has_its_buyers_with_its_own_figures(read, whole, world):
    words = read(world.alpha, Role.SALES, "/supplier/scorecards")
    assert "Q1 2026" in words
    assert re.search(r"Acme [\d.]+ \w 80\.0 % 10 21,276\.6 ppm", words), words
    assert "Beta" not in words
    assert "No activity" in read(world.alpha, Role.SALES, "/supplier/scorecards?period=2024-Q1")
    assert "Acme" not in read(world.gamma, Role.SALES, "/supplier/scorecards")


def test_the_queries_of_the_pages_do_not_grow_with_rows(client, sign_in, book, partnership, world):
    sign_in(client, world.acme, Role.PROCUREMENT)
    paths = (
        "/buyer/scorecards",
        f"/buyer/scorecards/{partnership.public_id}?period=2026-Q1",
        f"/buyer/scorecards/{partnership.public_id}/on_time?period=2026-Q1",
        f"/buyer/scorecards/{partnership.public_id}/quality?period=2026-Q1",
    )

    def fill(count):
        with transaction():
            for number in range(count):
                line = book.line(book.order(), 5, on(1, 5))
                book.receipt(line, on(1, 5), 5, rejected=number % 2)

    def count(path):
        db.session.remove()
        with counted() as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    fill(3)
    few = [count(path) for path in paths]
    fill(10)
    assert [count(path) for path in paths] == few


def scheme(**values):
    """The form as it stands filled in, with changes."""
    fields = {"valid_from": "2026-05-01"}
    for measure in Measure:
        fields |= {f"{measure}-weight": "", f"{measure}-floor": "", f"{measure}-target": ""}
    fields |= {"on_time-weight": "60", "on_time-floor": "80", "on_time-target": "98"}
    fields |= {"ppm-weight": "40", "ppm-floor": "5,000", "ppm-target": "100"}
    return fields | values


def test_a_buyer_sets_the_weights_and_its_suppliers_read_them_before(
    client, sign_in, read, partnership, world
):
    sign_in(client, world.acme, Role.ADMIN)
    before = client.get("/buyer/scorecards/scheme").text
    assert 'value="0.8"' not in before, "shares are typed in percent"
    assert 'value="80"' in before
    answer = client.post_form("/buyer/scorecards/scheme", scheme(**{"ppm-floor": "5000"}))
    assert answer.status_code == 303, answer.text
    (scales,) = [one.scales for one in schemes(world.acme.id) if one.valid_from == on(5, 1)]
    assert [(one.measure, one.weight, one.floor, one.target) for one in scales] == [
        (Measure.ON_TIME, 60, DEFAULT_SCALES[0].floor, DEFAULT_SCALES[0].target),
        (Measure.PPM, 40, 5000, 100),
    ]
    words = read(world.alpha, Role.SALES, f"/supplier/scorecards/{partnership.public_id}")
    assert "Other weights from 1 May 2026" in words
    assert "5,000 ppm → 100 ppm 40" in words
    assert "80 % → 98 % 60" in words
    assert [event.name for event in db.session.query(Event)].count("SchemeSet") == 1
    told = "Acme has set the weights and scales of your scorecard from 1 May 2026 on"
    assert told in read(world.alpha, Role.SALES, "/inbox/")
    assert told not in read(world.gamma, Role.SALES, "/inbox/")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on_time-weight": "50", "ppm-floor": "5000"}, "The weights must total 100."),
        ({"ppm-floor": ""}, "Give both ends of the scale, or no weight."),
        ({"ppm-floor": "100"}, "Floor and target must differ."),
        ({"ppm-floor": "2,55"}, "2,55"),
        ({"ppm-weight": "-40"}, "This cannot be negative."),
        ({"ppm-floor": "5000", "valid_from": "2026-04-01"}, "Not a valid choice."),
        ({"ppm-floor": "5000", "valid_from": "soon"}, "Invalid Choice"),
    ],
)
def test_weights_that_are_refused_with_what_was_typed_still_there(client, sign_in, world, changes, sentence):
    sign_in(client, world.acme, Role.PROCUREMENT)
    answer = client.post_form("/buyer/scorecards/scheme", scheme(**changes))
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert 'value="60"' in answer.text or 'value="50"' in answer.text
    assert len(schemes(world.acme.id)) == 1
