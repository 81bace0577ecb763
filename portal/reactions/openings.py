"""What follows for those who open bids: they are told that they were named, when it is time, and who acts next.

Nothing here tells whether or how many bids there are: everybody hears the same of an RFQ without any.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from portal import clock, outbox
from portal.accounts.models import Person
from portal.db import db, transaction
from portal.history import on
from portal.notices.models import Notice
from portal.notices.service import notify_people
from portal.outbox import OutboxRow
from portal.sourcing import events
from portal.sourcing.models import Rfq
from portal.sourcing.queries.openers import lacking_passphrase, openers
from portal.sourcing.rules import is_closed
from portal.sourcing.workflow import RfqState
from portal.workflow import Actor

DUE = "opening.due"
TO_OPEN = "bids_to_open"


def _tell(rfq: Rfq, people: Iterable[Person], kind: str, now: datetime) -> None:
    params = {
        "number": rfq.number,
        "title": rfq.title,
        "when": [rfq.opens_at.isoformat(), rfq.current_round.zone],
    }
    notify_people(
        people,
        rfq.buyer_id,
        kind=kind,
        endpoint="buyer.rfq",
        target=rfq.public_id,
        params=params,
        now=now,
    )


def _remind(rfq: Rfq) -> None:
    """Look again once the bids may be opened; a row of an earlier instant finds that it is too soon."""
    key = f"{DUE}:{rfq.id}:{rfq.opens_at.isoformat()}"
    if db.session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is None:
        outbox.enqueue(DUE, {"rfq": rfq.id}, due=rfq.opens_at, key=key)


@on(events.RfqPublished)
def tell_who_is_named(fact: events.RfqPublished, _actor: Actor, now: datetime) -> None:
    """Those named hear of it when the RFQ goes out; a draft may still name others."""
    _settled(fact.rfq_id, now)


@on(events.OpeningSet)
def tell_who_is_named_later(fact: events.OpeningSet, _actor: Actor, now: datetime) -> None:
    """The same where the opening of a published RFQ is changed."""
    _settled(fact.rfq_id, now)


def _settled(rfq_id: int, now: datetime) -> None:
    rfq = db.session.get_one(Rfq, rfq_id)
    if rfq.state is RfqState.DRAFT and rfq.strict:
        _ask_for_passphrases(rfq, now)
    if rfq.state is not RfqState.PUBLISHED:
        return
    _remind(rfq)
    if rfq.openers:
        _tell(rfq, openers(rfq.buyer_id, rfq), "named_to_open", now)


def _ask_for_passphrases(rfq: Rfq, now: datetime) -> None:
    notify_people(
        lacking_passphrase(rfq.buyer_id, rfq),
        rfq.buyer_id,
        kind="passphrase_wanted",
        endpoint="buyer.passphrase",
        target=rfq.public_id,
        params={"title": rfq.title},
        now=now,
    )


@on(events.DeadlineMoved)
def remind_later(fact: events.DeadlineMoved, _actor: Actor, _now: datetime) -> None:
    """The opening moves with the deadline."""
    _remind(db.session.get_one(Rfq, fact.rfq_id))


@on(events.OpeningAgreed)
def tell_the_second(fact: events.OpeningAgreed, actor: Actor, now: datetime) -> None:
    """The other openers hear that one of them is waited for."""
    rfq = db.session.get_one(Rfq, fact.rfq_id)
    others = [person for person in openers(rfq.buyer_id, rfq) if person.id != actor.person_id]
    _tell(rfq, others, "opening_agreed", now)


@outbox.handler(DUE)
def tell_that_it_is_time(job: outbox.Job) -> None:
    """Tell the openers, once, that the bids may be opened, unless somebody has done so."""
    with transaction():
        now = clock.now()
        rfq = db.session.get(Rfq, job.payload["rfq"])
        if rfq is None or rfq.state is not RfqState.PUBLISHED or not is_closed(rfq.opens_at, now):
            return
        told = select(Notice.id).where(Notice.kind == TO_OPEN, Notice.target == rfq.public_id)
        if db.session.scalar(told.limit(1)) is None:
            waited_for = [one for one in openers(rfq.buyer_id, rfq) if one.id not in rfq.agreed]
            _tell(rfq, waited_for, TO_OPEN, now)
