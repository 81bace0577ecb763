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
    return companies({name: side}, now, currency)[0]


def companies(sides: dict[str, Side], now: datetime, currency: str = "EUR") -> list[Company]:
    """Several at once, in two flushes, since nearly every test begins with them."""
    made = [Company(_organisation(name, side, now, currency)) for name, side in sides.items()]
    db.session.add_all([one.organisation for one in made])
    db.session.flush()
    for one in made:
        _fill(one, now)
    db.session.flush()
    return made


def _organisation(name: str, side: Side, now: datetime, currency: str) -> Organisation:
    return Organisation(
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


def _fill(made: Company, now: datetime) -> None:
    """Add the site and the people, not yet flushed."""
    name = made.organisation.name
    made.site = Site(
        organisation_id=made.id,
        name=f"{name} works",
        city="Berlin",
        country="DE",
        timezone="Europe/Berlin",
    )
    db.session.add(made.site)
    slug = name.lower().replace(" ", "-")
    for role in sorted(ROLES_OF[made.organisation.side]):
        person = Person(
            email=f"{role}@{slug}.example",
            name=f"{name} {role}",
            fs_uniquifier=f"{slug}-{role}",
            created_at=now,
        )
        person.memberships.append(Membership(organisation_id=made.id, roles=[str(role)], created_at=now))
        db.session.add(person)
        made.people[role] = person


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
    sides = {
        "Acme": Side.BUYER,
        "Bolt": Side.BUYER,
        "Alpha": Side.SUPPLIER,
        "Beta": Side.SUPPLIER,
        "Gamma": Side.SUPPLIER,
    }
    return World(*companies(sides, now))
