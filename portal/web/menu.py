"""The menu and the list of what waits: data that each side fills, filtered by what the person may open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import request, url_for

from portal.web import access


@dataclass(frozen=True)
class Entry:
    """A line of a side's menu table. ``prefix`` marks the endpoints for which it counts as the current one."""

    label: Any
    endpoint: str
    icon: str
    group: Any = None
    prefix: str = ""


@dataclass(frozen=True)
class Shown:
    """A line as the page draws it; its words are looked up once, since grouping compares them many times."""

    label: str
    url: str
    icon: str
    active: bool
    group: str | None


@dataclass(frozen=True)
class Todo:
    """One thing that waits for the reader: a verb, the record it is about, and when it is due."""

    verb: Any
    record: str
    url: str
    about: str = ""
    due: datetime | None = None
    due_date: date | None = None
    late: bool = False
    organisation: str = ""


Source = Callable[[int, frozenset[str], datetime], Iterable[Todo]]


def shown(entries: Iterable[Entry]) -> list[Shown]:
    """The entries that the person of this request may open."""
    here = request.endpoint or ""
    return [
        Shown(
            str(entry.label),
            url_for(entry.endpoint),
            entry.icon,
            here == entry.endpoint or bool(entry.prefix and here.startswith(entry.prefix)),
            str(entry.group) if entry.group else None,
        )
        for entry in entries
        if access.can(entry.endpoint)
    ]


def waiting(sources: Iterable[Source]) -> list[Todo]:
    """Everything that waits for the reader, the most urgent first; what has no due time comes last."""
    now, roles = access.now(), access.actor().roles
    todos = [todo for source in sources for todo in source(access.organisation_id(), roles, now)]
    return sorted(todos, key=lambda todo: (not todo.late, _due(todo)))


def _due(todo: Todo) -> tuple[int, str]:
    due = todo.due.date() if todo.due else todo.due_date
    return (1, "") if due is None else (0, due.isoformat())
