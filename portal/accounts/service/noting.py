"""What happens to one's own account stands on the person's record alone, which no organisation reads."""

from datetime import datetime
from typing import Any

from portal import history
from portal.accounts.models import Person
from portal.workflow import Actor


def note(fact: Any, person: Person, *, actor: Actor, now: datetime) -> None:
    """Record an event about a person; it stands in the chain of whatever organisation the actor acts for."""
    history.record(fact, about=[person], readers=[], actor=actor, now=now)
