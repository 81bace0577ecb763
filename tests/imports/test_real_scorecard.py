"""The scorecards of the real delivery history: what the csv module counts in the file is what the command prints."""

import csv
import json
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask

from portal.db import db
from tests.world import World


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%y").date()  # noqa: DTZ007 - A calendar date has no zone.


@pytest.fixture(scope="module")
def counted(real_history: Path) -> dict[str, list[tuple[bool, date, Decimal, Decimal]]]:
    """By vendor, of each row: on time or not, its date, quantity and value."""
    found = defaultdict(list)
    with real_history.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            due = day(row["scheduled delivery date"])
            good = day(row["delivered to client date"]) <= due
            values = Decimal(row["line item quantity"]), Decimal(row["line item value"])
            found[row["vendor"]].append((good, due, *values))
    return found


def told(app: Flask, *arguments: str) -> dict:
    db.session.remove()
    result = app.test_cli_runner().invoke(args=[*arguments, "--buyer", "Acme", "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.mark.one_database
def test_the_scorecard_of_the_real_history(app: Flask, world: World, real_history: Path, counted) -> None:
    told(app, "import", "deliveries", str(real_history))
    largest = sorted(counted, key=lambda vendor: -len(counted[vendor]))[:4]
    for vendor in largest:
        lines = counted[vendor]
        on_time = told(app, "scorecard", vendor.upper())["on_time"]
        assert (on_time["by_line"]["due"], on_time["by_line"]["on_time"]) == (
            len(lines),
            sum(good for good, *_rest in lines),
        )
        total = sum(value for *_rest, value in lines)
        assert Decimal(on_time["by_value"]["due"]) == total
        by_unit = sum(Decimal(part["due"]) for part in on_time["by_quantity"]["parts"])
        assert by_unit == sum(quantity for _good, _due, quantity, _value in lines)
    year = [line for line in counted[largest[1]] if line[1].year == 2013]
    on_time = told(app, "scorecard", largest[1], "--from", "2013-01-01", "--to", "2013-12-31")["on_time"]
    assert on_time["by_line"]["due"] == len(year) > 5
    assert Decimal(on_time["by_line"]["rate"]) == round(
        Decimal(sum(line[0] for line in year)) / len(year), 10
    )
