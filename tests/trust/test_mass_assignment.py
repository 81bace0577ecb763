"""Mass assignment: every form is sent with every column of the database as a further field, and none is taken."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Boolean, Date, Integer, select

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role, Side
from portal.db import Instant, db, transaction
from portal.models import metadata
from tests.objects import Objects
from tests.trust.walking import address, boss, doors, filled, forms_of

# Values that stand nowhere unless somebody has put them there.
NUMBER, DAY = 19991231, date(1999, 12, 31)
PLANTED = {NUMBER, Decimal(NUMBER), str(NUMBER), DAY, DAY.isoformat(), "1999-12-31T07:07"}
KEYS = {"csrf_token", "request_key", "version"}


def planted_value(kind) -> str:
    if isinstance(kind, Date):
        return DAY.isoformat()
    if isinstance(kind, Instant):
        return "1999-12-31T07:07"
    return str(NUMBER)


def columns() -> dict[str, str]:
    """Every column name of the database with a planted value that its type would take."""
    return {
        column.name: planted_value(column.type)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in KEYS and not isinstance(column.type, Boolean)
    }


def planted_rows() -> list[tuple]:
    """Where in the database a planted value stands."""
    db.session.rollback()
    found = []
    for table in metadata.sorted_tables:
        if table.name in ("event", "request_key"):
            continue
        for row in db.session.execute(select(table)):
            found += [
                (table.name, column.name)
                for column, value in zip(table.columns, row, strict=True)
                if is_planted(value)
            ]
    return found


def is_planted(value) -> bool:
    if isinstance(value, datetime):
        return value.year == DAY.year
    return isinstance(value, (int, str, date, Decimal)) and value in PLANTED


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("side", Side)
def test_no_form_takes_a_field_that_it_does_not_show(app, world, client, sign_in, now, side):
    with transaction():
        objects = Objects(world, now)
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    extra, sent, failed = columns(), 0, []
    for door in doors(app):
        if door.rule.side is not side or door.method != "POST":
            continue
        url = address(app, door, filled(door, objects))
        shown = [
            form for form in forms_of(client.get(url).text) if len(form.names - KEYS) and not form.action
        ]
        own = {name: values for form in shown for name, values in form.sent.items()}
        names = {name.rpartition("-")[2] for form in shown for name in form.names}
        more = {name: value for name, value in extra.items() if name not in names}
        more |= {f"lines-0-{name}": value for name, value in more.items()}
        data = {name: values for name, values in own.items() if name not in KEYS}
        answer = client.post_form(url, {**more, **data})
        sent += 1
        failed += [(str(door), answer.status_code)] if answer.status_code >= 500 else []
    assert (planted_rows(), failed) == ([], [])
    assert sent > 25


@pytest.mark.one_database("sqlite")
@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("side", Side)
def test_a_made_up_version_fails_nowhere(app, world, client, sign_in, now, side):
    with transaction():
        objects = Objects(world, now)
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    methods = {}
    for door in doors(app):
        methods.setdefault(door.endpoint, set()).add(door.method)
    failed = []
    for door in doors(app):
        if door.rule.side is side and methods[door.endpoint] == {"POST"}:
            answer = client.post_form(address(app, door, filled(door, objects)), {"version": "7 or 1"})
            failed += [(str(door), answer.status_code)] if answer.status_code >= 500 else []
    assert failed == []


@pytest.mark.parametrize(
    ("name", "role", "asked"),
    [
        ("alpha", Role.SALES, [Role.SUPPLIER_ADMIN]),
        ("alpha", Role.SUPPLIER_ADMIN, [Role.SUPPLIER_ADMIN, Role.PROCUREMENT]),
        ("acme", Role.ADMIN, [Role.ADMIN, Role.SALES]),
        ("acme", Role.PROCUREMENT, [Role.ADMIN]),
    ],
)
def test_nobody_gives_themselves_a_role(world, client, sign_in, name, role, asked):
    company = getattr(world, name)
    sign_in(client, company, role)
    person = company.people[role]
    side = company.organisation.side
    roles = {"roles": [str(one) for one in asked], "role": str(asked[-1]), "active": "1"}
    for url in (
        f"/{side}/people/{person.public_id}",
        "/account/",
        "/account/switch",
        f"/{side}/company/edit",
    ):
        client.post_form(url, {"name": "Me", "timezone": "", **roles})
    db.session.rollback()
    db.session.expire_all()
    held = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    assert held.roles == [str(role)]


def test_the_own_account_takes_name_and_zone_and_nothing_else(world, client, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    person = world.alpha.people[Role.SALES]
    before = (person.email, person.password, person.public_id, person.fs_uniquifier, person.active)
    extra = {
        column.name: str(NUMBER)
        for column in Person.__table__.columns
        if not isinstance(column.type, Integer)
    }
    client.post_form(
        "/account/", {**extra, "name": "Me", "timezone": "UTC", "active": "", "email": "a@b.example"}
    )
    db.session.rollback()
    found = db.session.get(Person, person.id, populate_existing=True)
    assert (found.name, found.timezone) == ("Me", "UTC")
    assert (found.email, found.password, found.public_id, found.fs_uniquifier, found.active) == before
