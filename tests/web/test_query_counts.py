"""The number of queries of a page does not grow with the rows of its list."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from portal.accounts.roles import Role
from portal.catalog.models import Category, Item, Spec, SpecRevision
from portal.certificates.models import Certificate, CertificateShare, Requirement, Review
from portal.certificates.workflow import Scope
from portal.collaboration.models import Goal
from portal.collaboration.rules.terms import Direction
from portal.db import db, transaction
from portal.orders.models import (
    Clause,
    Contract,
    GoodsReceipt,
    GoodsReceiptLine,
    LotDecision,
    PoLine,
    PurchaseOrder,
    ScheduleLine,
    ShipNotice,
)
from portal.orders.workflow import ContractState, OrderState, ReceiptState, ScheduleState
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.sourcing.models import Addendum, Invitation, Question, Rfq, RfqLine, RfqRound
from portal.sourcing.workflow import RfqState
from tests.objects import Objects
from tests.records import add, stored
from tests.web.test_routes import sided_routes
from tests.world import Side, company

MORE = 12


def multiply(objects: Objects, world, now) -> None:
    """Several further records of each kind that stands in a list."""
    both, buyer, today = objects.both, world.acme.id, now.date()
    for n in range(MORE):
        category = add(Category(buyer_id=buyer, cpv=f"4210000{n % 10}-{n // 10}", name=f"Category {n}"))
        item = add(
            Item(buyer_id=buyer, number=f"N-{n}", name="Part", unit="H87", category=category, created_at=now)
        )
        spec = add(Spec(buyer_id=buyer, item=item, number=f"N-{n}", title="Part", created_at=now))
        add(SpecRevision(buyer_id=buyer, spec=spec, ordinal=1, label="A", created_at=now))
        more_sourcing(objects, world, now, n, item)
        add(Clause(buyer_id=buyer, title=f"Clause {n}", text="Text."))
        add(
            Contract(
                **both,
                number=f"C-{n}",
                title="Parts",
                state=ContractState.IN_FORCE,
                starts_on=today,
                ends_on=today,
                currency="EUR",
                created_at=now,
                issued_at=now,
            )
        )
        more_orders(objects, now, n, item)
        more_quality(objects, world, now, n)


def more_sourcing(objects, world, now, n, item) -> None:
    rfq = add(
        Rfq(
            buyer_id=world.acme.id,
            number=f"RFQ-{n}",
            title="Parts",
            currency="EUR",
            state=RfqState.PUBLISHED,
            created_at=now,
            published_at=now,
        )
    )
    add(RfqRound(buyer_id=rfq.buyer_id, rfq=rfq, deadline=now + timedelta(days=n), zone="UTC"))
    for position, parent in ((1, rfq), (n + 2, objects.rfq)):
        add(
            RfqLine(
                buyer_id=rfq.buyer_id,
                rfq=parent,
                position=position,
                description="Part",
                item=item,
                spec_revision=objects.revision,
                site=world.acme.site,
                quantity=Decimal(5),
                unit="H87",
                wanted_date=now.date(),
            )
        )
    add(Invitation(buyer_id=rfq.buyer_id, supplier_id=world.alpha.id, rfq=rfq, invited_at=now))
    other = company(f"Other {n}", Side.SUPPLIER, now)
    add(Invitation(buyer_id=rfq.buyer_id, supplier_id=other.id, rfq=objects.rfq, invited_at=now))
    add(
        Partnership(
            buyer_id=rfq.buyer_id, supplier_id=other.id, state=PartnershipState.ACTIVE, created_at=now
        )
    )
    add(Question(**objects.both, rfq=objects.rfq, text="Why?", asked_at=now, answer="So.", answered_at=now))
    add(
        Addendum(
            buyer_id=rfq.buyer_id,
            rfq=objects.rfq,
            ordinal=n + 2,
            text="More",
            material=False,
            published_at=now,
        )
    )


def more_orders(objects, now, n, item) -> None:
    order = add(
        PurchaseOrder(
            **objects.both,
            number=f"PO-{n}",
            state=OrderState.ACCEPTED,
            currency="EUR",
            created_at=now,
            issued_at=now,
        )
    )
    for position, parent in ((1, order), (n + 2, objects.order)):
        line = add(
            PoLine(
                **objects.both,
                order=parent,
                position=position,
                item=item,
                description="Part",
                quantity=Decimal(5),
                unit="H87",
                price=Decimal(1),
                amount=Decimal(5),
            )
        )
        add(
            ScheduleLine(
                **objects.both,
                line=line,
                position=1,
                quantity=Decimal(5),
                state=ScheduleState.ACCEPTED,
                requested_date=now.date(),
                agreed_date=now.date(),
            )
        )
    add(
        ShipNotice(
            **objects.both,
            order=order,
            number=f"LS-{n}",
            shipped_on=now.date(),
            expected_on=now.date(),
            created_at=now,
        )
    )
    more_lots(objects, order, now, n)


def more_lots(objects, order, now, n) -> None:
    """A receipt with a lot that was blocked and waits."""
    receipt = add(
        GoodsReceipt(
            **objects.both,
            order=order,
            number=f"GR-x{n}",
            arrived_on=now.date(),
            posted_at=now,
            posted_by_id=objects.receipt.posted_by_id,
        )
    )
    for parent, part in ((receipt, order.schedule[0]), (objects.receipt, objects.part)):
        lot = add(
            GoodsReceiptLine(
                **objects.both,
                receipt=parent,
                schedule_line=part,
                received=Decimal(1),
                state=ReceiptState.BLOCKED,
            )
        )
        add(
            LotDecision(
                **objects.both,
                line=lot,
                verdict=ReceiptState.BLOCKED,
                quantity=Decimal(1),
                reason="Dull",
                decided_at=now,
                decided_by_id=objects.receipt.posted_by_id,
            )
        )


def more_quality(objects, world, now, n) -> None:
    requirement = add(
        Requirement(buyer_id=world.acme.id, scope=Scope.EVERYTHING, standard=f"ISO {n}", created_at=now)
    )
    certificate = add(
        Certificate(
            supplier_id=world.alpha.id,
            standard=f"ISO {n}",
            entity="Alpha",
            valid_from=now.date(),
            valid_until=now.date() + timedelta(days=500),
            file=stored(world.alpha, now),
            created_at=now,
        )
    )
    add(CertificateShare(certificate_id=certificate.id, **objects.both, shared_at=now))
    add(Review(**objects.both, certificate=certificate, requirement=requirement, submitted_at=now))
    add(
        Goal(
            **objects.both,
            partnership=objects.partnership,
            proposed_by_organisation_id=world.acme.id,
            title=f"Goal {n}",
            unit="ppm",
            baseline=Decimal(2),
            target=Decimal(1),
            direction=next(iter(Direction)),
            due_on=now.date() + timedelta(days=100),
            proposed_at=now,
        )
    )


@contextmanager
def counted(engine):
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.one_database
def test_no_page_asks_the_database_more_often_for_more_rows(app, world, client, sign_in, now):
    with transaction():
        objects = Objects(world, now)
    own = {Side.BUYER: (world.acme, Role.PROCUREMENT), Side.SUPPLIER: (world.alpha, Role.SALES)}
    pages = [
        route
        for route in sided_routes(app, objects)
        if route.method == "GET" and own[route.rule.side][1] in route.rule.read
    ]

    def measure():
        counts = {}
        for side, person in own.items():
            sign_in(client, *person)
            # The first request after signing in is not counted: it may observe that somebody came.
            client.get(f"/{side}/")
            for route in pages:
                if route.rule.side is not side:
                    continue
                with counted(db.engine) as seen:
                    answer = client.get(route.url)
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    counts[str(route)] = len(seen)
        return counts

    # The first round may observe that a page was seen, which costs nothing more from then on.
    few = measure()
    with transaction():
        multiply(objects, world, now)
    many = measure()
    # A record that is only found among many (a next page, a badge) may cost a query or two, not one per row.
    grown = {name: (few[name], many[name]) for name in few if many.get(name, 0) > few[name] + 3}
    assert grown == {}
    assert len(few) >= 9
