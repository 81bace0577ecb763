"""``flask scorecard``: the keys and figures that integrators rely on, and what it declines."""

import json

import pytest

from portal import clock
from portal.db import db, transaction
from portal.measures.periods import EVERYTHING, Period
from portal.scorecards.queries.cards import card
from portal.scorecards.report import Named, as_json
from tests.measures.days import on


@pytest.fixture
def run(app):
    def call(*arguments):
        db.session.remove()
        return app.test_cli_runner().invoke(args=["scorecard", *arguments])

    return call


def test_the_json_of_a_quarter(run, quarter_of_deliveries):
    result = run("alpha", "--buyer", "ACME", "--from", "2026-01-01", "--to", "2026-01-21", "--json")
    assert result.exit_code == 0, result.output
    values = json.loads(result.output)
    assert (values["supplier"], values["buyer"]) == ("Alpha", "Acme")
    assert (values["from"], values["to"]) == ("2026-01-01", "2026-01-21")
    assert values["on_time"]["by_line"] == {"due": 10, "on_time": 8, "rate": "0.8"}
    assert values["on_time"]["by_quantity"] == {
        "unit": "H87",
        "due": "1000",
        "on_time": "840",
        "rate": "0.84",
        "parts": [{"unit": "H87", "due": "1000", "on_time": "840", "rate": "0.84"}],
    }
    assert values["on_time"]["by_value"]["parts"] == [
        {"currency": "EUR", "due": "2000", "on_time": "1680", "rate": "0.84"}
    ]
    assert {"on_time", "quality", "responsiveness", "price", "certificates", "goals", "score"} < set(values)


def test_the_last_day_is_included_and_without_days_everything_counts(run, quarter_of_deliveries):
    def due(*arguments):
        values = json.loads(run("Alpha", "--buyer", "Acme", *arguments, "--json").output)
        return values["on_time"]["by_line"]["due"]

    assert due() == 10
    assert due("--to", "2026-01-20") == 9
    assert due("--from", "2026-01-21") == 1
    assert due("--to", "9999-12-31") == 10


def test_nothing_due_is_null(run, partnership):
    values = json.loads(run("Alpha", "--buyer", "Acme", "--json").output)
    assert values["on_time"]["by_line"] == {"due": 0, "on_time": 0, "rate": None}
    assert values["on_time"]["by_value"]["rate"] is None
    assert (values["from"], values["to"], values["score"]["value"]) == (None, None, None)


def test_what_does_not_add_is_told_in_parts(run, quarter_of_deliveries):
    with transaction():
        book = quarter_of_deliveries
        book.receipt(book.line(book.order(currency="USD"), 5, on(1, 9), unit="KGM"), on(1, 9), 5)
    on_time = json.loads(run("Alpha", "--buyer", "Acme", "--json").output)["on_time"]
    for key, name, parts in (
        ("by_quantity", "unit", ["H87", "KGM"]),
        ("by_value", "currency", ["EUR", "USD"]),
    ):
        assert (on_time[key]["due"], on_time[key]["on_time"], on_time[key]["rate"]) == (None, None, None)
        assert [part[name] for part in on_time[key]["parts"]] == parts


def test_the_command_prints_the_card_of_the_page(run, quarter_of_deliveries, world, time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
    acme, alpha = world.acme.id, world.alpha.id
    for arguments, period in (((), EVERYTHING), (("--from", "2026-01-21"), Period(on(1, 21), None))):
        made = Named("Alpha", "Acme", card(acme, acme, alpha, period, clock.now()))
        assert json.loads(run("Alpha", "--buyer", "Acme", *arguments, "--json").output) == as_json(made)


def test_a_table_for_people(run, quarter_of_deliveries):
    output = run("Alpha", "--buyer", "Acme").output
    assert "Alpha for Acme, everything so far" in output
    assert "80.00 % (8 / 10)" in output
    assert "84.00 % (1680 / 2000) EUR" in output
    assert "no data" in output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Nobody", "--buyer", "Acme"], "There is no supplier named “Nobody”."),
        (["Gamma", "--buyer", "Acme"], "There is no supplier named “Gamma”."),
        (["Alpha", "--buyer", "Nobody"], "There is no buyer named “Nobody”."),
        (["Alpha", "--buyer", "Acme", "--from", "soon"], "“soon” is no date such as 2026-01-31."),
        (
            ["Alpha", "--buyer", "Acme", "--from", "2026-02-01", "--to", "2026-01-31"],
            "The period must end after it begins.",
        ),
    ],
)
def test_what_is_declined(run, partnership, arguments, sentence):
    result = run(*arguments)
    assert result.exit_code == 1
    assert sentence in result.output


def test_a_name_that_several_suppliers_bear(run, partnership, world):
    with transaction():
        db.session.add(world.beta.organisation)
        world.beta.organisation.name = "ALPHA "
    assert run("Alpha", "--buyer", "Acme").exit_code == 0, "exactly this name is meant"
    result = run("alpha", "--buyer", "Acme")
    assert (result.exit_code, "Several suppliers are named “alpha”." in result.output) == (1, True)
