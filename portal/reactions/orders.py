"""What follows from events of contracts, orders and deliveries: who is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.accounts.roles import Role, Side
from portal.history import on
from portal.notices.service import notify
from portal.orders import events
from portal.orders.models import Contract, PurchaseOrder
from portal.orders.queries.contracts import contract_by_id
from portal.orders.queries.lots import decision_by_id
from portal.orders.queries.orders import order_by_id
from portal.orders.queries.shipments import shipment_by_id
from portal.orders.workflow import ScheduleState
from portal.reactions.lines import cancelled, fact_of, first, parts_of, planned, wished
from portal.units import written
from portal.workflow import Actor

PROCUREMENT = (Role.PROCUREMENT,)
APPROVERS = (Role.APPROVER,)
ARRIVALS = (Role.GOODS_IN, Role.PROCUREMENT)
SALES = (Role.SALES, Role.SUPPLIER_ADMIN)
QUALITY_AND_SALES = (Role.SUPPLIER_QUALITY, *SALES)


def _buyer_of(order: PurchaseOrder, roles: Iterable[Role], kind: str, now: datetime, **more: Any) -> None:
    """Tell people of the buyer about an order, whose number exists from the issue on.

    ``more`` is what the mail says beside the sentence.
    """
    notify(
        order.buyer_id,
        roles,
        kind=kind,
        params={"supplier": order.supplier.name, "number": order.number, **more},
        endpoint="buyer.order",
        target=order.public_id,
        now=now,
    )


def _supplier_of(
    order: PurchaseOrder, kind: str, now: datetime, roles: Iterable[Role] = SALES, **more: Any
) -> None:
    """Tell people of the supplier about an order; ``more`` fills the sentence and what the mail says beside it."""
    notify(
        order.supplier_id,
        roles,
        kind=kind,
        params={"buyer": order.buyer.name, "number": order.number, **more},
        endpoint="supplier.order",
        target=order.public_id,
        now=now,
    )


@on(events.OrderApprovalRequested)
def ask_for_approval(fact: events.OrderApprovalRequested, _actor: Actor, now: datetime) -> None:
    _buyer_of(order_by_id(fact.order_id), APPROVERS, "order_for_approval", now)


@on(events.OrderReturned)
def tell_of_return(fact: events.OrderReturned, _actor: Actor, now: datetime) -> None:
    _buyer_of(order_by_id(fact.order_id), PROCUREMENT, "order_returned", now)


@on(events.OrderIssued)
def tell_of_order(fact: events.OrderIssued, _actor: Actor, now: datetime) -> None:
    order = order_by_id(fact.order_id)
    _supplier_of(order, "order_issued", now, lines=first(planned(order.schedule)))


@on(events.OrderAnswered)
def tell_of_answer(fact: events.OrderAnswered, _actor: Actor, now: datetime) -> None:
    order = order_by_id(fact.order_id)
    said = {
        "accepted": first(planned(parts_of(order, fact.accepted))),
        "wished": first(wished(parts_of(order, fact.changed))),
        "refused": first(planned(parts_of(order, fact.not_accepted))),
    }
    _buyer_of(order, PROCUREMENT, "order_answered", now, **said)


@on(events.AmendmentAnswered)
def tell_of_amendment_answer(fact: events.AmendmentAnswered, _actor: Actor, now: datetime) -> None:
    order = order_by_id(fact.order_id)
    _buyer_of(order, PROCUREMENT, "order_answered", now, **_outcome(order, fact.taken, fact.refused))


@on(events.ChangesProposed)
def tell_of_proposals(fact: events.ChangesProposed, _actor: Actor, now: datetime) -> None:
    order = order_by_id(fact.order_id)
    wishes = first(wished(parts_of(order, fact.schedule_lines)))
    _buyer_of(order, PROCUREMENT, "changes_proposed", now, wished=wishes)


@on(events.ChangesDecided)
def tell_of_decision(fact: events.ChangesDecided, _actor: Actor, now: datetime) -> None:
    order = order_by_id(fact.order_id)
    _supplier_of(order, "changes_decided", now, **_outcome(order, fact.taken, fact.refused))


def _outcome(order: PurchaseOrder, taken: Iterable[int], refused: Iterable[int]) -> dict[str, Any]:
    """What became of changes, by schedule line, with the terms that hold now."""
    gone = [part for part in parts_of(order, taken) if part.state is ScheduleState.CANCELLED]
    kept = [part for part in parts_of(order, taken) if part not in gone]
    return {
        "accepted": first(planned(kept) + cancelled(gone)),
        "refused": first(planned(parts_of(order, refused))),
    }


@on(events.OrderAmended)
def tell_of_amendment(fact: events.OrderAmended, _actor: Actor, now: datetime) -> None:
    order = order_by_id(fact.order_id)
    changed = parts_of(order, fact.changed)
    gone = [part for part in changed if part.state is ScheduleState.CANCELLED]
    said: dict[str, Any] = {
        "changed": first(planned(part for part in changed if part not in gone) + cancelled(gone)),
        "wished": first(wished(parts_of(order, fact.asked))),
    }
    _supplier_of(order, "order_amended", now, **said)


@on(events.CancellationAsked)
def tell_of_cancellation(fact: events.CancellationAsked, _actor: Actor, now: datetime) -> None:
    order = order_by_id(fact.order_id)
    said: dict[str, Any] = {
        "changed": first(cancelled(parts_of(order, fact.cancelled))),
        "wished": first(cancelled(parts_of(order, fact.asked))),
    }
    _supplier_of(order, "cancellation_asked", now, **said)


def _tell_of_shipment(notice_id: int, roles: Iterable[Role], kind: str, now: datetime) -> None:
    notice = shipment_by_id(notice_id)
    notify(
        notice.buyer_id,
        roles,
        kind=kind,
        params={
            "supplier": notice.supplier.name,
            "number": notice.order.number,
            "shipment": notice.number,
            "expected_on": notice.expected_on.isoformat(),
            "packages": notice.packages,
            "carrier": notice.carrier,
            "lines": first([fact_of(line.schedule_line.line, line.quantity) for line in notice.lines]),
        },
        endpoint="buyer.shipment",
        target=notice.public_id,
        now=now,
    )


@on(events.ShipmentAnnounced)
def tell_of_shipment(fact: events.ShipmentAnnounced, _actor: Actor, now: datetime) -> None:
    _tell_of_shipment(fact.notice_id, ARRIVALS, "shipment_announced", now)


@on(events.ShipmentCancelled)
def tell_of_cancelled_shipment(fact: events.ShipmentCancelled, _actor: Actor, now: datetime) -> None:
    _tell_of_shipment(fact.notice_id, ARRIVALS, "shipment_cancelled", now)


@on(events.DeliveryConfirmed)
def tell_of_delivery(fact: events.DeliveryConfirmed, _actor: Actor, now: datetime) -> None:
    _tell_of_shipment(fact.notice_id, ARRIVALS, "delivery_confirmed", now)


@on(events.GoodsReceived)
def tell_of_receipt(fact: events.GoodsReceived, _actor: Actor, now: datetime) -> None:
    _supplier_of(order_by_id(fact.order_id), "goods_received", now)


@on(events.ReceiptReversed)
def tell_of_reversal(fact: events.ReceiptReversed, _actor: Actor, now: datetime) -> None:
    _supplier_of(order_by_id(fact.order_id), "receipt_reversed", now)


@on(events.LotBlocked)
def tell_of_blocked_lot(fact: events.LotBlocked, _actor: Actor, now: datetime) -> None:
    _tell_of_lot(fact.decision_id, "lot_blocked", now)


@on(events.LotRejected)
def tell_of_rejected_lot(fact: events.LotRejected, _actor: Actor, now: datetime) -> None:
    _tell_of_lot(fact.decision_id, "lot_rejected", now)


@on(events.LotAccepted)
def tell_of_released_lot(fact: events.LotAccepted, _actor: Actor, now: datetime) -> None:
    """A lot that is simply in order is no news; that one is no longer blocked is."""
    if len(decision_by_id(fact.decision_id).line.decisions) > 1:
        _tell_of_lot(fact.decision_id, "lot_released", now)


def _tell_of_lot(decision_id: int, kind: str, now: datetime) -> None:
    """Tell the supplier, and procurement of the buyer, how much is concerned and why."""
    decision = decision_by_id(decision_id)
    line = decision.line.schedule_line.line
    order = line.order
    said: dict[str, Any] = {
        "quantity": written(decision.quantity, line.unit),
        "lines": [fact_of(line)],
        "lots": decision.line.lots,
        "reason": decision.reason,
    }
    _supplier_of(order, kind, now, QUALITY_AND_SALES, **said)
    notify(
        order.buyer_id,
        PROCUREMENT,
        kind=f"own_{kind}",
        params={"supplier": order.supplier.name, "number": order.number or order.erp_number, **said},
        endpoint="buyer.lot",
        target=decision.line.public_id,
        now=now,
    )


def _tell_of_contract(
    contract: Contract, side: Side, roles: Iterable[Role], kind: str, now: datetime
) -> None:
    reader, partner = contract.buyer, contract.supplier
    if side is Side.SUPPLIER:
        reader, partner = partner, reader
    notify(
        reader.id,
        roles,
        kind=kind,
        params={
            "buyer": contract.buyer.name,
            "supplier": contract.supplier.name,
            "partner": partner.name,
            "number": contract.number,
        },
        endpoint=f"{side}.contract",
        target=contract.public_id,
        now=now,
    )


@on(events.ContractApprovalRequested)
def ask_for_contract_approval(fact: events.ContractApprovalRequested, _actor: Actor, now: datetime) -> None:
    contract = contract_by_id(fact.contract_id)
    _tell_of_contract(contract, Side.BUYER, APPROVERS, "contract_for_approval", now)


@on(events.ContractIssued)
def tell_of_contract(fact: events.ContractIssued, _actor: Actor, now: datetime) -> None:
    _tell_of_contract(contract_by_id(fact.contract_id), Side.SUPPLIER, SALES, "contract_issued", now)


@on(events.ContractSigned)
def tell_of_signature(fact: events.ContractSigned, _actor: Actor, now: datetime) -> None:
    contract = contract_by_id(fact.contract_id)
    if fact.side == Side.SUPPLIER:
        _tell_of_contract(contract, Side.BUYER, PROCUREMENT, "contract_signed", now)
    else:
        _tell_of_contract(contract, Side.SUPPLIER, SALES, "contract_signed", now)


@on(events.ContractTerminated)
def tell_of_termination(fact: events.ContractTerminated, _actor: Actor, now: datetime) -> None:
    contract = contract_by_id(fact.contract_id)
    if contract.issued_at is not None:
        _tell_of_contract(contract, Side.SUPPLIER, SALES, "contract_terminated", now)
