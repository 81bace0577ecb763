"""The pages on which an RFQ is handed over, approved and returned."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.workflow import RfqState
from tests.sourcing.rfqs import drafted
from tests.sourcing.test_approval import approval, ask_for_approvals, procurement
from tests.sourcing.test_buyer_pages import text_of


@pytest.fixture
def today():
    return clock.now()


@pytest.fixture
def rfq(world, today):
    with transaction():
        ask_for_approvals(world, today)
        return drafted(world, today)


def read(world, rfq):
    """The RFQ as it is stored now: neither a transaction under way nor what was read before would say it."""
    db.session.rollback()
    db.session.expire_all()
    return queries.rfq(world.acme.id, rfq.public_id)


def test_the_way_over_an_approver(client, sign_in, world, rfq):
    there = f"/buyer/rfqs/{rfq.public_id}"
    sign_in(client, world.acme, Role.PROCUREMENT)
    page = text_of(client.get(there))
    assert "ask for its approval" in page
    assert f"{there}/publish" not in page
    version = {"version": str(rfq.version)}
    refused = client.post_form(f"{there}/publish", version)
    assert refused.status_code == 422
    assert "Ask for an approval." in text_of(refused)
    assert client.post_form(f"{there}/request-approval", {"version": "999"}).status_code == 409
    assert client.post_form(f"{there}/request-approval", version).status_code == 303
    assert "Somebody else than its writer approves it." in text_of(client.get(there))
    assert client.post_form(f"{there}/approve", version).status_code == 403
    assert "Brackets" in text_of(client.get("/buyer/rfqs?show=waiting"))
    assert "Brackets" not in text_of(client.get("/buyer/rfqs?show=draft"))

    sign_in(client, world.acme, Role.APPROVER)
    assert "An RFQ waits for approval" in text_of(client.get("/buyer/"))
    assert f"{there}/approve" in text_of(client.get(there))
    answer = client.post_form(f"{there}/return", {"reason": ""})
    assert answer.status_code == 422
    assert "Give a reason." in text_of(answer)
    answer = client.post_form(f"{there}/return", {"reason": "Name <b>the alloy</b>."})
    assert answer.status_code == 303, text_of(answer)
    assert client.get(f"{there}/return").status_code == 303

    sign_in(client, world.acme, Role.PROCUREMENT)
    page = text_of(client.get(there))
    assert "Returned by the approver" in page
    assert "Name <b>the alloy</b>." in page
    version = {"version": str(read(world, rfq).version)}
    assert client.post_form(f"{there}/request-approval", version).status_code == 303

    sign_in(client, world.alpha, Role.SALES)
    assert client.get(f"/supplier/rfqs/{rfq.public_id}").status_code == 404
    assert "Brackets" not in text_of(client.get("/supplier/rfqs"))

    sign_in(client, world.acme, Role.APPROVER)
    version = {"version": str(read(world, rfq).version)}
    assert client.post_form(f"{there}/approve", version).status_code == 303
    assert read(world, rfq).state is RfqState.PUBLISHED

    sign_in(client, world.alpha, Role.SALES)
    assert client.get(f"/supplier/rfqs/{rfq.public_id}").status_code == 200


def test_what_waited_past_its_deadline_is_returned(client, sign_in, world, rfq, today):
    with transaction():
        approval.request_approval(rfq, actor=procurement(world), now=today)
        rfq.current_round.deadline = today - timedelta(minutes=1)
    there = f"/buyer/rfqs/{rfq.public_id}"
    sign_in(client, world.acme, Role.APPROVER)
    page = text_of(client.get(there))
    assert "The deadline has passed while it waited." in page
    assert f"{there}/approve" not in page
    assert f"{there}/return" in page
    answer = client.post_form(f"{there}/approve", {"version": str(read(world, rfq).version)})
    assert answer.status_code == 422
    assert "Return it, so that its writer sets another one." in text_of(answer)


def test_the_writer_is_not_offered_its_own_approval(client, sign_in, world, rfq, today):
    with transaction():
        approval.request_approval(rfq, actor=procurement(world), now=today)
        rfq.created_by_id = rfq.approval_asked_by_id = world.acme.people[Role.APPROVER].id
    there = f"/buyer/rfqs/{rfq.public_id}"
    sign_in(client, world.acme, Role.APPROVER)
    assert f"{there}/approve" not in text_of(client.get(there))
    version = {"version": str(read(world, rfq).version)}
    assert client.post_form(f"{there}/approve", version).status_code == 403
    with transaction():
        ask_for_approvals(world, today, "proposer_may_approve")
    assert f"{there}/approve" in text_of(client.get(there))


def test_the_setting_stands_on_its_page(client, sign_in, world):
    sign_in(client, world.acme, Role.ADMIN)
    page = text_of(client.get("/buyer/settings/edit"))
    assert "An RFQ needs an approval before it is published" in page
    numbers = dict.fromkeys(["under_tolerance", "over_tolerance", "two_openers_from"], "0")
    typed = {"rfqs_need_approval": "y", "two_openers": "never", **numbers}
    assert client.post_form("/buyer/settings/edit", typed).status_code == 303
    assert "An RFQ needs an approval before it is published" in text_of(client.get("/buyer/settings"))
    with transaction():
        assert drafted(world, clock.now()).needs_approval(clock.now())
