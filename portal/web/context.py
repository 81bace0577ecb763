"""What every template may use: who reads, the menu, the keys of forms."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, has_request_context, request
from flask_babel import get_locale

from portal.accounts import queries
from portal.accounts.models import Membership
from portal.accounts.roles import ROLE_LABELS, Role, sees_prices
from portal.db import new_public_id
from portal.notices.queries import unread
from portal.web import access, documents, filters, headers, menu, timeline


@dataclass(frozen=True)
class Company:
    """An organisation as the frame shows it; ``id`` is the public one."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Place:
    """A membership as the frame shows it; ``id`` is the public one."""

    id: str
    organisation: Company
    roles: list[str]


@dataclass(frozen=True)
class Me:
    """The person who reads."""

    name: str
    email: str
    timezone: str
    organisation: Company
    memberships: list[Place]


def place(member: Membership) -> Place:
    """A membership for the page."""
    company = Company(member.organisation.public_id, member.organisation.name, str(member.organisation.side))
    return Place(member.public_id, company, [str(ROLE_LABELS[Role(role)]) for role in member.roles])


def reader_language() -> str | None:
    """The reader's language: the person's own, else what the browser prefers; None is the installation's."""
    if not has_request_context():
        return None
    offered = current_app.config["SETTINGS"].languages
    held = access.membership()
    if held is not None and held.person.language in offered:
        return held.person.language
    return request.accept_languages.best_match(offered)


def init_app(app: Flask) -> None:
    """Register the context of templates."""
    app.jinja_env.globals.update(
        csp_nonce=headers.csp_nonce,
        request_key=new_public_id,
        may_call=access.can,
        events_of=timeline.events_of,
        papers_of=documents.papers_of,
    )
    app.context_processor(_reader)


def _reader() -> dict[str, Any]:
    held = access.membership()
    if held is None:
        return {"language": str(get_locale())}
    person = held.person
    places = [place(member) for member in queries.memberships(person.id)]
    entries = current_app.extensions["portal_menu"][held.organisation.side]
    return {
        "language": str(get_locale()),
        "me": Me(person.name, person.email, filters.reader_zone(), place(held).organisation, places),
        "menu": menu.shown(entries),
        "unread": unread(held.organisation_id, held.person_id),
        "sees_prices": sees_prices(frozenset(held.roles)),
        "now": access.now(),
    }
