"""Reads of clauses and contracts."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.catalog.models import SpecRevision
from portal.db import db, one
from portal.orders.models import Clause, Contract, ContractLine, PurchaseOrder, Signature
from portal.orders.queries.visible import issued_to
from portal.orders.workflow import ContractState
from portal.sourcing.models import Award


def clauses(buyer_id: int) -> Select[Clause]:
    """A buyer's library, without what is archived, by title."""
    return (
        select(Clause)
        .where(Clause.buyer_id == buyer_id, Clause.archived_at.is_(None))
        .order_by(Clause.title, Clause.id)
    )


def clause(buyer_id: int, public_id: str) -> Clause:
    """One clause of a buyer's library, archived or not. ``Missing`` for anybody else's."""
    return one(select(Clause).where(Clause.buyer_id == buyer_id, Clause.public_id == public_id))


def contracts(reader_id: int, states: Iterable[ContractState] = ()) -> Select[Contract]:
    """The contracts that the reader may see; a supplier sees them from their issue on."""
    statement = (
        select(Contract)
        .where(issued_to(reader_id, Contract))
        .options(joinedload(Contract.buyer), joinedload(Contract.supplier))
    )
    wanted = tuple(states)
    return statement.where(Contract.state.in_(wanted)) if wanted else statement


def expired(on: date) -> ColumnElement[bool]:
    """Whether a contract in force has ended before a day; ``rules.contracts.is_expired`` is the same in Python."""
    return and_(Contract.state == ContractState.IN_FORCE, Contract.ends_on < on)


def running(on: date) -> ColumnElement[bool]:
    """Whether a contract in force has not ended before a day."""
    return and_(Contract.state == ContractState.IN_FORCE, Contract.ends_on >= on)


def contract(reader_id: int, public_id: str) -> Contract:
    """One contract with lines, clauses and signatures. ``Missing`` for anybody else's, and for a supplier
    before it is issued."""
    revision = selectinload(Contract.lines).joinedload(ContractLine.spec_revision)
    return one(
        contracts(reader_id)
        .where(Contract.public_id == public_id)
        .options(
            revision.joinedload(SpecRevision.spec),
            selectinload(Contract.lines).joinedload(ContractLine.item),
            selectinload(Contract.clauses),
            selectinload(Contract.signatures),
            joinedload(Contract.award).joinedload(Award.rfq),
        )
    )


def contract_by_id(contract_id: int) -> Contract:
    """For reactions, which know of it from an event."""
    return one(select(Contract).where(Contract.id == contract_id))


def to_approve(buyer_id: int) -> Select[Contract]:
    """The drafts whose approval was asked for."""
    return contracts(buyer_id, [ContractState.DRAFT]).where(Contract.approval_asked_by_id.is_not(None))


def to_sign(reader_id: int) -> Select[Contract]:
    """The contracts that wait for the reading organisation's own signature."""
    own = Contract.signatures.any(and_(Signature.organisation_id == reader_id, Signature.signed_at.is_(None)))
    return contracts(reader_id, [ContractState.AWAITING_SIGNATURES]).where(own)


def call_offs(reader_id: int, contract: Contract) -> list[PurchaseOrder]:
    """The orders called off from a contract, newest first, as far as the reader may see them."""
    return list(
        db.session.scalars(
            select(PurchaseOrder)
            .where(PurchaseOrder.contract_id == contract.id, issued_to(reader_id, PurchaseOrder))
            .order_by(PurchaseOrder.id.desc())
        )
    )
