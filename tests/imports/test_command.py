"""``flask import deliveries``: what it prints for programs and people, and what it refuses."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal.db import db
from portal.orders.models import GoodsReceiptLine, PoLine, PurchaseOrder
from tests.imports.histories import SAMPLE, write_text
from tests.world import World


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["import", "deliveries", *map(str, arguments)])


def told(app: Flask, *arguments: object) -> dict[str, Any]:
    result = run(app, *arguments, "--json")
    assert result.exit_code == 0, result.output
    printed: dict[str, Any] = json.loads(result.output)
    return printed


def test_it_prints_the_keys_that_integrators_rely_on(app: Flask, world: World, tmp_path: Path) -> None:
    bad = ("5", "SCMS-13", "Orgenics, Ltd", "Kit", "some", "10", "N/A - From RDC", "2-Jun-06", "2-Jun-06")
    path = write_text(tmp_path / "history.csv", [*SAMPLE, bad])

    first, again = (told(app, path, "--buyer", "Acme") for _turn in range(2))

    facts = {
        "rows": 4,
        "lines": 3,
        "orders": 2,
        "suppliers": 2,
        "items": 3,
        "total_value": "6751.25",
        "left_out": 1,
    }
    assert facts.items() <= first.items()
    assert facts.items() <= again.items()
    assert [(one["added"], one["already_there"]) for one in (first, again)] == [(3, 0), (0, 3)]
    assert first["unreadable"] == [
        {"row": 5, "column": "Line Item Quantity", "text": "some"},
        {"row": 5, "column": "PO Sent to Vendor Date", "text": "N/A - From RDC"},
    ]
    assert first["left_out_rows"] == [
        {"row": 5, "reason": "no_quantity", "text": "The row has no quantity above zero."}
    ]


def test_a_person_gets_a_page(app: Flask, world: World, tmp_path: Path) -> None:
    result = run(app, write_text(tmp_path / "history.csv", SAMPLE), "--buyer", "Acme")

    assert result.exit_code == 0
    assert "3 rows with 3 lines of 2 orders, 2 suppliers and 3 items, worth 6,751.25 USD." in result.output
    assert "Added 3 lines; 0 were there already." in result.output


def test_columns_are_mapped_where_they_differ(app: Flask, world: World, tmp_path: Path) -> None:
    headers = ("Nr", "Bestellung", "Lieferant", "Artikel", "Menge", "Wert", "Bestellt", "Termin", "Ankunft")
    ours = ("external_id", "order_number", "supplier", "item", "quantity", "line_value", "ordered_date",
            "agreed_date", "arrival_date")  # fmt: skip
    path = write_text(tmp_path / "history.csv", SAMPLE, headers=headers)
    pairs = [part for pair in zip(ours, headers, strict=True) for part in ("--map", "=".join(pair))]

    assert run(app, path, "--buyer", "Acme").exit_code == 1
    assert told(app, path, "--buyer", "Acme", *pairs)["lines"] == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--buyer", "Nobody"], "There is no buyer named “Nobody”."),
        (["--buyer", "Alpha"], "There is no buyer named “Alpha”."),
        (["--buyer", "Acme", "--map", "supplier=Hersteller"], "The file has no column “Hersteller”."),
        (["--buyer", "Acme", "--currency", "dollars"], "not an ISO 4217 currency code"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_written(
    app: Flask, world: World, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    result = run(app, write_text(tmp_path / "history.csv", SAMPLE), *arguments)

    assert result.exit_code == 1
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert db.session.scalar(select(func.count()).select_from(PurchaseOrder)) == 0


def test_the_real_history_adds_up_in_the_database(app: Flask, world: World, real_history: Path) -> None:
    first = told(app, real_history, "--buyer", "Acme")
    again = told(app, real_history, "--buyer", "Acme")

    facts = {
        "rows": 10_324,
        "lines": 10_324,
        "orders": 6_233,
        "suppliers": 73,
        "items": 184,
        "total_value": "1627584457.29",
        "left_out": 0,
    }
    assert facts.items() <= first.items()
    assert facts.items() <= again.items()
    assert (first["already_there"], again["already_there"], again["added"]) == (0, 10_324, 0)
    assert len(first["unreadable"]) == 16_491
    lines, amount, items = db.session.execute(
        select(func.count(PoLine.id), func.sum(PoLine.amount), func.count(PoLine.item_id.distinct()))
    ).one()
    assert (lines, amount, items) == (10_324, Decimal("1627584457.29"), 184)
    orders, suppliers = db.session.execute(
        select(func.count(PurchaseOrder.id), func.count(PurchaseOrder.supplier_id.distinct()))
    ).one()
    assert (orders, suppliers) == (6_233, 73)
    received, quantity = (
        db.session.scalar(select(func.sum(GoodsReceiptLine.received))),
        func.sum(PoLine.quantity),
    )
    assert received == db.session.scalar(select(quantity))
