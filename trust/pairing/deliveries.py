"""What is shipped, received and inspected."""

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.accounts.service import hold_organisation
from portal.db import db
from portal.errors import WrongState
from portal.files.models import StoredFile
from portal.imports.deliveries.applying import Application
from portal.imports.deliveries.line import DeliveryLine
from portal.orders.models import GoodsReceipt, GoodsReceiptLine, PurchaseOrder, ShipNotice
from portal.orders.service import lots, receipts, shipments
from portal.orders.service.receipts import Received
from tests.orders.scene import Scene
from tests.records import stored
from trust.pairing.orders import scene_of, stage_of
from trust.pairs import Make, Stage, on, record
from trust.races import Ground
from trust.racing.people import partnership_with

TEN, SIXTY, HUNDRED = Decimal(10), Decimal(60), Decimal(100)


def _receive(
    scene: Scene, key: int, *quantities: Decimal, notice: int | None = None
) -> Callable[[], GoodsReceipt]:
    """Of each schedule line so much has arrived."""

    def receive() -> GoodsReceipt:
        order = record(PurchaseOrder, key)
        lines = [Received(part, some) for part, some in zip(order.schedule, quantities, strict=False)]
        here = record(ShipNotice, notice) if notice else None
        return receipts.receive(
            order, scene.now.date(), lines, notice=here, actor=scene.goods_in, now=scene.now
        )

    return receive


def a_shipment_under_way(ground: Ground) -> Stage:
    scene = scene_of(ground)
    order = scene.accepted()
    notice = scene.announced(order, Decimal(50), f"LS-{ground.number()}")
    proof, today = stored(ground.world.alpha, ground.now).id, scene.now.date()

    def confirm() -> object:
        said, kept = record(ShipNotice, notice.id), record(StoredFile, proof)
        return shipments.confirm_delivery(said, today, "Ann", kept, actor=scene.logistics, now=scene.now)

    return stage_of(
        scene,
        {
            "receive": _receive(scene, order.id, TEN, notice=notice.id),
            "receive without it": _receive(scene, order.id, SIXTY),
            "cancel it": on(ShipNotice, notice.id, shipments.cancel, actor=scene.logistics, now=scene.now),
            "confirm the delivery": confirm,
        },
    )


def a_received_lot(ground: Ground) -> Stage:
    scene, quality = scene_of(ground), ground.world.acme.actor(Role.QUALITY_ENGINEER)
    order = scene.accepted()
    receipt = _receive(scene, order.id, SIXTY)()
    line, by = receipt.lines[0].id, {"actor": quality, "now": scene.now}
    return stage_of(
        scene,
        {
            "accept": on(GoodsReceiptLine, line, lots.accept, **by),
            "block": on(GoodsReceiptLine, line, lots.block, "Scratched", **by),
            "reject some": on(GoodsReceiptLine, line, lots.reject, TEN, "Scratched", **by),
            "take the receipt back": on(
                GoodsReceipt, receipt.id, receipts.reverse, "Mistaken", actor=scene.goods_in, now=scene.now
            ),
            "receive more": _receive(scene, order.id, TEN),
        },
    )


def an_order_that_has_all_but_one_line(ground: Ground) -> Stage:
    scene = scene_of(ground)
    order = scene.accepted()
    receipt = _receive(scene, order.id, HUNDRED)()
    return stage_of(
        scene,
        {
            "take the receipt back": on(
                GoodsReceipt, receipt.id, receipts.reverse, "Mistaken", actor=scene.goods_in, now=scene.now
            ),
            "receive the rest": _receive(scene, order.id, Decimal(0), Decimal(200)),
            "receive some of the rest": _receive(scene, order.id, Decimal(0), TEN),
        },
    )


def an_imported_order_that_waits(ground: Ground) -> Stage:
    """A file of the other program tells what goods-in takes in by hand."""
    scene, number = scene_of(ground), f"E-{ground.number()}"
    partnership_with(ground.world.alpha, ground)
    order = scene.accepted()
    order.imported_by, order.erp_number, order.lines[0].erp_number = "deliveries", number, f"{number}-1"
    db.session.flush()
    buyer, nothing = ground.world.acme.id, dict.fromkeys(field.name for field in fields(DeliveryLine))
    told = DeliveryLine(
        **nothing
        | {
            "row": 2,
            "external_id": f"{number}-1",
            "order_number": number,
            "supplier": ground.world.alpha.organisation.name,
            "quantity": HUNDRED,
            "currency": "EUR",
            "agreed_date": scene.now.date(),
            "arrival_date": scene.now.date(),
        }
    )

    def take() -> None:
        applied = Application(record(Organisation, buyer), scene.now)
        # As an import does, which everything that names the buyer must not wait for.
        hold_organisation(buyer)
        applied.take([told])
        if not applied.outcome.arrived:
            raise WrongState("It is there already.")

    return stage_of(
        scene,
        {
            "a file tells its arrival": take,
            "receive all": _receive(scene, order.id, HUNDRED),
            "receive a part": _receive(scene, order.id, TEN),
        },
    )


STAGES: tuple[Make, ...] = (
    a_shipment_under_way,
    a_received_lot,
    an_order_that_has_all_but_one_line,
    an_imported_order_that_waits,
)
