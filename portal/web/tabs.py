"""Tabs: the pages of one record, a table that each domain extends by a line, or the choices of one list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from portal.web import access


@dataclass(frozen=True)
class Tab:
    """A page of the record. It is the current one for its endpoint and for every endpoint that begins with it."""

    label: Any
    endpoint: str


@dataclass(frozen=True)
class Shown:
    """A tab as components/tabs.html draws it."""

    label: Any
    url: str
    active: bool
    badge: int | None = None


def shown_tabs(tabs: Iterable[Tab], **values: Any) -> list[Shown]:
    """The tabs whose pages the reader may open; ``values`` are the parameters of their addresses.

    A single tab is nothing to choose from, so then there are none.
    """
    here = request.endpoint or ""
    open_ = [tab for tab in tabs if access.can(tab.endpoint)]
    active = max((tab.endpoint for tab in open_ if here.startswith(tab.endpoint)), key=len, default="")
    shown = [Shown(tab.label, url_for(tab.endpoint, **values), tab.endpoint == active) for tab in open_]
    return shown if len(shown) > 1 else []


def chosen(offered: Mapping[str, Any]) -> str:
    """Which tab of a list ``?show=`` picks; the one that is offered as the empty word for anything unknown."""
    show = request.args.get("show", "")
    return show if show in offered else ""


def tabs_of(offered: Mapping[str, Any], show: str) -> list[Shown]:
    """The tabs above this request's list: words of ``?show=`` and their labels, ``show`` being the current one."""
    here = f".{(request.endpoint or '').rpartition('.')[2]}"
    return [Shown(label, url_for(here, show=word or None), word == show) for word, label in offered.items()]
