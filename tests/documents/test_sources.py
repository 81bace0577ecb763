"""What an order and a contract say, as facts, and what strangers' texts become on paper."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.db import db, transaction
from portal.documents import queries
from portal.documents.facts import DateBasis, Unit, from_bytes
from portal.documents.sources import parts
from portal.documents.sources.changes import changes
from portal.orders.models import ContractClause
from portal.orders.service import contracts, drafts
from portal.orders.service import orders as order_verbs
from portal.partnerships.models import Partnership
from tests import naughty
from tests.documents import samples
from tests.documents.reading import pages, squeezed
from tests.orders.scene import Scene, build_scene
from tests.records import add


@pytest.fixture
def scene(world, now) -> Scene:
    with transaction():
        add(
            Partnership(
                buyer_id=world.acme.id, supplier_id=world.alpha.id, erp_number="100482", created_at=now
            )
        )
        world.alpha.organisation.email = "sales@alpha.example"
        made = build_scene(world, now)
        for line in made.award.lines:
            line.opened_line.deviation = "RAL 7035"
        return made


def frozen(record):
    document = queries.document(record.supplier_id, record.__tablename__, record.id, record.revision)
    assert document is not None
    return from_bytes(document.facts)


def test_an_order_says_who_what_when_and_at_which_price(scene):
    with transaction():
        order = scene.issued(over=Decimal(5))
    facts = frozen(order)
    assert (facts.number, facts.issued_on, facts.language) == ("PO-2026-0001", date(2026, 3, 2), "en")
    assert facts.buyer.address == ("Werkstraße 1", "10115 Berlin", "Germany")
    assert facts.buyer.contact.email == "procurement@acme.example"
    assert (facts.supplier.number, facts.supplier.contact.email) == ("100482", "sales@alpha.example")
    assert facts.consignee.legal_name == "Acme GmbH, Acme works"
    assert (facts.references.rfq, facts.references.quote) == ("RFQ-2026-0001", "Q-77")
    assert (facts.delivery.edition, facts.delivery.date_basis) == ("2020", DateBasis.ARRIVAL)
    second = facts.lines[1]
    assert (second.price.amount, second.price.per, second.quantity.unit.label) == (
        Decimal("333.333"),
        100,
        "pc",
    )
    assert (second.over_tolerance, second.item.notes) == (Decimal(5), ("Agreed deviation: RAL 7035",))
    assert [(charge.label, charge.amount) for charge in facts.totals.charges] == [("Freight", Decimal(50))]
    assert facts.totals.gross == Decimal("1966.67")


def test_a_contract_says_its_price_list_and_clauses(scene):
    with transaction():
        contract = scene.contract()
        contract.clauses.append(ContractClause(position=1, title="Warranty", text="24 months."))
        contract.lines[1].quantity = None
        contracts.approve(contract, actor=scene.approver, now=scene.now)
        contracts.issue(contract, actor=scene.buyer, now=scene.now)
    facts = frozen(contract)
    assert (facts.number, facts.title, facts.ends_on) == ("C-2026-0001", "Housings", date(2027, 3, 2))
    assert (facts.references.quote, facts.payment_terms) == ("Q-77", "14 days net")
    assert facts.references.bid == f"BR-{scene.world.alpha.id}"
    assert [line.limit and line.limit.value for line in facts.prices] == [Decimal(100), None]
    assert [clause.text for clause in facts.clauses] == ["24 months."]
    assert [block.party for block in facts.signatures] == ["Acme GmbH", "Alpha GmbH"]


def test_a_call_off_names_its_contract(scene):
    with transaction():
        contract = scene.contract_in_force()
        wish = drafts.CallOff(contract.lines[0], Decimal(10), date(2026, 5, 4))
        order = drafts.from_contract(contract, [wish], actor=scene.buyer, now=scene.now)
        order_verbs.issue(order, actor=scene.buyer, now=scene.now)
    facts = frozen(order)
    assert facts.references.contract == "C-2026-0001"
    assert "The clauses of contract C-2026-0001 apply." in [clause.text for clause in facts.clauses]
    assert facts.consignee is None


@pytest.mark.parametrize(
    ("incoterm", "edition"), [("DAP", "2020"), ("FCA", "2020"), ("DDU", ""), ("DDU - From RDC", "")]
)
def test_only_terms_of_today_have_todays_edition(incoterm, edition):
    terms = parts.delivery(incoterm, "Brno")
    assert terms is not None
    assert terms.edition == edition


def test_nothing_said_about_delivery_is_nothing():
    assert parts.delivery("", "") is None


@pytest.mark.parametrize(("code", "label"), [("H87", "pc"), ("MTK", "m²"), ("C62", "one"), ("ZZZ", "ZZZ")])
def test_a_unit_never_reads_as_a_figure(app, code, label):
    assert parts.unit(code) == Unit(code=code, label=label)


FIRST = samples.ORDER.lines[0]
PLAN = FIRST.schedule


@pytest.mark.parametrize(
    ("line", "note"),
    [
        (FIRST, ""),
        # Agreeing to the very date that was asked for is no change.
        (replace(FIRST, schedule=(PLAN[0], replace(PLAN[1], agreed_on=PLAN[1].requested_on))), ""),
        (replace(FIRST, schedule=(PLAN[0], replace(PLAN[1], agreed_on=PLAN[0].agreed_on))), "delivery dates"),
        (replace(FIRST, price=replace(FIRST.price, amount=Decimal("47.5"))), "price 47.50 instead of 48.75"),
        (
            replace(FIRST, quantity=replace(FIRST.quantity, value=Decimal(1200))),
            "quantity 1,200 pc instead of 240 pc",
        ),
        (None, None),
    ],
)
def test_a_revision_tells_what_it_changes(app, line, note):
    others = samples.ORDER.lines[1:]
    after = replace(samples.ORDER, lines=others if line is None else (line, *others))
    expected = "Line 10 is cancelled." if line is None else f"Line 10: {note}." if note else ""
    assert changes(samples.ORDER, after) == expected


def test_naughty_strings_in_names_remarks_and_addresses_are_text(scene, renderer):
    strings = [text.replace("\x00", "") for text in naughty.strings() if text]
    short = [text for text in strings if len(text) <= 200]
    with transaction():
        order = scene.draft()
        order.remark = "\n".join(strings)
        order.lines[0].description, order.lines[1].description = (
            " | ".join(short[:40])[:500],
            "<script>alert(1)</script>",
        )
        scene.world.acme.organisation.street = "{{ 7*7 }} <img src=x onerror=alert(1)>"
        scene.world.alpha.organisation.legal_name = "'; DROP TABLE document; --"
        order_verbs.issue(order, actor=scene.buyer, now=scene.now)
    db.session.rollback()
    document = queries.document(scene.world.acme.id, "purchase_order", order.id, 1)
    text = squeezed(" ".join(pages(renderer.pdf(document.facts))))
    shown = [one for one in strings if one.isascii() and one.isprintable()]
    assert len(shown) > 350
    for words in (
        *shown,
        "<script>alert(1)</script>",
        "{{ 7*7 }} <img src=x onerror=alert(1)>",
        "'; DROP TABLE document; --",
    ):
        assert squeezed(words) in text
