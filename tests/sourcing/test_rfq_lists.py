"""The buyer's list of RFQs, and what its pages ask of the database."""

from datetime import timedelta
from html import unescape

import pytest

from portal import clock
from portal.accounts.roles import Role
from portal.db import transaction
from portal.sourcing.service import publishing, rfqs
from tests.queries import counted
from tests.sourcing.rfqs import drafted, line, written
from tests.sourcing.test_rfqs import item


@pytest.fixture
def today():
    """Pages know no other clock than the portal's."""
    return clock.now()


@pytest.fixture
def buying(client, sign_in, world):
    sign_in(client, world.acme, Role.PROCUREMENT)
    return client


def text_of(answer) -> str:
    return unescape(answer.get_data(as_text=True))


def test_the_list_narrows_by_state_and_words(buying, world, today):
    with transaction():
        one = drafted(world, today, title="Gear wheels")
        two = rfqs.draft(
            world.acme.organisation,
            written(today, title="100% wool"),
            actor=world.acme.actor(Role.PROCUREMENT),
            now=today,
        )
        publishing.publish(one, actor=world.acme.actor(Role.PROCUREMENT), now=today)

    def titles(query):
        page = text_of(buying.get(f"/buyer/rfqs{query}"))
        return [title for title in (one.title, two.title) if title in page]

    assert titles("") == ["Gear wheels", "100% wool"]
    assert titles("?show=draft") == ["100% wool"]
    assert titles("?show=open") == ["Gear wheels"]
    assert titles("?show=closed") == titles("?show=opened") == titles("?show=over") == []
    assert titles("?q=gear") == ["Gear wheels"]
    assert titles("?q=%25") == ["100% wool"]
    assert titles("?show=nonsense") == ["Gear wheels", "100% wool"]


def test_the_list_asks_the_database_no_more_for_more_rows(buying, world, today):
    def add(number):
        with transaction():
            for _one in range(number):
                rfqs.draft(
                    world.acme.organisation,
                    written(today),
                    actor=world.acme.actor(Role.PROCUREMENT),
                    now=today,
                )

    def asked(page):
        buying.get(page)
        with counted() as statements:
            buying.get(page)
        return len(statements)

    add(2)
    few = [asked(page) for page in ("/buyer/rfqs", "/buyer/")]
    add(10)
    assert [asked(page) for page in ("/buyer/rfqs", "/buyer/")] == few


def test_an_rfq_asks_the_database_no_more_for_more_lines(buying, world, today):
    def asked(lines):
        wanted = today.date() + timedelta(days=91)
        with transaction():
            things = [item(world.acme, today, f"{lines}-{number}") for number in range(lines)]
            rfq = rfqs.draft(
                world.acme.organisation,
                written(today, lines=[line(item=thing, wanted_date=wanted) for thing in things]),
                actor=world.acme.actor(Role.PROCUREMENT),
                now=today,
            )
        found = []
        for page in ("", "/edit"):
            buying.get(f"/buyer/rfqs/{rfq.public_id}{page}")
            with counted() as statements:
                buying.get(f"/buyer/rfqs/{rfq.public_id}{page}")
            found.append(len(statements))
        return found

    assert asked(2) == asked(12)
