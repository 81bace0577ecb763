"""Orders, from their draft to the supplier's word on them and on changes."""

from datetime import timedelta
from decimal import Decimal

from portal.orders.models import PoLine, PurchaseOrder, ScheduleLine
from portal.orders.service import changes, orders, responses, shipments
from portal.orders.service.changes import Amendment, Decision
from portal.orders.service.responses import Answer, Verdict
from portal.orders.service.shipments import Shipment, Shipped
from portal.sourcing.models import Rfq
from tests.orders.scene import WANTED, Scene, build_scene
from trust.pairs import Act, Make, Stage, on, record
from trust.races import Ground

LATER = WANTED + timedelta(days=9)
TWENTY, FIFTY, NINETY = Decimal(20), Decimal(50), Decimal(90)


def scene_of(ground: Ground) -> Scene:
    """An award of its own."""
    return build_scene(ground.world, ground.now, f"-{ground.number()}")


def stage_of(scene: Scene, acts: dict[str, Act]) -> Stage:
    """The stage of whatever came of an award: all of it is looked at, from the RFQ on."""
    return Stage(Rfq, scene.award.rfq_id, acts)


def _answer(scene: Scene, key: int, verdict: Verdict, **said: object) -> Act:
    """The supplier's word on the first schedule line."""

    def answer() -> None:
        order = record(PurchaseOrder, key)
        one = Answer(order.schedule[0], verdict, **said)  # type: ignore[arg-type]
        responses.answer(order, [one], actor=scene.sales, now=scene.now)

    return answer


def _amend(scene: Scene, key: int, **said: object) -> Act:
    def amend() -> None:
        order = record(PurchaseOrder, key)
        one = Amendment(order.schedule[0], reason="Less is needed", **said)  # type: ignore[arg-type]
        changes.amend(order, [one], actor=scene.buyer, now=scene.now)

    return amend


def _decide(scene: Scene, key: int, take: bool) -> Act:
    def decide() -> None:
        order = record(PurchaseOrder, key)
        one = Decision(order.schedule[0], take, reason="" if take else "Too late")
        changes.decide(order, [one], actor=scene.buyer, now=scene.now)

    return decide


def _ship(scene: Scene, key: int, number: str) -> Act:
    def ship() -> None:
        order, today = record(PurchaseOrder, key), scene.now.date()
        said = Shipment(number=number, shipped_on=today, expected_on=today)
        shipments.announce(
            order, said, [Shipped(order.schedule[0], TWENTY)], actor=scene.logistics, now=scene.now
        )

    return ship


def _cancel(scene: Scene, key: int) -> Act:
    return on(PurchaseOrder, key, orders.cancel, "No need any more", actor=scene.buyer, now=scene.now)


def an_order_in_draft(ground: Ground) -> Stage:
    scene = scene_of(ground)
    order = scene.draft()
    by = {"actor": scene.buyer, "now": scene.now}
    return stage_of(
        scene,
        {
            "issue": on(PurchaseOrder, order.id, orders.issue, **by),
            "discard": on(PurchaseOrder, order.id, orders.discard, **by),
            "take off a line": on(PoLine, order.lines[1].id, orders.remove_line, **by),
        },
    )


def an_order_that_waits_for_an_answer(ground: Ground) -> Stage:
    scene = scene_of(ground)
    key = scene.issued().id
    return stage_of(
        scene,
        {
            "accept": _answer(scene, key, Verdict.ACCEPT),
            "reject": _answer(scene, key, Verdict.REJECT, reason="No capacity"),
            "propose a day": _answer(scene, key, Verdict.PROPOSE, new_date=LATER, reason="Steel is late"),
            "change": _amend(scene, key, quantity=NINETY),
            "cancel": _cancel(scene, key),
        },
    )


def an_accepted_order(ground: Ground) -> Stage:
    scene = scene_of(ground)
    key, number = scene.accepted().id, f"LS-{ground.number()}"
    return stage_of(
        scene,
        {
            "ship": _ship(scene, key, number),
            "propose less": _answer(scene, key, Verdict.PROPOSE, new_quantity=FIFTY, reason="Steel is short"),
            "ask for less": _amend(scene, key, quantity=NINETY),
            "ask to cancel a part": _amend(scene, key, cancels=True),
            "cancel": _cancel(scene, key),
        },
    )


def an_order_with_a_proposal(ground: Ground) -> Stage:
    scene = scene_of(ground)
    order = scene.accepted()
    _answer(scene, order.id, Verdict.PROPOSE, new_quantity=FIFTY, reason="Steel is short")()
    return stage_of(
        scene,
        {
            "take it": _decide(scene, order.id, take=True),
            "refuse it": _decide(scene, order.id, take=False),
            "take it back": on(
                ScheduleLine, order.schedule[0].id, responses.withdraw, actor=scene.sales, now=scene.now
            ),
            "ship": _ship(scene, order.id, f"LS-{ground.number()}"),
        },
    )


def an_order_to_be_changed(ground: Ground) -> Stage:
    scene = scene_of(ground)
    order = scene.accepted()
    _amend(scene, order.id, quantity=FIFTY)()
    return stage_of(
        scene,
        {
            "agree": _answer(scene, order.id, Verdict.ACCEPT),
            "decline": _answer(scene, order.id, Verdict.REJECT, reason="It is made already"),
            "take it back": on(
                ScheduleLine, order.schedule[0].id, changes.retract, actor=scene.buyer, now=scene.now
            ),
            "ship": _ship(scene, order.id, f"LS-{ground.number()}"),
        },
    )


STAGES: tuple[Make, ...] = (
    an_order_in_draft,
    an_order_that_waits_for_an_answer,
    an_accepted_order,
    an_order_with_a_proposal,
    an_order_to_be_changed,
)
