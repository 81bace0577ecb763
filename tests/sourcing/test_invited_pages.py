"""What an invited supplier sees of an RFQ, and what it answers."""

import pytest
from sqlalchemy import select, update

from portal.accounts.roles import Role
from portal.catalog.models import Spec, SpecFile, SpecRevision
from portal.certificates.models import Requirement
from portal.certificates.workflow import Gate, Scope
from portal.db import db, transaction
from portal.sourcing.models import Invitation, Rfq, RfqRequirement
from portal.sourcing.workflow import InvitationState, RfqState
from tests.records import PDF, add, stored
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


@pytest.fixture
def specified(scene, world, now):
    """The screws have a spec with a drawing; another revision has one that nobody is asked about."""
    with transaction():
        spec = add(Spec(buyer_id=world.acme.id, number="S-6", title="Screw", created_at=now))
        made = []
        for ordinal, label in enumerate("AB", 1):
            file = stored(world.acme, now, f"drawing-{label}.pdf")
            revision = SpecRevision(
                buyer_id=world.acme.id,
                spec=spec,
                ordinal=ordinal,
                label=label,
                text=f"Text of {label}.",
                created_at=now,
            )
            revision.files.append(SpecFile(file=file, drawing=True))
            made.append((add(revision), file))
        scene.screws.spec_revision = made[1][0]
        db.session.flush()
    return [file.public_id for _revision, file in made]


def test_the_spec_is_read_with_its_drawing_by_who_is_invited(alpha, scene, world, specified, client, sign_in):
    page = f"/supplier/rfqs/{scene.rfq.public_id}"
    shown = text_of(alpha.get(page))
    assert "Spec S-6, revision B" in shown
    assert "Text of B." in shown
    assert "drawing-A" not in shown
    old, asked = specified
    assert alpha.get(f"{page}/files/{asked}").get_data() == PDF
    assert alpha.get(f"{page}/files/{old}").status_code == 404
    sign_in(client, world.gamma, Role.SALES)
    assert client.get(f"{page}/files/{asked}").status_code == 404


def test_the_page_says_how_the_supplier_stands_with_what_is_asked(alpha, scene, world, now):
    with transaction():
        asked = add(
            Requirement(
                buyer_id=world.acme.id,
                scope=Scope.RFQ,
                standard="IATF 16949",
                asks="For the site that ships.",
                at_award=Gate.BLOCK,
                created_at=now,
            )
        )
        add(RfqRequirement(rfq_id=scene.rfq.id, requirement_id=asked.id))
    shown = text_of(alpha.get(f"/supplier/rfqs/{scene.rfq.public_id}"))
    assert "IATF 16949 Missing For the site that ships. Without it nothing can be awarded to you." in shown


def test_outcome_and_reason_are_told(alpha, scene):
    with transaction():
        db.session.execute(update(Rfq).values(state=RfqState.CANCELLED, closing_reason="Demand has gone."))
    shown = text_of(alpha.get(f"/supplier/rfqs/{scene.rfq.public_id}"))
    assert "Cancelled" in shown
    assert "Demand has gone." in shown
    assert "Write a bid" not in shown
