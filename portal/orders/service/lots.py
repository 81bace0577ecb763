"""The verbs of quality: accept, block or reject a lot, which is one line of a goods receipt."""

from datetime import datetime
from decimal import Decimal

from portal.db import db, lock
from portal.orders import events
from portal.orders.models import GoodsReceiptLine, LotDecision
from portal.orders.rules.lots import check_found, left_of
from portal.orders.rules.responses import check_reason
from portal.orders.service.holding import hold_order
from portal.orders.service.terms import tell
from portal.orders.workflow import RECEIPT_LINE
from portal.workflow import Actor

FACTS = {"accept": events.LotAccepted, "block": events.LotBlocked, "reject": events.LotRejected}


def accept(line: GoodsReceiptLine, note: str = "", *, actor: Actor, now: datetime) -> LotDecision:
    """Accept what is left of a lot, be it blocked before or not. ``note`` is read by the buyer alone.

    ``RuleBroken`` where goods-in rejected all of it; ``WrongState`` for a lot that is decided or taken back.
    """
    _begin(line, "accept", actor, now)
    return _decide(line, "accept", left_of(line), "", note, actor, now)


def block(line: GoodsReceiptLine, reason: str, note: str = "", *, actor: Actor, now: datetime) -> LotDecision:
    """Hold a lot back. The supplier reads ``reason``, the buyer alone ``note``.

    ``RuleBroken`` at ``reason`` without one, and where goods-in rejected all of the lot; ``WrongState`` for a
    lot that is blocked, decided or taken back.
    """
    _begin(line, "block", actor, now)
    check_reason(reason)
    return _decide(line, "block", left_of(line), reason, note, actor, now)


def reject(
    line: GoodsReceiptLine,
    quantity: Decimal | None,
    reason: str,
    note: str = "",
    *,
    actor: Actor,
    now: datetime,
) -> LotDecision:
    """Reject a lot for ``quantity`` of it, in the order line's unit, on top of what goods-in rejected.

    The supplier reads ``reason``, the buyer alone ``note``. ``RuleBroken`` at ``quantity`` for nothing, or for
    more than is left of what was received, at ``reason`` without one; ``WrongState`` for a lot that is decided or
    taken back.
    """
    _begin(line, "reject", actor, now)
    found = check_found(left_of(line), quantity, line.schedule_line.line.unit)
    check_reason(reason)
    decision = _decide(line, "reject", found, reason, note, actor, now)
    line.rejected += found
    line.schedule_line.rejected_quantity += found
    db.session.flush()
    return decision


def _begin(line: GoodsReceiptLine, action: str, actor: Actor, now: datetime) -> None:
    """Lock the order, whose running sums may change, and the lot. ``Missing`` for another organisation's."""
    hold_order(line.receipt.order, actor)
    lock(line)
    RECEIPT_LINE.check(line, action, actor, now)


def _decide(
    line: GoodsReceiptLine,
    action: str,
    quantity: Decimal,
    reason: str,
    note: str,
    actor: Actor,
    now: datetime,
) -> LotDecision:
    RECEIPT_LINE.advance(line, action, actor, now)
    decision = LotDecision(
        buyer_id=line.buyer_id,
        supplier_id=line.supplier_id,
        line=line,
        verdict=line.state,
        quantity=quantity,
        reason=reason.strip(),
        note=note.strip(),
        decided_at=now,
        decided_by_id=actor.person_id,
    )
    db.session.add(decision)
    db.session.flush()
    order = line.receipt.order
    fact = FACTS[action](order.id, line.id, decision.id)
    tell(fact, order, actor, now, also=[line.receipt, line])
    return decision
