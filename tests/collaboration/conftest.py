"""Acme and its supplier Alpha in a partnership, and the people who make goals."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.accounts.roles import Role
from portal.collaboration import service
from portal.collaboration.rules.terms import Direction
from portal.db import transaction
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from tests.records import add


def partner(buyer, supplier, now, **values):
    values = {"state": PartnershipState.ACTIVE, **values}
    return add(
        Partnership(buyer=buyer.organisation, supplier=supplier.organisation, created_at=now, **values)
    )


@pytest.fixture
def partnership(world, now):
    with transaction():
        return partner(world.acme, world.alpha, now)


@pytest.fixture
def buyer(world):
    return world.acme.actor(Role.PROCUREMENT)


@pytest.fixture
def supplier(world):
    return world.alpha.actor(Role.SUPPLIER_QUALITY)


def propose(partnership, actor, now, **values):
    terms = {
        "title": "Fewer rejected parts",
        "unit": "ppm",
        "baseline": Decimal(900),
        "target": Decimal(100),
        "direction": Direction.DOWN,
        "due_on": now.date() + timedelta(days=100),
        **values,
    }
    return service.propose(partnership, actor=actor, now=now, **terms)


@pytest.fixture
def proposed(partnership, buyer, now):
    """A proposal of the buyer's."""
    with transaction():
        return propose(partnership, buyer, now)


@pytest.fixture
def goal(proposed, supplier, now):
    """An agreed goal."""
    with transaction():
        service.agree(proposed, actor=supplier, now=now)
    return proposed
