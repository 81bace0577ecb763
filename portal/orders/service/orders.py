"""The life of a purchase order as a whole: edit, approve, issue, cancel, close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal import clock, history
from portal.accounts import queries as accounts_queries
from portal.accounts.models import Site
from portal.accounts.roles import Side
from portal.accounts.service import next_number
from portal.certificates.rules import check_gate
from portal.db import db, touch
from portal.errors import Missing, RuleBroken
from portal.money import line_amount
from portal.orders import events
from portal.orders.models import PoLine, PurchaseOrder, ScheduleChange, ScheduleLine
from portal.orders.queries.gates import certificates_at_order
from portal.orders.rules import orders as rules
from portal.orders.rules.people import check_other_person
from portal.orders.rules.responses import check_reason
from portal.orders.rules.rows import at_row
from portal.orders.service.drafts import new_part, priced_quantity
from portal.orders.service.holding import call_off, hold_order, hold_seen, own
from portal.orders.service.terms import cancel_part, revise, settle
from portal.orders.workflow import ORDER, SCHEDULE, DateBasis, ScheduleState
from portal.sourcing.rules.drafts import check_terms
from portal.workflow import Actor


@dataclass(frozen=True)
class Part:
    """A quantity, in the line's unit, for a date (at the receiving site) and a place.

    ``row`` is the row of the form it came from, where a refusal then stands.
    """

    quantity: Decimal
    requested_date: date
    site: Site | None = None
    row: int | None = None


@dataclass(frozen=True)
class OrderTerms:
    """What a draft says as a whole. Tolerances are percent; freight and other costs in the order's currency.

    Without a ``date_basis`` the Incoterm decides it.
    """

    incoterm: str = ""
    incoterm_place: str = ""
    payment_terms: str = ""
    under_tolerance: Decimal = Decimal(0)
    over_tolerance: Decimal = Decimal(0)
    freight: Decimal = Decimal(0)
    other_costs: Decimal = Decimal(0)
    remark: str = ""
    erp_number: str | None = None
    date_basis: DateBasis | None = None


def edit(
    order: PurchaseOrder,
    terms: OrderTerms,
    schedules: Mapping[PoLine, Sequence[Part]] | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Change a draft: its terms, and the schedule of each line that is named; a line's quantity is the sum.

    ``RuleBroken`` at ``incoterm`` for one that the 2020 rules do not have and at ``incoterm_place`` for one
    without its place, at ``quantity`` for nothing, for more than was awarded or than the contract has left, at
    ``under_tolerance`` or ``over_tolerance`` outside 0 to 100, at ``freight`` or ``other_costs`` below zero.
    ``Stale`` where somebody else has changed it.
    """
    hold_seen(order, actor)
    ORDER.check(order, "edit", actor, now)
    check_terms(terms.incoterm, terms.incoterm_place)
    rules.check_tolerance(terms.under_tolerance, "under_tolerance")
    rules.check_tolerance(terms.over_tolerance, "over_tolerance")
    rules.check_price(terms.freight, "freight")
    rules.check_price(terms.other_costs, "other_costs")
    for name in ("incoterm", "incoterm_place", "payment_terms", "freight", "other_costs", "remark"):
        setattr(order, name, getattr(terms, name))
    order.under_tolerance, order.over_tolerance = terms.under_tolerance, terms.over_tolerance
    order.erp_number = terms.erp_number or None
    handover = rules.counts_to_handover(terms.incoterm)
    order.date_basis = terms.date_basis or (DateBasis.HANDOVER if handover else DateBasis.ARRIVAL)
    for line, parts in (schedules or {}).items():
        _reschedule(line, parts)
    touch(order)
    _record(events.OrderEdited(order.id), order, actor, now)


def _reschedule(line: PoLine, parts: Sequence[Part]) -> None:
    for part in parts:
        with at_row(part.row, "quantity"):
            rules.check_quantity(part.quantity)
    quantity = sum((part.quantity for part in parts), Decimal(0))
    with at_row(parts[0].row if parts else None, "quantity"):
        rules.check_quantity(quantity)
        if line.award_line is not None and quantity > priced_quantity(line.award_line):
            raise RuleBroken(_("No more can be ordered than was awarded."), "quantity")
        call_off(line.contract_line, quantity - line.quantity)
    line.schedule.clear()
    # The old rows go before the new ones come, which take the same positions.
    db.session.flush()
    for position, part in enumerate(parts, start=1):
        site_id = part.site.id if part.site else None
        line.schedule.append(new_part(line, position, part.quantity, part.requested_date, site_id))
    line.quantity = quantity
    line.amount = line_amount(quantity, line.price, line.price_per, line.order.currency)


