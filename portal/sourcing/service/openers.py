"""Settling who opens the bids of an RFQ, and from when on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import lazy_gettext as _

from portal import history
from portal.accounts.models import Person
from portal.db import db, touch
from portal.errors import Missing, RuleBroken
from portal.money import exact
from portal.sourcing import events
from portal.sourcing.models import Rfq, RfqOpener
from portal.sourcing.queries import openers as queries
from portal.sourcing.rules.openings import (
    check_enough,
    check_have_passphrases,
    check_not_before,
    check_strict,
)
from portal.sourcing.service.audience import hold
from portal.sourcing.service.strict import seal_to_openers
from portal.sourcing.workflow import RFQ, RfqState
from portal.workflow import Actor


@dataclass(frozen=True)
class Terms:
    """An opening as written. Nobody named is procurement; ``not_before`` in UTC, None is at the deadline;
    ``estimated_value`` in the RFQ's currency, None where it is not stated; ``strict`` by passphrases only."""

    people: Sequence[Person] = ()
    not_before: datetime | None = None
    estimated_value: Decimal | None = None
    strict: bool = False


def set_opening(rfq: Rfq, terms: Terms, *, actor: Actor, now: datetime) -> None:
    """Settle the opening of a draft, or of a published RFQ, whose estimated value and strictness then stay.

    ``Missing`` for a person who cannot be named; ``RuleBroken`` at ``not_before`` for an opening before the deadline,
    at ``openers`` for fewer people than a published RFQ takes, and for other than three of a strict one.
    """
    hold(rfq)
    RFQ.advance(rfq, "set_opening", actor, now)
    check_not_before(terms.not_before, rfq.deadline)
    if not {person.id for person in terms.people} <= {person.id for person in queries.choices(rfq.buyer_id)}:
        raise Missing
    if rfq.state is RfqState.DRAFT:
        rfq.estimated_value, rfq.strict = _checked(terms.estimated_value), terms.strict
    if rfq.strict:
        check_strict(len(terms.people))
    _name(rfq, terms.people)
    rfq.current_round.open_not_before = terms.not_before
    touch(rfq)
    db.session.flush()
    if rfq.state is not RfqState.DRAFT and (rfq.openers or rfq.openers_needed > 1):
        check_enough(len(queries.openers(rfq.buyer_id, rfq)), rfq.openers_needed)
    fact = events.OpeningSet(
        rfq.id, sorted(person.id for person in terms.people), terms.not_before, rfq.strict
    )
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)


def _name(rfq: Rfq, people: Sequence[Person]) -> None:
    standing = {row.person_id: row for row in rfq.openers}
    rfq.openers = [
        standing.get(person.id) or RfqOpener(buyer_id=rfq.buyer_id, person_id=person.id) for person in people
    ]


def _checked(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if value < 0:
        raise RuleBroken(_("This cannot be negative."), "estimated_value")
    return exact(value)


def settle(rfq: Rfq, *, actor: Actor, now: datetime) -> None:
    """What publishing settles: how many people open the bids, and of a strict RFQ the key.

    ``RuleBroken`` at ``openers`` for fewer people than it takes, and while one of a strict RFQ has no passphrase.
    """
    rfq.openers_needed = queries.needed(rfq, now)
    openers = queries.openers(rfq.buyer_id, rfq)
    if rfq.openers or rfq.openers_needed > 1:
        check_enough(len(openers), rfq.openers_needed)
    if rfq.strict:
        check_strict(len(openers))
        check_have_passphrases([person.name for person in queries.lacking_passphrase(rfq.buyer_id, rfq)])
        seal_to_openers(rfq, actor=actor, now=now)
