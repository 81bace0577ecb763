"""A buyer inviting suppliers."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from portal.accounts import service as accounts
from portal.accounts.models import JoinInvitation, Membership
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.partnerships import service
from portal.partnerships.models import Partnership
from portal.partnerships.service import SupplierDraft
from tests.world import Company, World

TYPED = {"name": "Delta Parts", "person_name": "Dora", "email": "dora@delta.example"}


@pytest.fixture
def writing():
    """A write transaction around a test's verbs."""
    with transaction():
        yield


@pytest.fixture
def invite(world: World, now: datetime) -> Callable[..., Partnership]:
    """``invite(**typed)``: Acme invites a supplier; ``by`` is another buyer. In a write transaction."""

    def call(by: Company | None = None, **typed) -> Partnership:
        buyer = by or world.acme
        draft = SupplierDraft(**{**TYPED, **typed})
        return service.invite_supplier(
            buyer.organisation, draft, actor=buyer.actor(Role.PROCUREMENT), now=now
        )

    return call


def join(partnership: Partnership, now: datetime) -> Membership:
    """Follow the newest link of an invitation."""
    invitation = db.session.scalars(
        select(JoinInvitation)
        .where(JoinInvitation.organisation_id == partnership.supplier_id)
        .order_by(JoinInvitation.id.desc())
        .limit(1)
    ).one()
    return accounts.accept_invitation(invitation, name=invitation.name, password_hash="x", now=now)
