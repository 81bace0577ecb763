"""The verbs of contracts: from a published award to signatures on both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal import clock, history
from portal.accounts import queries as accounts_queries
from portal.accounts.roles import Side
from portal.accounts.service import next_number
from portal.db import db, touch
from portal.errors import NotAllowed, RuleBroken
from portal.orders import events
from portal.orders.models import Contract, ContractClause, ContractLine, Signature
from portal.orders.rules import contracts as rules
from portal.orders.rules.people import check_other_person
from portal.orders.rules.responses import check_reason
from portal.orders.rules.rows import at_row
from portal.orders.service.drafts import priced_quantity, take_lines
from portal.orders.service.holding import hold_contract
from portal.orders.workflow import CONTRACT
from portal.sourcing.models import Award, AwardLine
from portal.sourcing.rules.drafts import check_terms
from portal.workflow import Actor


@dataclass(frozen=True)
class ClauseText:
    """A clause as the contract says it, with the id of the library's clause that it was copied from."""

    title: str
    text: str
    clause_id: int | None = None


@dataclass(frozen=True)
class ContractTerms:
    """What a draft says as a whole; the term includes both days."""

    title: str
    starts_on: date
    ends_on: date
    incoterm: str = ""
    incoterm_place: str = ""
    payment_terms: str = ""
    erp_number: str | None = None


def draft(
    award: Award,
    supplier_id: int,
    title: str,
    starts_on: date,
    ends_on: date,
    lines: Sequence[AwardLine] = (),
    *,
    actor: Actor,
    now: datetime,
) -> Contract:
    """A draft contract for what a published award gave one supplier and nobody has ordered yet.

    The price list holds price, unit and price basis of the bid, and the awarded quantity in that unit as the
    limit of what may be called off. Refused as ``take_lines`` says; ``RuleBroken`` at ``ends_on`` for an end
    before the start, at ``title`` without one.
    """
    given = take_lines(award, supplier_id, lines, actor)
    _check_title(title)
    rules.check_term(starts_on, ends_on)
    bid, rfq = given[0].opened_line.opened_bid, award.rfq
    contract = Contract(
        buyer_id=award.buyer_id,
        supplier_id=supplier_id,
        title=title.strip(),
        award_id=award.id,
        starts_on=starts_on,
        ends_on=ends_on,
        currency=bid.currency,
        incoterm=rfq.incoterm,
        incoterm_place=rfq.incoterm_place,
        payment_terms=bid.payment_terms or rfq.payment_terms,
        created_at=now,
        created_by_id=actor.person_id,
    )
    contract.lines = [_line_of(line, position) for position, line in enumerate(given, start=1)]
    contract.signatures = [
        Signature(side=Side.BUYER, organisation_id=award.buyer_id),
        Signature(side=Side.SUPPLIER, organisation_id=supplier_id),
    ]
    db.session.add(contract)
    db.session.flush()
    _record(events.ContractDrafted(contract.id, award.id), contract, actor, now)
    return contract


def _line_of(line: AwardLine, position: int) -> ContractLine:
    return ContractLine(
        position=position,
        award_line_id=line.id,
        item_id=line.rfq_line.item_id,
        spec_revision_id=line.rfq_line.spec_revision_id,
        description=line.rfq_line.description,
        quantity=priced_quantity(line),
        unit=line.opened_line.unit,
        price=line.opened_line.price,
        price_per=line.opened_line.price_per,
    )


def _check_title(title: str) -> None:
    if not title.strip():
        raise RuleBroken(_("Give the contract a title."), "title")


