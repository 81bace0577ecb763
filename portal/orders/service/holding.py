"""What every verb begins with: whose is it, and nobody else changes it meanwhile."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.db import as_seen, db, lock, one
from portal.errors import Missing
from portal.orders.models import Contract, ContractLine, PoLine, PurchaseOrder, ScheduleLine
from portal.orders.rules.contracts import check_callable
from portal.workflow import Actor


def own(record: Contract | PurchaseOrder, actor: Actor) -> None:
    """``Missing`` for a record of other organisations, exactly as if there were none."""
    if actor.organisation_id is not None and actor.organisation_id not in (
        record.buyer_id,
        record.supplier_id,
    ):
        raise Missing


def hold_order(order: PurchaseOrder, actor: Actor) -> None:
    """Lock an order with all its lines until the transaction ends, and read it again as it is now.

    Every verb that changes an issued order takes this lock first, so running sums cannot be lost.
    """
    own(order, actor)
    db.session.flush()
    lines = selectinload(PurchaseOrder.lines).selectinload(PoLine.schedule)
    db.session.scalars(
        select(PurchaseOrder)
        .where(PurchaseOrder.id == order.id)
        .options(lines.selectinload(ScheduleLine.changes))
        .with_for_update(of=PurchaseOrder)
        .execution_options(populate_existing=True)
    ).one()


def hold_seen(order: PurchaseOrder, actor: Actor) -> None:
    """Hold an order for an act that agrees to what it says, or changes it: ``Stale`` where somebody else has changed
    it since it was read."""
    with as_seen(order):
        hold_order(order, actor)


def hold_contract(contract: Contract, actor: Actor) -> None:
    """Lock a contract until the transaction ends, and read again who has signed it.

    ``Stale`` where somebody else has changed it since it was read: whatever is done to it was meant for other terms.
    """
    own(contract, actor)
    with as_seen(contract):
        lock(contract, selectinload(Contract.signatures))


def hold_parts(order: PurchaseOrder, wanted: list[ScheduleLine]) -> None:
    """``Missing`` unless each schedule line belongs to the order and is named once."""
    known = {part.id for part in order.schedule}
    ids = [part.id for part in wanted]
    if len(set(ids)) != len(ids) or not set(ids) <= known:
        raise Missing


def call_off(line: ContractLine | None, more: Decimal) -> None:
    """Count ``more`` (or less, when negative) as called off from a contract line, in its unit.

    ``RuleBroken`` at ``quantity`` beyond what the contract has left; the database holds the same.
    """
    if line is None or not more:
        return
    db.session.flush()
    held = one(
        select(ContractLine)
        .where(ContractLine.id == line.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    check_callable(held.quantity, held.called_quantity, more, held.unit)
    held.called_quantity += more
    db.session.flush()
