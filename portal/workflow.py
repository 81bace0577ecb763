"""A state machine as one table of moves, read alike by buttons, routes, verbs, diagrams and tests.

Only ``Workflow.advance`` writes a state. A guard is a pure function of the record and the present instant that
raises a refusal; ``actions_for`` asks the same guards, so a page never offers what a verb would refuse.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import NotAllowed, Refusal, WrongState


@dataclass(frozen=True)
class Actor:
    """Who acts: a person for an organisation with roles there. The portal itself has neither id."""

    person_id: int | None
    organisation_id: int | None
    roles: frozenset[str] = frozenset()

    def has(self, roles: Iterable[str]) -> bool:
        return not self.roles.isdisjoint(roles)


PORTAL = Actor(person_id=None, organisation_id=None, roles=frozenset({"portal"}))

Guard = Callable[[Any, datetime], None]


@dataclass(frozen=True)
class Move:
    """One row: ``action`` leads from any of ``sources`` to ``target``, for actors with one of ``roles``."""

    action: str
    sources: frozenset[StrEnum]
    target: StrEnum
    roles: frozenset[str]
    label: Any
    when: Guard | None = None


def move(
    action: str,
    sources: Iterable[StrEnum],
    target: StrEnum,
    roles: Iterable[str],
    label: Any,
    when: Guard | None = None,
) -> Move:
    """A row of a workflow table; ``label`` is the verb on the button."""
    return Move(action, frozenset(sources), target, frozenset(str(role) for role in roles), label, when)


def _first_open(rows: list[Move], record: Any, now: datetime) -> Move:
    refusals = []
    for row in rows:
        try:
            if row.when is not None:
                row.when(record, now)
        except Refusal as declined:
            refusals.append(declined)
        else:
            return row
    raise refusals[0]


@dataclass(frozen=True)
class Workflow:
    """A named table of moves over the states of ``states``; ``labels`` names each state for people."""

    name: str
    states: type[StrEnum]
    initial: StrEnum
    labels: dict[StrEnum, Any]
    moves: tuple[Move, ...]
    attribute: str = "state"
    _by_action: dict[str, tuple[Move, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for row in self.moves:
            self._by_action[row.action] = (*self._by_action.get(row.action, ()), row)

    def state_of(self, record: Any) -> StrEnum:
        return self.states(getattr(record, self.attribute))

    def label(self, record: Any) -> Any:
        return self.labels[self.state_of(record)]

    def find(self, record: Any, action: str, actor: Actor, now: datetime) -> Move:
        """The open move for this action: the first row of the table whose guard lets the record through.

        ``WrongState`` when it does not lead from here, ``NotAllowed`` when the roles do not carry it, and the
        first guard's own refusal when all decline. An unknown action is a ``KeyError``: a programming error.
        """
        state = self.state_of(record)
        from_here = [row for row in self._by_action[action] if state in row.sources]
        if not from_here:
            raise WrongState(_("This is not possible while it is “%(state)s”.", state=self.labels[state]))
        allowed = [row for row in from_here if actor.has(row.roles)]
        if not allowed:
            raise NotAllowed(_("Your role does not allow this."))
        return _first_open(allowed, record, now)

    def check(self, record: Any, action: str, actor: Actor, now: datetime) -> None:
        """Refuse as ``advance`` would, without moving."""
        self.find(record, action, actor, now)

    def allows(self, record: Any, action: str, actor: Actor, now: datetime) -> bool:
        try:
            self.find(record, action, actor, now)
        except Refusal:
            return False
        return True

    def actions_for(self, record: Any, actor: Actor, now: datetime) -> list[Move]:
        """The moves open to this actor now, guards included, in the order of the table."""
        return list(self._open(record, actor, now))

    def _open(self, record: Any, actor: Actor, now: datetime) -> Iterator[Move]:
        for action in self._by_action:
            try:
                yield self.find(record, action, actor, now)
            except Refusal:
                continue

    def advance(self, record: Any, action: str, actor: Actor, now: datetime) -> Move:
        """Move the record on, or refuse as ``find`` does. The only place that writes a state."""
        row = self.find(record, action, actor, now)
        setattr(record, self.attribute, row.target)
        return row
