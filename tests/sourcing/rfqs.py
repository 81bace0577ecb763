"""RFQs to test with, made by the verbs."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.roles import Role
from portal.db import db
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.sourcing.models import Rfq
from portal.sourcing.service import invitations, publishing, rfqs
from portal.sourcing.service.drafts import LineDraft, RfqDraft
from tests.world import Company, World

WANTED = date(2026, 6, 1)


def line(**values: Any) -> LineDraft:
    return replace(LineDraft("Bracket", Decimal(100), "H87", WANTED), **values)


def written(now: datetime, **values: Any) -> RfqDraft:
    wanted = line(wanted_date=now.date() + timedelta(days=91))
    plain = RfqDraft("Brackets", "EUR", now + timedelta(days=14), "Europe/Berlin", (wanted,))
    return replace(plain, **values)


def partner(buyer: Company, supplier: Company, now: datetime, state: Any = PartnershipState.ACTIVE) -> None:
    db.session.add(Partnership(buyer_id=buyer.id, supplier_id=supplier.id, state=state, created_at=now))
    db.session.flush()


def drafted(world: World, now: datetime, **values: Any) -> Rfq:
    """A draft of Acme's to which Alpha and Beta, its partners, are invited."""
    actor = world.acme.actor(Role.PROCUREMENT)
    for supplier in (world.alpha, world.beta):
        partner(world.acme, supplier, now)
    rfq = rfqs.draft(world.acme.organisation, written(now, **values), actor=actor, now=now)
    for supplier in (world.alpha, world.beta):
        invitations.invite(rfq, supplier.organisation, actor=actor, now=now)
    return rfq


def published(world: World, now: datetime, **values: Any) -> Rfq:
    """The same, out."""
    rfq = drafted(world, now, **values)
    publishing.publish(rfq, actor=world.acme.actor(Role.PROCUREMENT), now=now)
    return rfq
