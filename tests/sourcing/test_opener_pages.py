"""The pages on which an opening is settled, agreed to and made."""

from datetime import timedelta

import pytest
import time_machine

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import publishing
from portal.sourcing.service.openers import Terms, set_opening
from portal.sourcing.workflow import RfqState
from tests.sourcing.rfqs import drafted
from tests.sourcing.test_buyer_pages import text_of
from tests.sourcing.test_openers import two_always

pytestmark = pytest.mark.one_database


@pytest.fixture
def rfq(world, now):
    with time_machine.travel(now, tick=False), transaction():
        two_always(world, now)
        return drafted(world, now)


def test_the_way_of_two_openers(client, sign_in, world, rfq, now):
    there, people = f"/buyer/rfqs/{rfq.public_id}", world.acme.people
    with time_machine.travel(now, tick=False):
        sign_in(client, world.acme, Role.PROCUREMENT)
        assert "two of: everybody in procurement" in text_of(client.get(there))
        refused = client.post_form(f"{there}/publish")
        assert (refused.status_code, "It takes 2 people" in text_of(refused)) == (422, True)
        assert "Acme auditor" in text_of(client.get(f"{there}/opening"))
        early = {"openers": people[Role.AUDITOR].public_id, "not_before": "2026-03-03T08:00"}
        refused = client.post_form(f"{there}/opening", early)
        assert (refused.status_code, "after the deadline" in text_of(refused)) == (422, True)
        chosen = [people[role].public_id for role in (Role.PROCUREMENT, Role.AUDITOR)]
        typed = {"openers": chosen, "estimated_value": "1200.50"}
        assert client.post_form(f"{there}/opening", typed).status_code == 303
        page = text_of(client.get(there))
        assert "two of: Acme auditor, Acme procurement" in page
        assert "1,200.50 EUR" in page
        assert client.post_form(f"{there}/publish").status_code == 303
        assert "Estimated value" not in text_of(client.get(f"{there}/opening"))
        sign_in(client, world.alpha, Role.SALES)
        assert "1,200.50" not in text_of(client.get(f"/supplier/rfqs/{rfq.public_id}"))

    with time_machine.travel(rfq.deadline, tick=False):
        sign_in(client, world.acme, Role.APPROVER)
        page = text_of(client.get(there))
        assert "Two people open the bids" in page
        assert f"{there}/agree" not in page
        assert "Agree to open" not in text_of(client.get("/buyer/"))
        assert client.post_form(f"{there}/agree").status_code == 403
        sign_in(client, world.acme, Role.AUDITOR)
        assert "Agree to open the bids" in text_of(client.get("/buyer/"))
        assert f"{there}/agree" in text_of(client.get(there))
        assert client.post_form(f"{there}/open").status_code == 422
        assert client.post_form(f"{there}/agree").status_code == 303
        page = text_of(client.get(there))
        assert "One opener has agreed." in page
        assert f"{there}/open" + '"' not in page
        assert "Waits for" in page
        assert client.post_form(f"{there}/open").status_code == 403
        sign_in(client, world.acme, Role.PROCUREMENT)
        assert "Open the bids" in text_of(client.get("/buyer/"))
        assert client.post_form(f"{there}/open").status_code == 303
    db.session.rollback()
    db.session.expire_all()
    assert queries.rfq(world.acme.id, rfq.public_id).state is RfqState.OPENED


def test_an_opening_that_is_set_later_says_so(client, sign_in, world, now):
    with time_machine.travel(now, tick=False), transaction():
        rfq, actor = drafted(world, now), world.acme.actor(Role.PROCUREMENT)
        set_opening(rfq, Terms(not_before=rfq.deadline + timedelta(hours=2)), actor=actor, now=now)
        publishing.publish(rfq, actor=actor, now=now)
    with time_machine.travel(rfq.deadline, tick=False):
        sign_in(client, world.acme, Role.PROCUREMENT)
        page = text_of(client.get(f"/buyer/rfqs/{rfq.public_id}"))
        assert "The bids are opened later" in page
        assert f"{rfq.public_id}/open" + '"' not in page
        assert "Open the bids" not in text_of(client.get("/buyer/"))
        refused = client.post_form(f"/buyer/rfqs/{rfq.public_id}/open")
        assert refused.status_code == 422


def test_the_settings_of_the_opening_stand_on_their_page(client, sign_in, world, now):
    with transaction():
        two_always(world, now, "from_value")
    with time_machine.travel(now, tick=False):
        sign_in(client, world.acme, Role.ADMIN)
        form = text_of(client.get("/buyer/settings/edit"))
        assert "Estimated value from which it takes two" in form
        numbers = {"under_tolerance": "0", "over_tolerance": "0", "two_openers_from": "50000"}
        sent = {"two_openers": "from_value", "second_factor": "y", **numbers}
        assert client.post_form("/buyer/settings/edit", sent).status_code == 303
        page = text_of(client.get("/buyer/settings"))
    assert "from an estimated value on" in page
    assert "50,000.00 EUR" in page
