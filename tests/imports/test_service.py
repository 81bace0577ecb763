"""Applying a staged history: what is written, and that nothing is written twice or over what is there."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal import audit
from portal.accounts.models import Organisation, Site
from portal.catalog.models import Item
from portal.db import db, transaction
from portal.history import Event
from portal.imports.deliveries.applying import Applied
from portal.imports.deliveries.rules import Reason
from portal.imports.deliveries.staging import stage
from portal.imports.service import apply_deliveries
from portal.orders.models import GoodsReceipt, GoodsReceiptLine, PoLine, PurchaseOrder, ScheduleLine
from portal.orders.workflow import OrderState, ScheduleState
from portal.outbox import OutboxRow
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.workflow import PORTAL
from tests.imports.histories import HEADERS, Record, write_text
from tests.world import Company, World

WIDE = (
    *HEADERS,
    "Delivery Recorded Date",
    "ASN",
    "Vendor INCO Term",
    "Country",
    "Pack Price",
    "Units per Pack",
)
TABLES = (
    Organisation,
    Partnership,
    Item,
    Site,
    PurchaseOrder,
    PoLine,
    ScheduleLine,
    GoodsReceipt,
    GoodsReceiptLine,
)
DUE, CAME, WRITTEN = date(2006, 6, 2), date(2006, 6, 5), date(2006, 6, 9)


def record(
    number: str, order: str, supplier: str = "Orgenics", arrival: date | None = CAME, **more: str
) -> Record:
    kit = more.get("item", "Kit")
    head = (
        number,
        order,
        supplier,
        kit,
        more.get("quantity", "19"),
        more.get("value", "551"),
        None,
        DUE,
        arrival,
    )
    return (*head, WRITTEN, more.get("asn", "ASN-8"), "DDU", "Viet Nam", more.get("price", "29"), "30")


def apply(tmp_path: Path, buyer: Company, records: Sequence[Record], now: datetime) -> Applied:
    with stage(write_text(tmp_path / "history", records, headers=WIDE)) as staged, transaction():
        organisation = db.session.get_one(Organisation, buyer.id)
        return apply_deliveries(organisation, staged, actor=PORTAL, now=now)


def counts() -> dict[str, int]:
    return {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in TABLES
    }


def test_a_line_becomes_an_order_an_agreed_date_and_a_receipt(
    tmp_path: Path, world: World, now: datetime
) -> None:
    outcome = apply(tmp_path, world.acme, [record("1", "SCMS-4")], now)

    line = db.session.scalars(select(PoLine)).one()
    (part,) = line.schedule
    order, supplier, site = line.order, line.order.supplier, part.site
    receipt = db.session.scalars(select(GoodsReceipt)).one()
    assert outcome.added == 1
    assert (supplier.name, supplier.legal_name) == ("Orgenics", "Orgenics")
    assert (order.erp_number, order.number, order.buyer_id) == ("SCMS-4", None, world.acme.id)
    assert (order.state, order.currency, order.incoterm) == (OrderState.CLOSED, "USD", "DDU")
    assert (line.erp_number, line.position, line.quantity, line.unit) == ("1", 1, Decimal(19), "XPK")
    assert (line.price, line.price_per, line.amount) == (Decimal(29), 1, Decimal(551))
    assert line.item
    assert (line.item.name, line.item.erp_number, line.item.unit) == ("Kit", None, "XPK")
    assert (part.agreed_date, part.state, part.received_quantity) == (
        DUE,
        ScheduleState.ACCEPTED,
        Decimal(19),
    )
    assert site
    assert (site.name, site.country, site.organisation_id) == ("Viet Nam", "VN", world.acme.id)
    assert (receipt.arrived_on, receipt.posted_at) == (CAME, datetime(2006, 6, 9, 10, tzinfo=UTC))
    assert [(row.received, row.rejected) for row in receipt.lines] == [(Decimal(19), Decimal(0))]


def test_without_the_date_of_the_order_the_earliest_day_stands_and_the_order_says_so(
    tmp_path: Path, world: World, now: datetime
) -> None:
    apply(tmp_path, world.acme, [record("1", "SCMS-4")], now)

    order = db.session.scalars(select(PurchaseOrder)).one()
    assert order.issued_at == datetime(2006, 6, 2, 10, tzinfo=UTC)
    assert "without the date" in order.remark


def test_a_line_that_has_not_arrived_stays_open_without_a_receipt(
    tmp_path: Path, world: World, now: datetime
) -> None:
    apply(tmp_path, world.acme, [record("1", "A"), record("2", "A", arrival=None)], now)

    order = db.session.scalars(select(PurchaseOrder)).one()
    assert order.state is OrderState.ACCEPTED
    assert [part.received_quantity for line in order.lines for part in line.schedule] == [
        Decimal(19),
        Decimal(0),
    ]
    assert counts()["goods_receipt_line"] == 1


def test_what_came_together_is_one_receipt(tmp_path: Path, world: World, now: datetime) -> None:
    records = [record("1", "A"), record("2", "A"), record("3", "A", asn="ASN-9"), record("4", "B")]

    apply(tmp_path, world.acme, records, now)

    assert counts() | {"organisation": 0, "site": 0} == {
        "organisation": 0, "partnership": 1, "item": 1, "site": 0, "purchase_order": 2, "po_line": 4,
        "schedule_line": 4, "goods_receipt": 3, "goods_receipt_line": 4,
    }  # fmt: skip


def test_the_same_file_again_changes_nothing(tmp_path: Path, world: World, now: datetime) -> None:
    records = [record("1", "A"), record("2", "B", supplier="Weifa"), record("3", "B", supplier=" WEIFA ")]
    apply(tmp_path, world.acme, records, now)
    before = counts()
    events = db.session.scalar(select(func.count()).select_from(Event))

    outcome = apply(tmp_path, world.acme, records, now)

    assert (outcome.added, outcome.already_there, outcome.left_out) == (0, 3, [])
    assert counts() == before
    assert db.session.scalar(select(func.count()).select_from(Event)) == events


def test_an_overlapping_file_adds_only_what_is_new(tmp_path: Path, world: World, now: datetime) -> None:
    apply(tmp_path, world.acme, [record("1", "A"), record("2", "B")], now)

    outcome = apply(
        tmp_path, world.acme, [record("2", "B"), record("3", "B"), record("4", "C", item="Box")], now
    )

    assert (outcome.added, outcome.already_there) == (2, 1)
    rows = db.session.execute(
        select(PurchaseOrder.erp_number, PoLine.position, PoLine.erp_number)
        .join(PoLine.order)
        .order_by(PoLine.erp_number)
    )
    assert rows.all() == [("A", 1, "1"), ("B", 1, "2"), ("B", 2, "3"), ("C", 1, "4")]
    assert counts()["partnership"] == 1
    assert sorted(db.session.scalars(select(Item.name))) == ["Box", "Kit"]
    assert len(set(db.session.scalars(select(Item.number)))) == 2


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (record("1", "B"), Reason.NUMBER_TAKEN),
        (record("2", "A", supplier="Weifa"), Reason.OTHER_SUPPLIER),
    ],
)
def test_a_later_file_cannot_contradict_what_is_there(
    tmp_path: Path, world: World, now: datetime, later: Record, reason: Reason
) -> None:
    apply(tmp_path, world.acme, [record("1", "A")], now)
    before = counts()

    outcome = apply(tmp_path, world.acme, [later], now)

    assert outcome.left_out == [(2, reason)]
    assert counts() == before


def test_an_order_of_the_portal_itself_is_never_touched(tmp_path: Path, world: World, now: datetime) -> None:
    with transaction():
        order = PurchaseOrder(
            buyer_id=world.acme.id, supplier_id=world.alpha.id, erp_number="A", currency="USD", created_at=now
        )
        db.session.add(order)

    outcome = apply(tmp_path, world.acme, [record("1", "A", supplier="Alpha")], now)

    assert outcome.left_out == [(2, Reason.PORTAL_ORDER)]
    assert counts()["po_line"] == 0


def test_a_supplier_the_buyer_knows_is_found_by_its_name_and_a_stranger_is_not(
    tmp_path: Path, world: World, now: datetime
) -> None:
    with transaction():
        db.session.add(
            Partnership(
                buyer_id=world.acme.id,
                supplier_id=world.alpha.id,
                state=PartnershipState.ACTIVE,
                created_at=now,
            )
        )

    apply(tmp_path, world.acme, [record("1", "A", supplier="ALPHA"), record("2", "B", supplier="Gamma")], now)

    suppliers = dict(db.session.execute(select(PurchaseOrder.erp_number, PurchaseOrder.supplier_id)).all())
    assert suppliers["A"] == world.alpha.id
    assert suppliers["B"] not in (world.gamma.id, world.alpha.id)


def test_two_buyers_may_have_the_same_history_and_share_nothing(
    tmp_path: Path, world: World, now: datetime
) -> None:
    records = [record("1", "A")]

    assert apply(tmp_path, world.acme, records, now).added == 1
    assert apply(tmp_path, world.bolt, records, now).added == 1

    assert len(set(db.session.scalars(select(PurchaseOrder.supplier_id)))) == 2
    assert len(set(db.session.scalars(select(PoLine.item_id)))) == 2


def test_it_is_one_event_for_the_buyer_alone_and_no_mail(tmp_path: Path, world: World, now: datetime) -> None:
    apply(tmp_path, world.acme, [record("1", "A"), record("2", "B")], now)

    (event,) = db.session.scalars(select(Event))
    assert (event.name, event.facts["lines"], event.facts["buyer_id"]) == (
        "DeliveriesImported",
        2,
        world.acme.id,
    )
    assert len(event.facts["file_sha256"]) == 64
    assert db.session.scalar(select(func.count()).select_from(OutboxRow)) == 0
    assert list(audit.verify()) == []
