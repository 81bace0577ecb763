"""Pages that both sides have alike: the same views under each blueprint, drawn in the frame of the reader's side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.web.forms import PortalForm, page


@dataclass(frozen=True)
class SharedRoute:
    """A rule, the name of its endpoint within the blueprint, and its view."""

    rule: str
    name: str
    view: Callable[..., ResponseReturnValue]
    methods: tuple[str, ...] = ("GET",)


FORM = ("GET", "POST")
BUTTON = ("POST",)


def add_to(bp: Blueprint, routes: Iterable[SharedRoute]) -> None:
    """Put the routes on one side's blueprint. Within them, addresses are said as ``url_for(".name")``."""
    for route in routes:
        bp.add_url_rule(route.rule, route.name, route.view, methods=list(route.methods))


def endpoint(name: str) -> str:
    """The endpoint of that name on the side of this request."""
    return f"{request.blueprint}.{name}"


def side_page(template: str, form: PortalForm | None = None, **context: Any) -> tuple[str, int]:
    """Draw a page in the frame of the side of this request; the template extends ``layout``."""
    return page(template, form=form, layout=f"{request.blueprint}/base.html", **context)
