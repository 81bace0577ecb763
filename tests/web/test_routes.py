"""The walk over the URL map: every route is listed with who may use it, and answers each kind of person so.

Right role, wrong role, the other side, another buyer, a competing supplier, an uninvited supplier, nobody. A
new route is born into this test: it is refused until the policy names it, and tried as soon as it does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from werkzeug.routing import Rule as UrlRule

from portal.accounts.roles import ROLES_OF, Role, Side
from portal.db import transaction
from portal.web import access
from portal.web.access import Rule
from tests.objects import Objects
from tests.world import Company

# A competitor is invited to the same RFQ, so it rightly sees what everybody invited sees.
SHARED_WITH_COMPETITORS = frozenset({"rfq", "addendum"})


# A role may be named for these, and the verb asks whether this person was.
FOR_THE_NAMED = frozenset({"buyer.rfq_open", "buyer.rfq_agree", "buyer.rfq_unseal"})


@dataclass(frozen=True)
class Route:
    endpoint: str
    method: str
    url: str
    arguments: frozenset[str]
    rule: Rule

    @property
    def roles(self) -> frozenset[str]:
        return self.rule.read if self.method == "GET" else self.rule.write

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def rules_of(app) -> list[UrlRule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "echo"]


def sided_routes(app, objects: Objects) -> Iterator[Route]:
    for url_rule in rules_of(app):
        rule = access.rule_of(url_rule.endpoint)
        if rule is None or rule.side is None:
            continue
        ids = {**objects.ids, **objects.own[rule.side]}
        values = {name: ids.get(name, "0" * 32) for name in url_rule.arguments}
        if "file" in url_rule.arguments:
            owner = next((name for name in objects.files if name in url_rule.arguments), "")
            values["file"] = objects.files.get(owner, "0" * 32)
        with app.test_request_context():
            url = app.url_for(url_rule.endpoint, **values)
        for method in sorted(url_rule.methods & {"GET", "POST"}):
            yield Route(url_rule.endpoint, method, url, frozenset(url_rule.arguments), rule)


def send(client, route: Route):
    return client.get(route.url) if route.method == "GET" else client.post_form(route.url)


def test_every_route_has_a_rule_and_every_rule_a_route(app):
    routes = {rule.endpoint for rule in rules_of(app)}
    ruled = set(access._rules) - {"echo"}
    assert sorted(routes - ruled) == []
    assert sorted(ruled - routes) == []


def test_every_parameter_is_tried_with_a_record(app, world, now):
    with transaction():
        objects = Objects(world, now)
    unknown = {
        (rule.endpoint, name)
        for rule in rules_of(app)
        if (found := access.rule_of(rule.endpoint)) is not None and found.side is not None
        for name in rule.arguments
        if name not in objects.ids and name != "file"
    }
    assert unknown == set(), "name these records in tests/objects.py"


@pytest.fixture
def routes(app, world, now) -> list[Route]:
    """Every route of both sides, its parameters filled with records of Acme and Alpha."""
    with transaction():
        return list(sided_routes(app, Objects(world, now)))


@pytest.fixture
def wrong(client) -> Iterator[Callable[..., None]]:
    """``wrong(route, who, 403)`` sends a request; at the end, every answer that was not expected is told."""
    answers: list[str] = []

    def expect(route: Route, who: str, *statuses: int) -> None:
        got = send(client, route).status_code
        if got not in statuses:
            answers.append(f"{route} as {who}: {got}, not {statuses}")

    yield expect
    assert answers == []


@pytest.mark.usefixtures("plain_refusals")
def test_nobody_is_let_in_without_signing_in(routes, wrong):
    for route in routes:
        wrong(route, "nobody", 303 if route.method == "GET" else 403)


@pytest.mark.one_database("sqlite")
@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("side", Side)
def test_a_role_reads_what_its_rule_says_and_nothing_else(routes, wrong, client, sign_in, world, side):
    for role in sorted(ROLES_OF[side]):
        sign_in(client, world.acme if side is Side.BUYER else world.alpha, role)
        for route in routes:
            if route.rule.side is not side:
                continue
            if role not in route.roles:
                wrong(route, f"{role}, the wrong role", 403)
            elif route.method == "GET":
                wrong(route, f"{role}, who may", 200, 302, 303)


@pytest.mark.one_database("sqlite")
@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("side", Side)
def test_no_route_of_the_other_side_exists(routes, wrong, client, sign_in, world, side):
    buyer = side is Side.BUYER
    sign_in(client, world.acme if buyer else world.alpha, Role.PROCUREMENT if buyer else Role.SUPPLIER_ADMIN)
    for route in routes:
        if route.rule.side is not side:
            wrong(route, f"a {side}", 404)


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize(
    ("name", "who"), [("bolt", "another buyer"), ("beta", "a competitor"), ("gamma", "uninvited")]
)
def test_no_record_of_others_exists(routes, wrong, client, sign_in, world, name, who):
    for route, role in foreign(routes, getattr(world, name)):
        sign_in(client, getattr(world, name), role)
        wrong(route, who, 404)


@pytest.mark.one_database
def test_whoever_may_act_gets_an_answer_to_an_empty_form(routes, wrong, client, sign_in, world):
    own = {Side.BUYER: world.acme, Side.SUPPLIER: world.alpha}
    for route in routes:
        if route.method == "POST":
            sign_in(client, own[route.rule.side], Role(sorted(route.roles)[0]))
            statuses = (200, 302, 303, 400, 409, 422, *([403] if route.endpoint in FOR_THE_NAMED else []))
            wrong(route, "who may, with an empty form", *statuses)


def foreign(routes: list[Route], company: Company) -> Iterator[tuple[Route, Role]]:
    """The routes that name a record which is not this company's."""
    side = company.organisation.side
    for route in routes:
        if route.rule.side is not side or not route.arguments:
            continue
        if company.organisation.name == "Beta" and route.arguments <= SHARED_WITH_COMPETITORS | {
            "file",
            "line",
        }:
            continue
        yield route, Role(sorted(route.roles)[0])
