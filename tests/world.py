"""A small world to test in: two buyers, three suppliers, and a person for each role of each.

``World`` names what the tests speak of; everything is written plainly through the models, so that a test of
one verb does not hang on another.
"""

from dataclasses import dataclass, field
from datetime import datetime

from portal.accounts.models import Membership, Organisation, Person, Site
from portal.accounts.roles import ROLES_OF, Role, Side
from portal.db import db
from portal.workflow import Actor


@dataclass
class Company:
    """An organisation with one person per role."""

    organisation: Organisation
    people: dict[str, Person] = field(default_factory=dict)
    site: Site | None = None

    @property
    def id(self) -> int:
        return self.organisation.id

    def actor(self, *roles: Role) -> Actor:
        """The person who holds the first of the roles, acting with all of them."""
        return Actor(self.people[roles[0]].id, self.organisation.id, frozenset(str(role) for role in roles))


def company(name: str, side: Side, now: datetime, currency: str = "EUR") -> Company:
    """A flushed organisation with a site and one member per role of its side. Call in a write transaction."""
    organisation = Organisation(
        side=side,
        name=name,
        legal_name=f"{name} GmbH",
        registration_number="HRB 1",
        vat_number="DE136695976",
        street="Werkstraße 1",
        postcode="10115",
        city="Berlin",
        country="DE",
        currency=currency,
        timezone="Europe/Berlin",
        created_at=now,
    )
    db.session.add(organisation)
    db.session.flush()
    made = Company(organisation)
    made.site = Site(
        organisation_id=organisation.id,
        name=f"{name} works",
        city="Berlin",
        country="DE",
        timezone="Europe/Berlin",
    )
    db.session.add(made.site)
    slug = name.lower().replace(" ", "-")
    for role in sorted(ROLES_OF[side]):
        person = Person(
            email=f"{role}@{slug}.example",
            name=f"{name} {role}",
            fs_uniquifier=f"{slug}-{role}",
            created_at=now,
        )
        person.memberships.append(
            Membership(organisation_id=organisation.id, roles=[str(role)], created_at=now)
        )
        db.session.add(person)
        made.people[role] = person
    db.session.flush()
    return made


@dataclass
class World:
    """Buyers Acme and Bolt; Alpha and Beta supply Acme and compete; Gamma supplies nobody of them."""

    acme: Company
    bolt: Company
    alpha: Company
    beta: Company
    gamma: Company


def build(now: datetime) -> World:
    """The world, flushed. Call in a write transaction."""
    return World(
        acme=company("Acme", Side.BUYER, now),
        bolt=company("Bolt", Side.BUYER, now),
        alpha=company("Alpha", Side.SUPPLIER, now),
        beta=company("Beta", Side.SUPPLIER, now),
        gamma=company("Gamma", Side.SUPPLIER, now),
    )
