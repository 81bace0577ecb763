"""The verbs of goods-in: receive what has arrived, and take a wrong receipt back by a counter-receipt."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask_babel import lazy_gettext as _

from portal import clock
from portal.accounts import queries as accounts_queries
from portal.db import db, lock
from portal.errors import Missing, RuleBroken, WrongState
from portal.orders import events
from portal.orders.models import GoodsReceipt, GoodsReceiptLine, PurchaseOrder, ScheduleLine, ShipNotice
from portal.orders.rules.deliveries import can_receive, check_arrived, check_received, check_rejected
from portal.orders.rules.people import check_receiver
from portal.orders.rules.responses import check_reason
from portal.orders.rules.rows import at_row
from portal.orders.service.holding import hold_order, hold_parts
from portal.orders.service.terms import settle, tell
from portal.orders.workflow import LIVE, ORDER, RECEIPT_LINE, SHIP_NOTICE
from portal.workflow import Actor

# Without letters and digits that are easily mistaken for one another when read out.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Received:
    """What arrived of one schedule line, in the order line's unit; ``rejected`` is part of ``received``.

    ``row`` is the row of the form it came from, where a refusal then stands.
    """

    part: ScheduleLine
    received: Decimal
    rejected: Decimal = Decimal(0)
    defect_reason: str = ""
    lots: str = ""
    row: int | None = None


def new_receipt_number() -> str:
    """A random number: 60 bits, so that it tells nothing about how much anybody receives."""
    return "GR-" + "".join(secrets.choice(_ALPHABET) for _digit in range(12))


def receive(
    order: PurchaseOrder,
    arrived_on: date,
    lines: Sequence[Received],
    *,
    notice: ShipNotice | None = None,
    remark: str = "",
    actor: Actor,
    now: datetime,
) -> GoodsReceipt:
    """Post what has arrived, with a ship notice or without. ``arrived_on`` is a date at the receiving site.

    ``RuleBroken`` at ``arrived_on`` for a day in the future, at ``received`` beyond the printed over-delivery
    tolerance or below zero, at ``rejected`` for more than arrived, at ``defect_reason`` without one, at
    ``lines`` where nothing arrived; ``NotAllowed`` for who issued the order, unless the buyer's policy lets
    them; ``WrongState`` for a notice that is received or cancelled.
    """
    hold_order(order, actor)
    ORDER.check(order, "receive", actor, now)
    hold_parts(order, [line.part for line in lines])
    _check(order, arrived_on, lines, actor, now)
    if notice is not None:
        _close_notice(order, notice, actor, now)
    receipt = GoodsReceipt(
        buyer_id=order.buyer_id,
        supplier_id=order.supplier_id,
        order_id=order.id,
        notice_id=notice.id if notice else None,
        number=new_receipt_number(),
        arrived_on=arrived_on,
        posted_at=now,
        posted_by_id=actor.person_id,
        remark=remark.strip(),
    )
    db.session.add(receipt)
    for line in lines:
        if line.received:
            receipt.lines.append(_take_in(order, line))
    db.session.flush()
    about = [receipt] if notice is None else [receipt, notice]
    fact = events.GoodsReceived(order.id, receipt.id, notice.id if notice else None)
    tell(fact, order, actor, now, also=about)
    return receipt


def _check(
    order: PurchaseOrder, arrived_on: date, lines: Sequence[Received], actor: Actor, now: datetime
) -> None:
    sites = [line.part.site for line in lines if line.part.site is not None]
    today = clock.day_in(now, sites[0].timezone if sites else order.buyer.timezone)
    check_arrived(arrived_on, today)
    policy = accounts_queries.policy(order.buyer_id, clock.day_in(now, order.buyer.timezone))
    check_receiver(order.issued_by_id, actor.person_id, policy.issuer_may_receive)
    for line in lines:
        with at_row(line.row, "received"):
            _check_line(order, line)
    if not any(line.received for line in lines):
        raise RuleBroken(_("Say how much has arrived of at least one line."), "lines")


def _check_line(order: PurchaseOrder, line: Received) -> None:
    if not can_receive(line.part):
        raise RuleBroken(_("This line was cancelled or never accepted."), "received")
    part = line.part
    check_received(part.quantity, order.over_tolerance, part.received_quantity, line.received, part.line.unit)
    check_rejected(line.received, line.rejected, line.defect_reason)


def _close_notice(order: PurchaseOrder, notice: ShipNotice, actor: Actor, now: datetime) -> None:
    """What was announced is no longer on its way; what arrived of it counts from here on."""
    lock(notice)
    if notice.order_id != order.id:
        raise Missing
    SHIP_NOTICE.advance(notice, "receive", actor, now)
    for line in notice.lines:
        line.schedule_line.shipped_quantity -= line.quantity


def _take_in(order: PurchaseOrder, line: Received) -> GoodsReceiptLine:
    part = line.part
    part.shipped_quantity += line.received
    part.received_quantity += line.received
    part.rejected_quantity += line.rejected
    return GoodsReceiptLine(
        buyer_id=order.buyer_id,
        supplier_id=order.supplier_id,
        schedule_line_id=part.id,
        received=line.received,
        rejected=line.rejected,
        defect_reason=line.defect_reason.strip(),
        lots=line.lots.strip(),
    )


def reverse(receipt: GoodsReceipt, reason: str, *, actor: Actor, now: datetime) -> GoodsReceipt:
    """Take a wrong receipt back by a counter-receipt; nothing is deleted, and it may be posted anew.

    The ship notice is on its way again, and a closed order opens. ``RuleBroken`` at ``reason`` without one;
    ``WrongState`` for a receipt that was taken back before, is itself a counter-receipt, or that quality has
    worked on.
    """
    order = receipt.order
    hold_order(order, actor)
    ORDER.check(order, "reverse", actor, now)
    check_reason(reason)
    if receipt.reverses_id is not None:
        raise WrongState(_("This receipt takes another one back."))
    for line in receipt.lines:
        # Quality may have decided while this waited for the order.
        lock(line)
        RECEIPT_LINE.advance(line, "reverse", actor, now)
        part = line.schedule_line
        part.shipped_quantity -= line.received
        part.received_quantity -= line.received
        part.rejected_quantity -= line.rejected
    counter = GoodsReceipt(
        buyer_id=order.buyer_id,
        supplier_id=order.supplier_id,
        order_id=order.id,
        notice_id=None,
        reverses_id=receipt.id,
        number=new_receipt_number(),
        arrived_on=receipt.arrived_on,
        posted_at=now,
        posted_by_id=actor.person_id,
        remark=reason.strip(),
    )
    db.session.add(counter)
    if receipt.notice is not None:
        _reopen_notice(receipt.notice, actor, now)
    db.session.flush()
    tell(
        events.ReceiptReversed(order.id, receipt.id, counter.id),
        order,
        actor,
        now,
        also=[receipt, counter],
    )
    if order.state not in LIVE:
        ORDER.advance(order, "reverse", actor, now)
        settle(order, actor, now)
    return counter


def _reopen_notice(notice: ShipNotice, actor: Actor, now: datetime) -> None:
    SHIP_NOTICE.advance(notice, "reopen", actor, now)
    for line in notice.lines:
        line.schedule_line.shipped_quantity += line.quantity
