"""What follows when people join, and when a partnership begins, rests or ends."""

from datetime import datetime

from portal.accounts.events import PersonJoined
from portal.accounts.roles import Role
from portal.db import db
from portal.history import on
from portal.notices.service import notify
from portal.partnerships import events, service
from portal.partnerships.models import Partnership
from portal.partnerships.queries import offer_of
from portal.workflow import Actor

SALES = (Role.SUPPLIER_ADMIN, Role.SALES)


def _partnership(partnership_id: int) -> Partnership:
    return db.session.get_one(Partnership, partnership_id)


@on(PersonJoined)
def begin_partnerships(fact: PersonJoined, actor: Actor, now: datetime) -> None:
    service.person_joined(fact.organisation_id, fact.person_id, actor=actor, now=now)


@on(events.PartnershipOffered)
def tell_of_offer(fact: events.PartnershipOffered, _actor: Actor, now: datetime) -> None:
    partnership = _partnership(fact.partnership_id)
    offer = offer_of(partnership)
    assert offer is not None  # The event is recorded about it.
    notify(
        offer.supplier_id,
        SALES,
        kind="partnership_offered",
        endpoint="supplier.offer",
        target=offer.public_id,
        params={"buyer": partnership.buyer.name},
        now=now,
    )


@on(events.PartnershipActivated)
def tell_of_joining(fact: events.PartnershipActivated, _actor: Actor, now: datetime) -> None:
    partnership = _partnership(fact.partnership_id)
    notify(
        partnership.buyer_id,
        [Role.PROCUREMENT],
        kind="supplier_joined",
        endpoint="buyer.supplier",
        target=partnership.public_id,
        params={"supplier": partnership.supplier.name},
        now=now,
    )


@on(events.PartnershipEnded)
def tell_of_end(fact: events.PartnershipEnded, _actor: Actor, now: datetime) -> None:
    _tell_supplier(_partnership(fact.partnership_id), "partnership_ended", now)


@on(events.PartnershipResumed)
def tell_of_resuming(fact: events.PartnershipResumed, _actor: Actor, now: datetime) -> None:
    _tell_supplier(_partnership(fact.partnership_id), "partnership_resumed", now)


def _tell_supplier(partnership: Partnership, kind: str, now: datetime) -> None:
    if partnership.active_since is None:
        return
    notify(
        partnership.supplier_id,
        SALES,
        kind=kind,
        endpoint="supplier.buyer",
        target=partnership.public_id,
        params={"buyer": partnership.buyer.name},
        now=now,
    )
