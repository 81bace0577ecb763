"""What an invited supplier sees of an RFQ, and what it answers."""

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.models import Invitation
from portal.sourcing.workflow import InvitationState
from tests.sourcing.bid_pages import saved, text_of
from tests.sourcing.bidding import submitted


def test_the_list_shows_what_the_supplier_is_invited_to(alpha, scene):
    for address in ("/supplier/rfqs", "/supplier/rfqs?show=open"):
        answer = alpha.get(address)
        assert answer.status_code == 200
        assert "RFQ-2026-0001" in text_of(answer)
    assert "RFQ-2026-0001" not in text_of(alpha.get("/supplier/rfqs?show=over"))


def test_the_first_view_is_noted_once(alpha, scene, world, now, clock):
    page = f"/supplier/rfqs/{scene.rfq.public_id}"
    assert alpha.get(page).status_code == 200
    clock.shift(60)
    assert "looked at the RFQ" in text_of(alpha.get(page))
    db.session.rollback()
    viewed = db.session.scalars(select(Invitation.viewed_at).order_by(Invitation.id)).all()
    assert viewed == [now, None]


def test_the_page_tells_nothing_of_other_bidders(alpha, scene, world, now):
    with transaction():
        submitted(scene, world.beta, now)
    for address in (
        f"/supplier/rfqs/{scene.rfq.public_id}",
        "/supplier/rfqs",
        "/supplier/bids",
        "/supplier/",
    ):
        assert "Beta" not in alpha.get(address).get_data(as_text=True)


def test_an_uninvited_supplier_finds_nothing(scene, world, client, sign_in, clock):
    sign_in(client, world.gamma, Role.SALES)
    assert client.get(f"/supplier/rfqs/{scene.rfq.public_id}").status_code == 404
    assert client.post_form(f"/supplier/rfqs/{scene.rfq.public_id}/bid").status_code == 404
    assert "RFQ-2026-0001" not in text_of(client.get("/supplier/rfqs"))


def test_declining_needs_a_reason_and_may_be_taken_back(alpha, scene, world):
    page = f"/supplier/rfqs/{scene.rfq.public_id}"
    assert alpha.post_form(f"{page}/decline", {"reason": " "}).status_code == 422
    assert alpha.post_form(f"{page}/decline", {"reason": "No capacity."}).status_code == 303
    shown = text_of(alpha.get(page))
    assert "No capacity." in shown
    assert "Write a bid" not in shown
    assert alpha.post_form(f"{page}/bid").status_code == 409
    assert alpha.post_form(f"{page}/intend").status_code == 303
    db.session.rollback()
    states = db.session.scalars(select(Invitation.state).order_by(Invitation.id)).all()
    assert states == [InvitationState.INTENDS, InvitationState.INVITED]


def test_a_question_is_seen_by_its_asker_and_by_nobody_else_until_answered(
    alpha, scene, world, client, sign_in
):
    page = f"/supplier/rfqs/{scene.rfq.public_id}"
    assert alpha.post_form(f"{page}/ask", {"text": "Which steel?"}).status_code == 303
    assert "Your question" in text_of(alpha.get(page))
    sign_in(client, world.beta, Role.SALES)
    assert "Which steel?" not in text_of(client.get(page))


@pytest.mark.parametrize("role", [Role.LOGISTICS, Role.SUPPLIER_QUALITY])
def test_who_handles_no_prices_sees_the_rfq_and_no_bid(alpha, scene, world, client, sign_in, role):
    bid = saved(alpha, scene, world)
    sign_in(client, world.alpha, role)
    assert client.get(f"/supplier/rfqs/{scene.rfq.public_id}").status_code == 200
    for address in ("/supplier/bids", f"/supplier/bids/{bid.public_id}"):
        assert client.get(address).status_code == 403
