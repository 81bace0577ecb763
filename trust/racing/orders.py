"""Races around an order: drafting, issuing, answering, shipping, receiving, calling off."""

from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import func, select

from portal.db import db
from portal.orders.models import Contract, PurchaseOrder, ShipNotice
from portal.orders.service import contracts, drafts, orders, receipts, responses, shipments
from portal.orders.service.drafts import CallOff
from portal.orders.service.receipts import Received
from portal.orders.service.responses import Answer, Verdict
from portal.orders.service.shipments import Shipment, Shipped
from portal.orders.workflow import ContractState, OrderState, ScheduleState
from portal.sourcing.models import Award
from tests.orders.scene import WANTED, Scene, build_scene
from trust.races import Ground, Race, Round

SIXTY = Decimal(60)


def _scene(ground: Ground) -> Scene:
    return build_scene(ground.world, ground.now, f"-{ground.number()}")


def _issued(ground: Ground) -> tuple[Scene, PurchaseOrder]:
    """An order that is issued. This and what follows is written plainly: by the verbs it takes twice as long."""
    scene = _scene(ground)
    order = scene.draft()
    order.state, order.number, order.issued_at = OrderState.ISSUED, f"PO-{ground.number()}", ground.now
    db.session.flush()
    return scene, order


def _accepted(ground: Ground) -> tuple[Scene, PurchaseOrder]:
    """One that is accepted as it stands."""
    scene, order = _issued(ground)
    order.state = OrderState.ACCEPTED
    for part in order.schedule:
        part.state, part.agreed_date = ScheduleState.ACCEPTED, part.requested_date
    db.session.flush()
    return scene, order


def _in_force(ground: Ground) -> tuple[Scene, Contract]:
    """A contract from which orders can be called off."""
    scene = _scene(ground)
    contract = scene.contract()
    contract.state, contract.number = ContractState.IN_FORCE, f"C-{ground.number()}"
    contract.issued_at = contract.in_force_at = ground.now
    db.session.flush()
    return scene, contract


def _order(key: int) -> PurchaseOrder:
    return db.session.get_one(PurchaseOrder, key)


def _receive(scene: Scene, key: int, quantity: Decimal, notice: int | None = None) -> Callable[[], object]:
    actor, now = scene.goods_in, scene.now

    def receive() -> object:
        found = _order(key)
        here = db.session.get_one(ShipNotice, notice) if notice else None
        line = Received(found.schedule[0], quantity)
        return receipts.receive(found, now.date(), [line], notice=here, actor=actor, now=now)

    return receive


def an_award_is_ordered_twice(ground: Ground) -> Round:
    scene = _scene(ground)
    key, alpha, buyer = scene.award.id, ground.world.alpha.id, scene.buyer

    def draft() -> object:
        return drafts.from_award(db.session.get_one(Award, key), alpha, actor=buyer, now=ground.now)

    return Round((draft, draft), lambda wins: sum(wins) == 1)


def an_order_is_issued_twice(ground: Ground) -> Round:
    scene = _scene(ground)
    key, buyer = scene.draft().id, scene.buyer

    def issue() -> None:
        orders.issue(_order(key), actor=buyer, now=ground.now)

    return Round((issue, issue), lambda wins: sum(wins) == 1 and bool(_order(key).number))


def two_orders_get_their_numbers(ground: Ground) -> Round:
    scene, alpha = _scene(ground), ground.world.alpha.id
    by = {"actor": scene.buyer, "now": ground.now}
    keys = [drafts.from_award(scene.award, alpha, [line], **by).id for line in scene.award.lines]

    def issue(key: int) -> Callable[[], object]:
        return lambda: orders.issue(_order(key), **by)

    def holds(wins: list[bool]) -> bool:
        return all(wins) and len({_order(key).number for key in keys}) == 2

    return Round((issue(keys[0]), issue(keys[1])), holds)


