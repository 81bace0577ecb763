"""Who may open the bids of an RFQ, and for whom an opening waits. Nothing here touches a bid."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Person
from portal.accounts.queries import people_with, policy
from portal.accounts.roles import Role
from portal.clock import day_in
from portal.db import db
from portal.sourcing.models import OpeningConsent, Rfq, RfqOpener, RfqRound
from portal.sourcing.queries import keys
from portal.sourcing.queries.rfqs import closed, rfqs
from portal.sourcing.rules.openings import needs_two
from portal.sourcing.workflow import OPENERS, RfqState


def openers(buyer_id: int, rfq: Rfq) -> list[Person]:
    """Who may open the bids now: those named who still hold a role for it, or procurement where nobody is named."""
    named = {row.person_id for row in rfq.openers}
    if not named:
        return people_with(buyer_id, [Role.PROCUREMENT])
    return [person for person in choices(buyer_id) if person.id in named]


def choices(buyer_id: int) -> list[Person]:
    """The people of a buyer who may be named to open bids."""
    return people_with(buyer_id, OPENERS)


def lacking_passphrase(buyer_id: int, rfq: Rfq) -> list[Person]:
    """Those who open a strict RFQ and have no passphrase yet."""
    people = openers(buyer_id, rfq)
    held = keys.in_force(buyer_id, [person.id for person in people])
    return [person for person in people if person.id not in held]


def still_able(buyer_id: int, rfq: Rfq) -> list[Person]:
    """Those of the openers of a published strict RFQ whose passphrases still open it."""
    held = {pair.first.person_id for pair in keys.pairs(rfq) if pair.first.replaced_at is None}
    return [person for person in openers(buyer_id, rfq) if person.id in held]


def is_lost(rfq: Rfq, able: Iterable[Person]) -> bool:
    """Whether a strict RFQ opens no more: it takes two who are able, or one where another has agreed already."""
    left = {person.id for person in able}
    agreed = {consent.person_id for consent in rfq.current_round.consents}
    return len(left - agreed) + bool(agreed) < 2


def to_set_passphrase(buyer_id: int, person_id: int, most: int) -> list[Rfq]:
    """The drafts of strict RFQs that wait for this person to set a passphrase."""
    if keys.of_opener(buyer_id, person_id) is not None:
        return []
    mine = select(RfqOpener.id).where(RfqOpener.rfq_id == Rfq.id, RfqOpener.person_id == person_id)
    waiting = Rfq.state.in_([RfqState.DRAFT, RfqState.AWAITING_APPROVAL])
    return list(
        db.session.scalars(
            rfqs(buyer_id).where(Rfq.strict, waiting, mine.exists()).order_by(Rfq.id).limit(most)
        )
    )


def needed(rfq: Rfq, now: datetime) -> int:
    """How many different people it takes to open the bids: as settled at the publishing, or as it stands before."""
    if rfq.strict:
        return 2
    if rfq.published_at is not None:
        return rfq.openers_needed
    in_force = policy(rfq.buyer_id, day_in(now, rfq.buyer.timezone))
    two = needs_two(
        in_force.two_openers,
        in_force.two_openers_from,
        rfq.buyer.currency,
        value=rfq.estimated_value,
        in_currency=rfq.currency,
        rates={row.currency: row.rate for row in rfq.currencies},
    )
    return 2 if two else 1


def to_open(buyer_id: int, person_id: int, is_procurement: bool, now: datetime, most: int) -> list[Rfq]:
    """The RFQs whose bids may be opened at ``now`` and wait for this person, the oldest first."""
    named = select(RfqOpener.id).where(RfqOpener.rfq_id == Rfq.id)
    mine: ColumnElement[bool] = named.where(RfqOpener.person_id == person_id).exists()
    if is_procurement:
        mine = or_(mine, ~named.exists())
    return list(
        db.session.scalars(
            rfqs(buyer_id)
            .where(closed(now), _is_time(now), mine, ~_has_agreed(person_id))
            .options(selectinload(Rfq.openers), selectinload(Rfq.rounds).selectinload(RfqRound.consents))
            .order_by(Rfq.id)
            .limit(most)
        )
    )


def _round() -> ColumnElement[int]:
    last = select(func.max(RfqRound.id)).where(RfqRound.rfq_id == Rfq.id)
    return last.correlate(Rfq).scalar_subquery()


def _is_time(now: datetime) -> ColumnElement[bool]:
    later = select(RfqRound.id).where(RfqRound.id == _round(), RfqRound.open_not_before > now)
    return ~later.correlate(Rfq).exists()


def _has_agreed(person_id: int) -> ColumnElement[bool]:
    agreed = select(OpeningConsent.id).where(
        OpeningConsent.round_id == _round(), OpeningConsent.person_id == person_id
    )
    return agreed.correlate(Rfq).exists()