def remove_line(line: PoLine, *, actor: Actor, now: datetime) -> None:
    """Take a line out of a draft, which frees the award's or the contract's quantity again.

    ``Missing`` where somebody else has taken it out meanwhile.
    """
    order = line.order
    hold_order(order, actor)
    ORDER.check(order, "edit", actor, now)
    if line not in order.lines:
        raise Missing
    call_off(line.contract_line, -line.quantity)
    order.lines.remove(line)
    touch(order)
    _record(events.OrderEdited(order.id), order, actor, now)


def request_approval(order: PurchaseOrder, *, actor: Actor, now: datetime) -> None:
    """Hand a complete draft to somebody who may approve it."""
    own(order, actor)
    ORDER.advance(order, "request_approval", actor, now)
    order.approval_asked_by_id = actor.person_id
    _record(events.OrderApprovalRequested(order.id), order, actor, now)


def return_to_draft(order: PurchaseOrder, *, actor: Actor, now: datetime) -> None:
    """The approver sends an order back to be changed."""
    own(order, actor)
    ORDER.advance(order, "return", actor, now)
    _record(events.OrderReturned(order.id), order, actor, now)


def issue(
    order: PurchaseOrder,
    *,
    override_reason: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Give the order its number and hand it to the supplier; each line's amount is rounded once here.

    ``RuleBroken`` at ``override_reason`` where a missing certificate blocks and no reason is given.
    ``NotAllowed`` for approving one's own order against the buyer's policy, ``Stale`` where somebody else has
    changed it.
    """
    hold_seen(order, actor)
    ORDER.check(order, "issue", actor, now)
    today = clock.day_in(now, order.buyer.timezone)
    policy = accounts_queries.policy(order.buyer_id, today)
    if order.needs_approval:
        check_other_person(order.approval_asked_by_id, actor.person_id, policy.proposer_may_approve)
    check_gate(certificates_at_order(order.buyer_id, order, today), override_reason)
    for line in order.lines:
        line.amount = line_amount(line.quantity, line.price, line.price_per, order.currency)
    ORDER.advance(order, "issue", actor, now)
    order.override_reason = override_reason.strip()
    order.number = f"PO-{today.year}-{next_number(order.buyer_id, 'order', today.year):04d}"
    order.issued_at, order.issued_by_id = now, actor.person_id
    _record(events.OrderIssued(order.id, order.revision), order, actor, now)


def discard(order: PurchaseOrder, *, actor: Actor, now: datetime) -> None:
    """Give up a draft; what it took of an award or a contract is free again."""
    own(order, actor)
    ORDER.advance(order, "discard", actor, now)
    for line in order.lines:
        call_off(line.contract_line, -line.quantity)
    _record(events.OrderDiscarded(order.id), order, actor, now)


def cancel(order: PurchaseOrder, reason: str, *, actor: Actor, now: datetime) -> None:
    """Cancel an issued order: what was never agreed at once, what was agreed once the supplier consents.

    ``RuleBroken`` at ``reason`` without one, and for an order of which anything is under way or a proposed
    change waits.
    """
    hold_order(order, actor)
    ORDER.check(order, "cancel", actor, now)
    check_reason(reason)
    order.closing_reason = reason.strip()
    cancelled, asked = [], []
    for part in order.schedule:
        if part.state in (ScheduleState.OPEN, ScheduleState.NOT_ACCEPTED):
            SCHEDULE.advance(part, "cancel", actor, now)
            cancel_part(part, Side.BUYER, now)
            cancelled.append(part.id)
        elif part.state is ScheduleState.ACCEPTED:
            SCHEDULE.advance(part, "amend", actor, now)
            part.changes.append(_wish_to_cancel(part, reason, actor, now))
            asked.append(part.id)
    _record(events.CancellationAsked(order.id, tuple(cancelled), tuple(asked)), order, actor, now)
    if cancelled and asked:
        revise(order, actor, now)
    settle(order, actor, now)


def _wish_to_cancel(part: ScheduleLine, reason: str, actor: Actor, now: datetime) -> ScheduleChange:
    return ScheduleChange(
        buyer_id=part.buyer_id,
        supplier_id=part.supplier_id,
        side=Side.BUYER,
        cancels=True,
        reason=reason.strip(),
        proposed_at=now,
        proposed_by_id=actor.person_id,
    )


def close(order: PurchaseOrder, *, actor: Actor, now: datetime) -> None:
    """Close an order of which every line has been received within its tolerance, or was cancelled."""
    hold_order(order, actor)
    ORDER.advance(order, "close", actor, now)
    _record(events.OrderClosed(order.id), order, actor, now)


def _record(fact: Any, order: PurchaseOrder, actor: Actor, now: datetime) -> None:
    db.session.flush()
    readers = [order.buyer_id] if order.issued_at is None else [order.buyer_id, order.supplier_id]
    history.record(fact, about=[order], readers=readers, actor=actor, now=now)
