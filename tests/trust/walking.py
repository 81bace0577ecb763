"""Walking the portal as people do: addresses of every route, forms as a browser fills them, answers compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from sqlalchemy import select

from portal.accounts.models import Membership
from portal.accounts.roles import ROLES_OF, Role, Side
from portal.db import db, transaction
from portal.web import access
from portal.web.access import Rule
from tests.objects import Objects
from tests.web.test_routes import rules_of
from tests.world import Company

NOTHING = "0123456789abcdef" * 2
ID = re.compile(r"[0-9a-f]{32}")
# What differs between two answers to the very same question.
FLEETING = (
    (re.compile(r'nonce="?[\w-]+'), "nonce"),
    (re.compile(r"'nonce-[\w-]+'"), "nonce"),
    (re.compile(r'(name="csrf_token"[^>]*value=")[^"]+'), r"\1"),
    (re.compile(r'(value=")[^"]+("[^>]*name="csrf_token")'), r"\1\2"),
    (re.compile(r'(<meta name="csrf-token" content=")[^"]+'), r"\1"),
    (re.compile(r'(name="request_key"[^>]*value=")[^"]+'), r"\1"),
    (re.compile(r'(data-now=")[^"]+'), r"\1"),
)
# The length goes by the body, which is compared itself, without the names.
APART = frozenset(
    {"X-Request-Id", "X-Received-At", "Date", "Set-Cookie", "Expires", "Last-Modified", "Content-Length"}
)
BOSS = {Side.BUYER: Role.ADMIN, Side.SUPPLIER: Role.SUPPLIER_ADMIN}


@dataclass(frozen=True)
class Door:
    """One route and method, and the names of its parameters in the order of the address."""

    endpoint: str
    method: str
    arguments: tuple[str, ...]
    rule: Rule

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def doors(app) -> Iterator[Door]:
    """Every route of either side."""
    for url_rule in sorted(rules_of(app), key=str):
        rule = access.rule_of(url_rule.endpoint)
        if rule is None or rule.side is None:
            continue
        arguments = tuple(re.findall(r"<(?:\w+:)?(\w+)>", url_rule.rule))
        for method in sorted(url_rule.methods & {"GET", "POST"}):
            yield Door(url_rule.endpoint, method, arguments, rule)


def filled(door: Door, objects: Objects) -> dict[str, str]:
    """The parameters of a route, filled with the records of ``objects``."""
    ids = {**objects.ids, **objects.own[door.rule.side]}
    values = {name: ids[name] for name in door.arguments if name != "file"}
    if "file" in door.arguments:
        owner = next((name for name in objects.files if name in door.arguments), None)
        values["file"] = objects.files[owner] if owner else NOTHING
    return values


def address(app, door: Door, values: dict[str, str]) -> str:
    with app.test_request_context():
        return app.url_for(door.endpoint, **values)


def send(client, door: Door, url: str, data: dict | None = None):
    return client.get(url) if door.method == "GET" else client.post_form(url, data)


def told(answer, *names: str) -> tuple:
    """Status, headers and body of an answer; the names by which it was asked and what is fleeting left out."""
    body = answer.get_data(as_text=True)
    headers = sorted((key, value) for key, value in answer.headers if key not in APART)
    texts = [body, *(f"{key}: {value}" for key, value in headers)]
    for name in names:
        texts = [text.replace(name, "…") for text in texts]
    for pattern, kept in FLEETING:
        texts = [pattern.sub(kept, text) for text in texts]
    return (answer.status_code, *texts)


def boss(company: Company) -> Role:
    """Give one person of a company every role of its side; the role under which to sign that person in."""
    side = company.organisation.side
    with transaction():
        person = company.people[BOSS[side]]
        held = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
        held.roles = sorted(str(role) for role in ROLES_OF[side])
    return BOSS[side]


@dataclass
class PageForm:
    """A form of a page: where it leads, and what a browser would send."""

    action: str = ""
    method: str = "get"
    sent: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class FormsReader(HTMLParser):
    """All forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open = False
        self._select = self._area = ""

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(values.get("action", ""), values.get("method", "get").lower()))
            self._open = True
        if not self._open:
            return
        name = values.get("name", "") or (self._select if tag == "option" else "")
        if not name:
            return
        form = self.forms[-1]
        form.names.add(name)
        if tag == "textarea":
            self._area = name
            form.sent[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in values or (name not in form.sent and values.get("value"))):
            form.sent[name] = [values.get("value", "")]
        elif tag == "input" and (
            values.get("type") not in ("checkbox", "radio", "file", "submit") or "checked" in values
        ):
            form.sent.setdefault(name, []).append(values.get("value", "on"))

    def handle_data(self, data):
        if self._area:
            self.forms[-1].sent[self._area][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def forms_of(page: str) -> list[PageForm]:
    """The forms of a page that change something."""
    reader = FormsReader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]
