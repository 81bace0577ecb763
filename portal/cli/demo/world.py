"""What the fillers of the demo share: the companies, the people, and what was made so far by name."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.accounts.models import Organisation, Person
from portal.accounts.roles import Role
from portal.workflow import Actor


@dataclass
class DemoWorld:
    """``made`` holds records by a short name for later fillers; ``start`` is when the story begins."""

    now: datetime
    start: datetime
    companies: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, tuple[Person, Organisation, list[str]]] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def actor(self, email: str, *roles: Role) -> Actor:
        """A person of the demo, acting with all roles held, or only with those given."""
        person, organisation, held = self.people[email]
        return Actor(person.id, organisation.id, frozenset(str(role) for role in (roles or held)))
