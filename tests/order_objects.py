"""Contracts, orders and deliveries among the objects of the tests over all routes."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.accounts.roles import Role, Side
from portal.documents.models import Document
from portal.orders.models import (
    Clause,
    Contract,
    ContractLine,
    DeliveryConfirmation,
    GoodsReceipt,
    GoodsReceiptLine,
    PoLine,
    PurchaseOrder,
    ScheduleChange,
    ScheduleLine,
    ShipNotice,
    ShipNoticeLine,
    Signature,
)
from portal.orders.workflow import ContractState, OrderState, ScheduleState
from portal.sourcing.models import Award, AwardLine, OpenedBid, OpenedLine, Opening
from portal.sourcing.workflow import AwardState
from tests.records import add, stored

if TYPE_CHECKING:
    from tests.objects import Objects


def add_orders(objects: "Objects") -> None:
    """A contract awaiting signatures, and an accepted order with a proposed change."""
    now, today = objects.now, objects.today
    clause = add(Clause(buyer_id=objects.buyer, title="Warranty", text="24 months."))
    objects.contract = add(
        Contract(
            **objects.both,
            number="C-2026-0001",
            title="Housings",
            state=ContractState.AWAITING_SIGNATURES,
            starts_on=today,
            ends_on=today + timedelta(days=365),
            currency="EUR",
            created_at=now,
            issued_at=now,
        )
    )
    add(
        ContractLine(
            contract=objects.contract,
            position=1,
            description="Housing",
            unit="H87",
            price=Decimal("12.5"),
            price_per=1,
        )
    )
    for side, company in ((Side.BUYER, objects.world.acme), (Side.SUPPLIER, objects.world.alpha)):
        add(Signature(contract_id=objects.contract.id, side=side, organisation_id=company.id))
    objects.order = add(
        PurchaseOrder(
            **objects.both,
            number="PO-2026-0001",
            state=OrderState.ACCEPTED,
            currency="EUR",
            created_at=now,
            issued_at=now,
        )
    )
    objects.po_line = add(
        PoLine(
            **objects.both,
            order=objects.order,
            position=1,
            item=objects.item,
            description="Housing",
            quantity=Decimal(100),
            unit="H87",
            price=Decimal("12.5"),
            amount=Decimal(1250),
        )
    )
    objects.part = add(
        ScheduleLine(
            **objects.both,
            line=objects.po_line,
            position=1,
            quantity=Decimal(100),
            site=objects.world.acme.site,
            state=ScheduleState.ACCEPTED,
            requested_date=today + timedelta(days=20),
            agreed_date=today + timedelta(days=20),
            revised_date=today + timedelta(days=20),
            shipped_quantity=Decimal(50),
            received_quantity=Decimal(10),
        )
    )
    objects.files |= {"contract": issued(objects, objects.contract), "order": issued(objects, objects.order)}
    change = add(
        ScheduleChange(
            **objects.both, schedule_line=objects.part, new_date=today + timedelta(days=30), proposed_at=now
        )
    )
    objects.name(
        clause=clause,
        contract=objects.contract,
        order=objects.order,
        po_line=objects.po_line,
        change=change,
        schedule=objects.part,
    )


def issued(objects: "Objects", record: PurchaseOrder | Contract) -> str:
    """A made document of the record's first revision; the public id of its file."""
    file = stored(objects.world.acme, objects.now, f"{record.number}.pdf")
    add(
        Document(
            **objects.both,
            kind=record.__tablename__,
            subject_id=record.id,
            number=record.number,
            revision=1,
            facts=b"{}",
            facts_sha256="0" * 64,
            frozen_at=objects.now,
            file=file,
            rendered_at=objects.now,
        )
    )
    return file.public_id


def add_award(objects: "Objects") -> None:
    """A published award to Alpha that nobody has ordered yet."""
    now, both = objects.now, objects.both
    opening = add(
        Opening(buyer_id=objects.buyer, rfq_id=objects.rfq.id, round_id=objects.round.id, opened_at=now)
    )
    opened = add(
        OpenedBid(
            **both,
            opening=opening,
            bid=objects.bid,
            version_id=objects.version.id,
            sha256="0" * 64,
            currency="EUR",
            rate=Decimal(1),
            freight=Decimal(0),
            other_costs=Decimal(0),
            valid_until=objects.today,
        )
    )
    line = add(
        OpenedLine(
            **both,
            opened_bid=opened,
            rfq_line=objects.line,
            quantity=Decimal(100),
            price=Decimal("12.5"),
            price_per=1,
            unit="H87",
        )
    )
    award = add(
        Award(
            buyer_id=objects.buyer,
            rfq=objects.rfq,
            state=AwardState.PUBLISHED,
            reason="Best value",
            proposed_at=now,
            published_at=now,
        )
    )
    add(AwardLine(**both, award=award, rfq_line=objects.line, opened_line=line, quantity=Decimal(100)))
    objects.name(award=award)


def add_deliveries(objects: "Objects") -> None:
    """A shipment with its proof, and a receipt."""
    now, today = objects.now, objects.today
    objects.shipment = add(
        ShipNotice(
            **objects.both,
            order=objects.order,
            number="LS-1",
            shipped_on=today,
            expected_on=today,
            created_at=now,
        )
    )
    add(ShipNoticeLine(notice=objects.shipment, schedule_line=objects.part, quantity=Decimal(40)))
    proof = stored(objects.world.alpha, now, "proof.pdf")
    add(
        DeliveryConfirmation(
            **objects.both, notice_id=objects.shipment.id, delivered_on=today, proof=proof, confirmed_at=now
        )
    )
    objects.receipt = add(
        GoodsReceipt(
            **objects.both,
            order=objects.order,
            number="GR-1",
            arrived_on=today,
            posted_at=now,
            posted_by_id=objects.world.acme.actor(Role.GOODS_IN).person_id,
        )
    )
    lot = add(
        GoodsReceiptLine(
            **objects.both, receipt=objects.receipt, schedule_line=objects.part, received=Decimal(10)
        )
    )
    objects.files["shipment"] = proof.public_id
    objects.name(shipment=objects.shipment, receipt=objects.receipt, lot=lot)
