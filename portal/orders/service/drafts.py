"""Orders begin as drafts: from a published award, or called off from a contract."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, select

from portal import clock, history
from portal.accounts import queries as accounts_queries
from portal.accounts.models import Organisation, Site
from portal.accounts.roles import Role
from portal.catalog.models import Item
from portal.db import db, lock, one
from portal.errors import Missing, NotAllowed, RuleBroken
from portal.money import SCALE, line_amount
from portal.orders import events
from portal.orders.models import Contract, ContractLine, PoLine, PurchaseOrder, ScheduleLine
from portal.orders.queries.awards import lines_left
from portal.orders.rules.orders import check_quantity, counts_to_handover
from portal.orders.rules.rows import at_row
from portal.orders.service.holding import call_off, hold_contract
from portal.orders.workflow import CONTRACT, DateBasis
from portal.sourcing.models import Award, AwardLine
from portal.sourcing.queries.opened import receipt_number
from portal.sourcing.rules.ratios import ratio, rounded
from portal.sourcing.service.audience import hold
from portal.workflow import Actor


@dataclass(frozen=True)
class CallOff:
    """A quantity of one contract line, in its unit, for a date (at the receiving site) and a place.

    ``row`` is the row of the form it came from, where a refusal then stands.
    """

    line: ContractLine
    quantity: Decimal
    requested_date: date
    site: Site | None = None
    row: int | None = None


def from_award(
    award: Award, supplier_id: int, lines: Sequence[AwardLine] = (), *, actor: Actor, now: datetime
) -> PurchaseOrder:
    """A draft order for what a published award gave one supplier and nobody has ordered yet.

    ``lines`` choose among the award's lines, all by default. Price, unit and price basis are the bid's, the
    quantity is the awarded one in that unit (rounded half-up to 6 decimals), the schedule is the wanted date
    and site of the RFQ. ``NotAllowed`` for anybody but procurement, ``Missing`` for another buyer's award,
    ``RuleBroken`` where nothing is left to order.
    """
    given = take_lines(award, supplier_id, lines, actor)
    bid = given[0].opened_line.opened_bid
    rfq = award.rfq
    order = _draft(award.buyer_id, supplier_id, bid.currency, rfq.incoterm, actor, now)
    order.award_id = award.id
    order.incoterm_place = rfq.incoterm_place
    order.payment_terms = bid.payment_terms or rfq.payment_terms
    order.quote_number = bid.quote_number
    order.bid_receipt = receipt_number(bid)
    if not _ordered_before(order):
        order.freight, order.other_costs = bid.freight, bid.other_costs
    for position, award_line in enumerate(given, start=1):
        order.lines.append(_line_of(order, award_line, position))
    return _drafted(order, actor, now)


def take_lines(award: Award, supplier_id: int, chosen: Sequence[AwardLine], actor: Actor) -> list[AwardLine]:
    """The award's lines that are still free for this supplier, with the RFQ locked against a second taker: two awards
    of it may share what comes once with a bid, its freight and its other costs."""
    if not actor.has({Role.PROCUREMENT}):
        raise NotAllowed(_("Your role does not allow this."))
    if award.buyer_id != actor.organisation_id:
        raise Missing
    hold(award.rfq)
    lock(award)
    free = lines_left(award.buyer_id, award.id, supplier_id)
    wanted = {line.id for line in chosen}
    if not wanted <= {line.id for line in free}:
        raise RuleBroken(_("One of these lines has been ordered or contracted already."), "lines")
    given = [line for line in free if not wanted or line.id in wanted]
    if not given:
        raise RuleBroken(_("Everything awarded here has been ordered or contracted already."), "lines")
    return given


def priced_quantity(line: AwardLine) -> Decimal:
    """The awarded quantity in the unit of the bid's price, rounded half-up to 6 decimals."""
    asked, offered = line.rfq_line, line.opened_line
    if asked.unit == offered.unit:
        return line.quantity
    steps = ratio(asked.unit, offered.unit, _factors(asked.item))
    return rounded(steps * Fraction(line.quantity), SCALE)


def _factors(item: Item | None) -> dict[str, Decimal]:
    return {} if item is None else {item.unit: Decimal(1)} | {row.unit: row.factor for row in item.units}


def _ordered_before(order: PurchaseOrder) -> bool:
    """Whether an earlier order carries the freight and other costs of the same bid."""
    with db.session.no_autoflush:
        return bool(
            order.bid_receipt
            and db.session.scalar(
                select(
                    exists().where(
                        PurchaseOrder.buyer_id == order.buyer_id,
                        PurchaseOrder.bid_receipt == order.bid_receipt,
                        PurchaseOrder.state != "cancelled",
                    )
                )
            )
        )


