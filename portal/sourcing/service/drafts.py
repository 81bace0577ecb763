"""What a buyer writes into an RFQ, and how it is laid over the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from portal.accounts.models import Site
from portal.catalog.models import Item, SpecRevision
from portal.catalog.workflow import RevisionState
from portal.certificates.models import Requirement
from portal.certificates.workflow import Scope
from portal.clock import day_in, zone
from portal.db import db, touch
from portal.errors import Missing, RuleBroken
from portal.sourcing.models import Rfq, RfqCurrency, RfqLine, RfqRequirement, RfqRound
from portal.sourcing.rules.comparison import TieRule
from portal.sourcing.rules.deadlines import check_deadline
from portal.sourcing.rules.drafts import (
    NOT_RELEASED,
    OTHER_ITEM,
    check_currency,
    check_line,
    check_rates,
    check_terms,
    check_text,
)
from portal.sourcing.workflow import LineKind

POSITION_STEP = 10


@dataclass(frozen=True)
class LineDraft:
    """One line as written. ``public_id`` names the line it replaces; quantity in ``unit`` (UN/ECE Rec 20);
    ``wanted_date`` is a calendar date at the receiving site."""

    description: str
    quantity: Decimal
    unit: str
    wanted_date: date
    kind: LineKind = LineKind.GOODS
    item: Item | None = None
    spec_revision: SpecRevision | None = None
    site: Site | None = None
    lot: str = ""
    public_id: str | None = None


@dataclass(frozen=True)
class RfqDraft:
    """An RFQ as written. Instants in UTC; ``zone`` is the name in which the deadline was meant; ``rates`` says
    for each further bid currency how much of the RFQ's currency one unit of it is."""

    title: str
    currency: str
    deadline: datetime
    zone: str
    lines: Sequence[LineDraft] = ()
    question_cutoff: datetime | None = None
    description: str = ""
    incoterm: str = ""
    incoterm_place: str = ""
    payment_terms: str = ""
    tie_rule: TieRule = TieRule.SHARED
    erp_number: str | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    requirements: Sequence[Requirement] = ()


def check(draft: RfqDraft, buyer_id: int, now: datetime) -> None:
    """``RuleBroken`` at its field for what cannot stand, ``Missing`` for a thing of another organisation."""
    check_text(draft.title, "title")
    check_currency(draft.currency)
    zone(draft.zone)
    check_deadline(draft.deadline, draft.question_cutoff, now)
    check_terms(draft.incoterm, draft.incoterm_place)
    check_rates(draft.currency, draft.rates)
    earliest = day_in(draft.deadline, draft.zone)
    for index, line in enumerate(draft.lines):
        check_line(index, line.quantity, line.unit, line.wanted_date, earliest)
        _check_things(index, line, buyer_id)
    for requirement in draft.requirements:
        if requirement.buyer_id != buyer_id or requirement.scope is not Scope.RFQ:
            raise Missing


def _check_things(index: int, line: LineDraft, buyer_id: int) -> None:
    if not line.description.strip() and line.item is None:
        check_text("", f"lines-{index}-description")
    if line.item is not None and line.item.buyer_id != buyer_id:
        raise Missing
    if line.site is not None and line.site.organisation_id != buyer_id:
        raise Missing
    revision = line.spec_revision
    if revision is None:
        return
    if revision.buyer_id != buyer_id:
        raise Missing
    if revision.state is RevisionState.DRAFT:
        raise RuleBroken(NOT_RELEASED, f"lines-{index}-spec_revision")
    if line.item is not None and revision.spec.item_id not in (None, line.item.id):
        raise RuleBroken(OTHER_ITEM, f"lines-{index}-spec_revision")


def lay_over(rfq: Rfq, draft: RfqDraft) -> None:
    """Write a checked draft over the record and flush; its version counts up even where only lines changed."""
    rfq.title = draft.title.strip()
    rfq.description = draft.description
    rfq.currency = draft.currency
    rfq.incoterm = draft.incoterm
    rfq.incoterm_place = draft.incoterm_place.strip()
    rfq.payment_terms = draft.payment_terms.strip()
    rfq.tie_rule = str(draft.tie_rule)
    rfq.erp_number = draft.erp_number or None
    if rfq.rounds:
        rfq.current_round.deadline = draft.deadline
        rfq.current_round.zone = draft.zone
        rfq.current_round.question_cutoff = draft.question_cutoff
    else:
        rfq.rounds.append(
            RfqRound(
                buyer_id=rfq.buyer_id,
                deadline=draft.deadline,
                zone=draft.zone,
                question_cutoff=draft.question_cutoff,
            )
        )
    _lay_lines(rfq, draft.lines)
    _lay_currencies(rfq, draft.rates)
    _lay_requirements(rfq, draft.requirements)
    if rfq.id is not None:
        touch(rfq)
    db.session.flush()


def _lay_lines(rfq: Rfq, drafts: Sequence[LineDraft]) -> None:
    standing = {line.public_id: line for line in rfq.lines}
    if rfq.id is not None:
        # Positions are unique, so all make room before any is given anew.
        for line in rfq.lines:
            line.position = -line.position
        db.session.flush()
    kept = []
    for index, draft in enumerate(drafts, 1):
        line = standing.get(draft.public_id or "") or RfqLine(buyer_id=rfq.buyer_id)
        line.position = index * POSITION_STEP
        line.kind = draft.kind
        line.lot = draft.lot.strip()
        line.item = draft.item
        line.spec_revision = draft.spec_revision
        line.description = draft.description.strip() or (draft.item.name if draft.item else "")
        line.quantity = draft.quantity
        line.unit = draft.unit
        line.wanted_date = draft.wanted_date
        line.site = draft.site
        kept.append(line)
    rfq.lines = kept


def _lay_currencies(rfq: Rfq, rates: Mapping[str, Decimal]) -> None:
    standing = {row.currency: row for row in rfq.currencies}
    kept = []
    for code, rate in sorted(rates.items()):
        row = standing.get(code) or RfqCurrency(currency=code)
        row.rate = rate
        kept.append(row)
    rfq.currencies = kept


def _lay_requirements(rfq: Rfq, requirements: Sequence[Requirement]) -> None:
    standing = {row.requirement_id: row for row in rfq.requirements}
    wanted = {requirement.id: requirement for requirement in requirements}
    rfq.requirements = [
        standing.get(key) or RfqRequirement(requirement=requirement) for key, requirement in wanted.items()
    ]