def edit(
    contract: Contract,
    terms: ContractTerms,
    limits: Mapping[ContractLine, Decimal | None],
    clauses: Sequence[ClauseText],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Change a draft: its terms, how much of each line may be called off (None: any), and its clauses.

    Where its approval was asked for, it has to be asked for again.
    ``RuleBroken`` at ``title``, at ``ends_on`` for an end before the start, at ``incoterm`` and its place, and
    at ``rows-0-quantity`` where the first limit is not above zero.
    """
    hold_contract(contract, actor)
    CONTRACT.check(contract, "edit", actor, now)
    _check_title(terms.title)
    rules.check_term(terms.starts_on, terms.ends_on)
    check_terms(terms.incoterm, terms.incoterm_place)
    for name in ("starts_on", "ends_on", "incoterm", "incoterm_place", "payment_terms"):
        setattr(contract, name, getattr(terms, name))
    contract.title, contract.erp_number = terms.title.strip(), terms.erp_number or None
    contract.approval_asked_by_id = None
    for row, (line, limit) in enumerate(limits.items()):
        with at_row(row, "quantity"):
            rules.check_limit(limit)
        line.quantity = limit
    touch(contract)
    contract.clauses.clear()
    # The old clauses go before the new ones come, which take the same positions.
    db.session.flush()
    contract.clauses = [
        ContractClause(position=position, clause_id=one.clause_id, title=one.title, text=one.text)
        for position, one in enumerate(clauses, start=1)
    ]
    _record(events.ContractEdited(contract.id), contract, actor, now)


def discard(contract: Contract, *, actor: Actor, now: datetime) -> None:
    """Give up a draft, which frees the award's lines; a draft was never published and goes altogether."""
    hold_contract(contract, actor)
    CONTRACT.check(contract, "edit", actor, now)
    _record(events.ContractDiscarded(contract.id), contract, actor, now)
    db.session.delete(contract)
    db.session.flush()


def request_approval(contract: Contract, *, actor: Actor, now: datetime) -> None:
    """Tell those who may approve it that a draft is ready; it stays a draft.

    ``RuleBroken`` for one that is not complete, and where they were told already and nothing has changed since.
    """
    hold_contract(contract, actor)
    CONTRACT.advance(contract, "request_approval", actor, now)
    contract.approval_asked_by_id = actor.person_id
    _record(events.ContractApprovalRequested(contract.id), contract, actor, now)


def approve(contract: Contract, *, actor: Actor, now: datetime) -> None:
    """Approve a draft; ``NotAllowed`` for who wrote it or called it ready, unless the buyer's policy allows it."""
    hold_contract(contract, actor)
    CONTRACT.check(contract, "approve", actor, now)
    today = clock.day_in(now, contract.buyer.timezone)
    allowed = accounts_queries.policy(contract.buyer_id, today).proposer_may_approve
    for author_id in (contract.created_by_id, contract.approval_asked_by_id):
        check_other_person(author_id, actor.person_id, allowed)
    CONTRACT.advance(contract, "approve", actor, now)
    contract.approved_by_id = actor.person_id
    _record(events.ContractApproved(contract.id), contract, actor, now)


def reopen(contract: Contract, *, actor: Actor, now: datetime) -> None:
    """Back to draft, to be changed and approved anew."""
    hold_contract(contract, actor)
    CONTRACT.advance(contract, "reopen", actor, now)
    contract.approved_by_id = contract.approval_asked_by_id = None
    _record(events.ContractReopened(contract.id), contract, actor, now)


def issue(contract: Contract, *, actor: Actor, now: datetime) -> None:
    """Give the contract its number and hand it to the supplier; both sides may sign from here on."""
    hold_contract(contract, actor)
    CONTRACT.advance(contract, "issue", actor, now)
    year = clock.day_in(now, contract.buyer.timezone).year
    contract.number = f"C-{year}-{next_number(contract.buyer_id, 'contract', year):04d}"
    contract.issued_at = now
    _record(events.ContractIssued(contract.id, contract.revision), contract, actor, now)


def sign(contract: Contract, name: str, title: str, *, actor: Actor, now: datetime) -> None:
    """Sign for the actor's side, by name and position. With the last signature the contract is in force.

    ``RuleBroken`` at ``name`` without one, ``NotAllowed`` where the own side has signed already.
    """
    hold_contract(contract, actor)
    CONTRACT.check(contract, "sign", actor, now)
    block = next(one for one in contract.signatures if one.organisation_id == actor.organisation_id)
    if block.signed_at is not None:
        raise NotAllowed(_("Your side has signed already."))
    if not name.strip():
        raise RuleBroken(_("Give the name of who signs."), "name")
    CONTRACT.advance(contract, "sign", actor, now)
    block.name, block.title = name.strip(), title.strip()
    block.signed_at, block.signed_by_id = now, actor.person_id
    _record(events.ContractSigned(contract.id, block.side), contract, actor, now)
    if CONTRACT.allows(contract, "enter_into_force", actor, now):
        CONTRACT.advance(contract, "enter_into_force", actor, now)
        contract.in_force_at = now
        _record(events.ContractEnteredIntoForce(contract.id), contract, actor, now)


def terminate(contract: Contract, reason: str, *, actor: Actor, now: datetime) -> None:
    """End a contract; ``RuleBroken`` at ``reason`` without one. Orders that were called off stand."""
    hold_contract(contract, actor)
    CONTRACT.check(contract, "terminate", actor, now)
    check_reason(reason)
    CONTRACT.advance(contract, "terminate", actor, now)
    contract.termination_reason = reason.strip()
    _record(events.ContractTerminated(contract.id), contract, actor, now)


def _record(fact: Any, contract: Contract, actor: Actor, now: datetime) -> None:
    db.session.flush()
    issued = contract.issued_at is not None
    readers = [contract.buyer_id, contract.supplier_id] if issued else [contract.buyer_id]
    history.record(fact, about=[contract], readers=readers, actor=actor, now=now)