def an_order_is_answered_twice(ground: Ground) -> Round:
    scene, order = _issued(ground)
    key, actor = order.id, scene.sales

    def accept() -> None:
        order = _order(key)
        said = [Answer(part, Verdict.ACCEPT) for part in order.schedule]
        responses.answer(order, said, actor=actor, now=ground.now)

    def accepted() -> bool:
        return _order(key).state is OrderState.ACCEPTED

    return Round((accept, accept), lambda wins: any(wins) and accepted())


def received_twice_over_the_tolerance(ground: Ground) -> Round:
    scene, order = _accepted(ground)
    key = order.id
    act = _receive(scene, key, SIXTY)

    def holds(wins: list[bool]) -> bool:
        return sum(wins) == 1 and _order(key).schedule[0].received_quantity == SIXTY

    return Round((act, act), holds)


def a_shipment_is_received_twice(ground: Ground) -> Round:
    scene, order = _accepted(ground)
    notice = scene.announced(order, Decimal(50), f"LS-{ground.number()}").id
    act = _receive(scene, order.id, Decimal(10), notice)
    return Round((act, act), lambda wins: sum(wins) == 1)


def _announce(scene: Scene, key: int, number: str, quantity: Decimal) -> Callable[[], object]:
    actor, now = scene.logistics, scene.now

    def announce() -> object:
        order = _order(key)
        said = Shipment(number=number, shipped_on=now.date(), expected_on=now.date())
        shipped = [Shipped(order.schedule[0], quantity)]
        return shipments.announce(order, said, shipped, actor=actor, now=now)

    return announce


def one_delivery_note_is_announced_twice(ground: Ground) -> Round:
    scene, order = _accepted(ground)
    key, number = order.id, f"LS-{ground.number()}"
    act = _announce(scene, key, number, Decimal(10))

    def notices() -> int | None:
        return db.session.scalar(select(func.count(ShipNotice.id)).where(ShipNotice.order_id == key))

    return Round((act, act), lambda wins: sum(wins) == notices())


def accepting_against_cancelling(ground: Ground) -> Round:
    scene, issued = _issued(ground)
    key, buyer = issued.id, scene.buyer

    def cancel() -> None:
        orders.cancel(_order(key), "No need any more", actor=buyer, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        # What was accepted first is only asked to be cancelled.
        return wins[0] and wins[1] != (_order(key).state is OrderState.CANCELLED)

    def answer() -> None:
        order = _order(key)
        said = [Answer(part, Verdict.ACCEPT) for part in order.schedule]
        responses.answer(order, said, actor=scene.sales, now=ground.now)

    return Round((cancel, answer), holds)


def two_call_offs_over_the_limit(ground: Ground) -> Round:
    scene, contract = _in_force(ground)
    key, buyer = contract.id, scene.buyer

    def call_off() -> object:
        contract = db.session.get_one(Contract, key)
        wish = CallOff(contract.lines[0], SIXTY, WANTED)
        return drafts.from_contract(contract, [wish], actor=buyer, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        return sum(wins) == 1 and db.session.get_one(Contract, key).lines[0].called_quantity == SIXTY

    return Round((call_off, call_off), holds)


def a_contract_is_approved_twice(ground: Ground) -> Round:
    scene = _scene(ground)
    key, approver = scene.contract().id, scene.approver

    def approve() -> None:
        contracts.approve(db.session.get_one(Contract, key), actor=approver, now=ground.now)

    return Round((approve, approve), lambda wins: sum(wins) == 1)


RACES: tuple[Race, ...] = (
    an_award_is_ordered_twice,
    an_order_is_issued_twice,
    two_orders_get_their_numbers,
    an_order_is_answered_twice,
    received_twice_over_the_tolerance,
    a_shipment_is_received_twice,
    one_delivery_note_is_announced_twice,
    accepting_against_cancelling,
    two_call_offs_over_the_limit,
    a_contract_is_approved_twice,
)
