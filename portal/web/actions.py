"""The acts that a page offers, as components/actions.html draws them: asked of the workflow table, never of states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from portal.web import access
from portal.workflow import Workflow


@dataclass(frozen=True)
class Act:
    """A link, or with ``post`` a form without fields. ``kind`` is primary, secondary or danger."""

    label: Any
    url: str
    post: bool = False
    kind: str = "secondary"
    icon: str | None = None
    version: int | None = None
    confirm: Any = None
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """How a page leads to an action: its endpoint, and whether a click does it or opens a form."""

    endpoint: str
    post: bool = False
    kind: str = "secondary"
    icon: str | None = None
    confirm: Any = None


def act_to(
    label: Any,
    endpoint: str,
    *,
    kind: str = "secondary",
    post: bool = False,
    icon: str | None = None,
    confirm: Any = None,
    **values: Any,
) -> list[Act]:
    """An act that no workflow table knows, such as editing; an empty list where the reader may not call it."""
    if not access.can(endpoint, "POST" if post else "GET"):
        return []
    return [Act(label, url_for(endpoint, **values), post, kind, icon, confirm=confirm)]


def open_acts(workflow: Workflow, record: Any, ways: Mapping[str, Way], **address: Any) -> list[Act]:
    """The actions of the table that are open to the reader now, in the order of ``ways``, with their labels.

    ``address`` fills the addresses of all of them.
    """
    moves = {row.action: row for row in workflow.actions_for(record, access.actor(), access.now())}
    return [
        Act(
            moves[action].label,
            url_for(way.endpoint, **address),
            way.post,
            way.kind,
            way.icon,
            record.version,
            way.confirm,
        )
        for action, way in ways.items()
        if action in moves
    ]


def next_step(workflow: Workflow, record: Any, steps: Mapping[str, Any]) -> Any:
    """The sentence above the acts: that of the first action in ``steps`` which is open to the reader now."""
    is_open = {row.action for row in workflow.actions_for(record, access.actor(), access.now())}
    return next((sentence for action, sentence in steps.items() if action in is_open), None)