def _line_of(order: PurchaseOrder, award_line: AwardLine, position: int) -> PoLine:
    asked, offered = award_line.rfq_line, award_line.opened_line
    quantity = priced_quantity(award_line)
    line = PoLine(
        buyer_id=order.buyer_id,
        supplier_id=order.supplier_id,
        position=position,
        kind=asked.kind,
        award_line_id=award_line.id,
        item_id=asked.item_id,
        spec_revision_id=asked.spec_revision_id,
        description=asked.description,
        quantity=quantity,
        unit=offered.unit,
        price=offered.price,
        price_per=offered.price_per,
        amount=line_amount(quantity, offered.price, offered.price_per, order.currency),
    )
    line.schedule.append(new_part(line, 1, quantity, asked.wanted_date, asked.site_id))
    return line


def new_part(line: PoLine, position: int, quantity: Decimal, on: date, site_id: int | None) -> ScheduleLine:
    """A schedule line that nobody has answered yet."""
    return ScheduleLine(
        buyer_id=line.buyer_id,
        supplier_id=line.supplier_id,
        position=position,
        quantity=quantity,
        requested_date=on,
        site_id=site_id,
    )


def from_contract(
    contract: Contract, call_offs: Iterable[CallOff], *, actor: Actor, now: datetime
) -> PurchaseOrder:
    """A draft order called off from a contract in force; its quantities count as called off at once.

    ``WrongState`` and ``RuleBroken`` as the contract's workflow says, ``RuleBroken`` at ``lines`` for nothing,
    and at ``quantity`` for nothing or for more than the contract has left.
    """
    hold_contract(contract, actor)
    CONTRACT.check(contract, "call_off", actor, now)
    wanted = list(call_offs)
    if not wanted:
        raise RuleBroken(_("Say how much of which line is called off."), "lines")
    order = _draft(contract.buyer_id, contract.supplier_id, contract.currency, contract.incoterm, actor, now)
    order.contract_id = contract.id
    order.award_id = contract.award_id
    order.incoterm_place = contract.incoterm_place
    order.payment_terms = contract.payment_terms
    by_line: dict[int, PoLine] = {}
    for wish in sorted(wanted, key=lambda wish: (wish.line.position, wish.requested_date)):
        if wish.line.contract_id != contract.id:
            raise Missing
        with at_row(wish.row, "quantity"):
            check_quantity(wish.quantity)
        line = by_line.get(wish.line.id)
        if line is None:
            line = by_line[wish.line.id] = _line_called(order, wish.line, len(by_line) + 1)
            order.lines.append(line)
        site_id = wish.site.id if wish.site else None
        line.schedule.append(
            new_part(line, len(line.schedule) + 1, wish.quantity, wish.requested_date, site_id)
        )
        line.quantity += wish.quantity
        line.amount = line_amount(line.quantity, line.price, line.price_per, order.currency)
    drafted = _drafted(order, actor, now)
    for wish in sorted(wanted, key=lambda wish: wish.line.id):
        with at_row(wish.row, "quantity"):
            call_off(wish.line, wish.quantity)
    return drafted


def _line_called(order: PurchaseOrder, source: ContractLine, position: int) -> PoLine:
    return PoLine(
        buyer_id=order.buyer_id,
        supplier_id=order.supplier_id,
        position=position,
        contract_line_id=source.id,
        item_id=source.item_id,
        spec_revision_id=source.spec_revision_id,
        description=source.description,
        quantity=Decimal(0),
        unit=source.unit,
        price=source.price,
        price_per=source.price_per,
        amount=Decimal(0),
    )


def _draft(
    buyer_id: int, supplier_id: int, currency: str, incoterm: str, actor: Actor, now: datetime
) -> PurchaseOrder:
    buyer = one(select(Organisation).where(Organisation.id == buyer_id))
    policy = accounts_queries.policy(buyer_id, clock.day_in(now, buyer.timezone))
    return PurchaseOrder(
        buyer_id=buyer_id,
        supplier_id=supplier_id,
        currency=currency,
        incoterm=incoterm,
        date_basis=DateBasis.HANDOVER if counts_to_handover(incoterm) else DateBasis.ARRIVAL,
        under_tolerance=policy.under_tolerance,
        over_tolerance=policy.over_tolerance,
        needs_approval=policy.orders_need_approval,
        created_at=now,
        created_by_id=actor.person_id,
    )


def _drafted(order: PurchaseOrder, actor: Actor, now: datetime) -> PurchaseOrder:
    db.session.add(order)
    db.session.flush()
    history.record(
        events.OrderDrafted(order.id, order.award_id, order.contract_id),
        about=[order],
        readers=[order.buyer_id],
        actor=actor,
        now=now,
    )
    return order
