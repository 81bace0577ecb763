"""What an invited supplier reads of an RFQ beside its terms: its own part, the specs, the files, the certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.catalog.models import SpecFile, SpecRevision
from portal.certificates import queries as held
from portal.certificates.models import Requirement
from portal.certificates.rules import Standing, Step
from portal.certificates.workflow import Gate
from portal.db import db, one
from portal.files.models import StoredFile
from portal.sourcing.models import Bid, Invitation, Rfq, RfqFile, RfqLine, RfqRequirement
from portal.sourcing.queries.bids import bids
from portal.sourcing.queries.rfqs import rfq_for_supplier


@dataclass(frozen=True)
class Part:
    """A supplier's own part in an RFQ: its invitation, and its bid in the current round if it has begun one."""

    rfq: Rfq
    invitation: Invitation
    bid: Bid | None


@dataclass(frozen=True)
class Asked:
    """A certificate that the buyer asks for, and how the supplier stands with it."""

    requirement: Requirement
    standing: Standing

    @property
    def stops_award(self) -> bool:
        """Whether nothing can be awarded as it stands."""
        return self._blocks(Step.AWARD)

    @property
    def stops_order(self) -> bool:
        """Whether nothing can be ordered as it stands."""
        return self._blocks(Step.ORDER)

    def _blocks(self, step: Step) -> bool:
        return not self.standing.in_order and held.gate_at(self.requirement, step) is Gate.BLOCK


def parts(supplier_id: int, rfqs: Sequence[Rfq]) -> list[Part]:
    """The supplier's own part in each of these RFQs, which it was found to be invited to."""
    keys = [rfq.id for rfq in rfqs]
    invitations = _invitations(supplier_id, keys)
    own = db.session.scalars(bids(supplier_id).where(Bid.rfq_id.in_(keys)))
    by_round = {bid.round_id: bid for bid in own}
    return [Part(rfq, invitations[rfq.id], by_round.get(rfq.current_round.id)) for rfq in rfqs]


def parts_of(supplier_id: int, own: Sequence[Bid]) -> list[Part]:
    """The same, seen from bids of the supplier's own."""
    invitations = _invitations(supplier_id, [bid.rfq_id for bid in own])
    return [Part(bid.rfq, invitations[bid.rfq_id], bid) for bid in own]


def _invitations(supplier_id: int, rfq_ids: Sequence[int]) -> dict[int, Invitation]:
    rows = db.session.scalars(
        select(Invitation).where(Invitation.supplier_id == supplier_id, Invitation.rfq_id.in_(rfq_ids))
    )
    return {row.rfq_id: row for row in rows}


def part(supplier_id: int, rfq_public_id: str) -> Part:
    """The supplier's part in one RFQ, whose terms, lines and specs come along. ``Missing`` when not invited."""
    rfq = rfq_for_supplier(supplier_id, rfq_public_id)
    _read_specs(rfq)
    return parts(supplier_id, [rfq])[0]


def _read_specs(rfq: Rfq) -> None:
    """Read the revisions of the lines with their specs and files at once; the lines find them in the session."""
    wanted = {line.spec_revision_id for line in rfq.lines if line.spec_revision_id is not None}
    db.session.scalars(
        select(SpecRevision)
        .where(SpecRevision.id.in_(wanted))
        .options(joinedload(SpecRevision.spec), selectinload(SpecRevision.files).joinedload(SpecFile.file))
    ).all()


def files(rfq: Rfq) -> list[StoredFile]:
    """The files of an RFQ that every invited supplier may read."""
    return list(
        db.session.scalars(
            select(StoredFile)
            .join(RfqFile, RfqFile.file_id == StoredFile.id)
            .where(RfqFile.rfq_id == rfq.id)
            .order_by(RfqFile.id)
        )
    )


def file(supplier_id: int, rfq_public_id: str, public_id: str) -> StoredFile:
    """A file of an RFQ, or of a spec revision that one of its lines points at. ``Missing`` when not invited."""
    rfq = rfq_for_supplier(supplier_id, rfq_public_id)
    of_rfq = select(RfqFile.file_id).where(RfqFile.rfq_id == rfq.id)
    of_specs = (
        select(SpecFile.file_id)
        .join(RfqLine, RfqLine.spec_revision_id == SpecFile.revision_id)
        .where(RfqLine.rfq_id == rfq.id)
    )
    mine = or_(StoredFile.id.in_(of_rfq), StoredFile.id.in_(of_specs))
    return one(select(StoredFile).where(StoredFile.public_id == public_id, mine))


def certificates(supplier_id: int, rfq: Rfq, on: date) -> list[Asked]:
    """The certificates that matter from the invitation to the order, with how the supplier stands on a day."""
    named = set(
        db.session.scalars(select(RfqRequirement.requirement_id).where(RfqRequirement.rfq_id == rfq.id))
    )
    categories = {line.item.category_id for line in rfq.lines if line.item and line.item.category_id}
    asked = held.asked_of(rfq.buyer_id, supplier_id, categories, named)
    standings = held.standings(
        rfq.buyer_id, supplier_id, None, on, categories=categories, requirement_ids=named
    )
    by_id = {row.id: row for row in asked}
    return [Asked(by_id[row.requirement_id], row) for row in standings]
