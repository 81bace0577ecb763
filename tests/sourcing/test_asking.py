"""The writer of an RFQ asks its bidders for a certificate that nobody has asked for yet."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal import clock, history
from portal.accounts.roles import Role
from portal.certificates import queries as held
from portal.certificates import service as certificates
from portal.certificates.models import Certificate, Requirement
from portal.certificates.rules import Step
from portal.certificates.workflow import Gate, Scope
from portal.db import db, transaction
from portal.errors import NotAllowed, RuleBroken, WrongState
from portal.sourcing.queries import choices, invited
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import invitations, publishing, rfqs
from portal.sourcing.service.asking import ask_certificate
from tests.records import add, stored
from tests.sourcing.rfqs import drafted, partner, published, written
from tests.sourcing.test_buyer_pages import location_id, text_of
from tests.sourcing.test_rfqs import procurement


@pytest.fixture
def rfq(world, now):
    with transaction():
        return drafted(world, now)


def test_the_rfq_asks_for_it_and_later_ones_may_choose_it(world, now, rfq):
    before = rfq.version
    with transaction():
        made = ask_certificate(
            rfq, " EN 10204 3.1 ", "Each melt.", at_award=Gate.BLOCK, actor=procurement(world), now=now
        )
    assert (made.scope, made.standard, made.buyer_id) == (Scope.RFQ, "EN 10204 3.1", world.acme.id)
    assert [row.requirement_id for row in rfq.requirements] == [made.id]
    assert rfq.version > before
    assert made in choices.certificates(world.acme.id)
    assert choices.certificates(world.bolt.id) == []
    assert history.timeline(world.acme.id, rfq)[0].name == "RfqCertificateAsked"
    assert history.timeline(world.alpha.id, rfq) == []
    # Nobody but its bidders is asked.
    assert held.asked_of(world.acme.id, world.alpha.id) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"standard": "  "}, "standard"),
        ({"at_award": Gate.OFF, "at_order": Gate.OFF}, "at_award"),
        ({"at_invitation": Gate.BLOCK}, "at_invitation"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(world, now, rfq, values, field):
    values = {"standard": "EN 10204 3.1", **values}
    with pytest.raises(RuleBroken) as refused, transaction():
        ask_certificate(rfq, actor=procurement(world), now=now, **values)
    assert refused.value.field == field
    db.session.expire_all()
    assert queries.rfq(world.acme.id, rfq.public_id).requirements == []


def test_only_the_writers_of_a_draft_ask(world, now, rfq):
    with transaction():
        with pytest.raises(NotAllowed):
            ask_certificate(rfq, "ISO", actor=world.acme.actor(Role.QUALITY_ENGINEER), now=now)
        publishing.publish(rfq, actor=procurement(world), now=now)
        with pytest.raises(WrongState):
            ask_certificate(rfq, "ISO", actor=procurement(world), now=now)


def test_what_blocks_an_invitation_is_asked_for_before_the_invitations(world, now):
    with transaction():
        partner(world.acme, world.alpha, now)
        rfq = rfqs.draft(world.acme.organisation, written(now), actor=procurement(world), now=now)
        ask_certificate(rfq, "ISO 9001", at_invitation=Gate.BLOCK, actor=procurement(world), now=now)
        with pytest.raises(RuleBroken) as refused:
            invitations.invite(rfq, world.alpha.organisation, actor=procurement(world), now=now)
        assert refused.value.field == "override_reason"
        given = {"override_reason": "It is audited.", "actor": procurement(world), "now": now}
        invitations.invite(rfq, world.alpha.organisation, **given)
        # What was given a reason for is not asked about again.
        chosen = written(now, requirements=choices.certificates(world.acme.id))
        rfqs.edit(rfq, chosen, actor=procurement(world), now=now)


def test_a_certificate_that_is_chosen_later_keeps_out_nobody_who_is_invited(world, now, rfq):
    with transaction():
        blocking = add(
            Requirement(
                buyer_id=world.acme.id,
                scope=Scope.RFQ,
                standard="ISO 9001",
                at_invitation=Gate.BLOCK,
                created_at=now,
            )
        )
    with pytest.raises(RuleBroken, match="Alpha, Beta would lack it") as refused, transaction():
        rfqs.edit(rfq, written(now, requirements=[blocking]), actor=procurement(world), now=now)
    assert refused.value.field == "requirements"


@pytest.mark.parametrize(
    ("gates", "award", "order"),
    [
        ({"at_award": Gate.BLOCK}, True, False),
        ({"at_award": Gate.WARN}, False, False),
        ({"at_award": Gate.OFF, "at_order": Gate.BLOCK}, False, True),
        ({"at_award": Gate.OFF, "at_order": Gate.OFF, "at_invitation": Gate.WARN}, False, False),
    ],
)
def test_a_bidder_reads_what_it_must_hold_and_how_it_stands(world, now, rfq, gates, award, order):
    with transaction():
        made = ask_certificate(rfq, "EN 10204 3.1", actor=procurement(world), now=now, **gates)
        publishing.publish(rfq, actor=procurement(world), now=now)
    (asked,) = invited.certificates(world.alpha.id, rfq, now.date())
    assert (asked.requirement, asked.standing.in_order) == (made, False)
    assert (asked.stops_award, asked.stops_order) == (award, order)
    with transaction():
        offered = certificate(world, now)
        quality = world.alpha.actor(Role.SUPPLIER_QUALITY)
        certificates.submit(offered, made, actor=quality, now=now)
    (asked,) = invited.certificates(world.alpha.id, rfq, now.date())
    assert asked.standing.in_order
    assert (asked.stops_award, asked.stops_order) == (False, False)
    (other,) = invited.certificates(world.beta.id, rfq, now.date())
    assert not other.standing.in_order


def certificate(world, now):
    return add(
        Certificate(
            supplier_id=world.alpha.id,
            standard="EN 10204 3.1",
            entity="Alpha GmbH",
            valid_from=now.date() - timedelta(days=9),
            valid_until=now.date() + timedelta(days=90),
            file=stored(world.alpha, now, "melt.pdf"),
            created_at=now,
        )
    )


def test_without_a_step_the_hardest_gate_counts(world, now):
    plain = Requirement(at_invitation=Gate.OFF, at_award=Gate.WARN, at_order=Gate.BLOCK)
    assert held.gate_at(plain, Step.AWARD) is Gate.WARN
    assert held.gate_at(plain, None) is Gate.BLOCK


def test_the_pages_on_both_sides(client, sign_in, world):
    today = clock.now()
    with transaction():
        rfq = drafted(world, today)
    there = f"/buyer/rfqs/{rfq.public_id}"
    sign_in(client, world.acme, Role.PROCUREMENT)
    assert f"{there}/certificates/new" in text_of(client.get(there))
    typed = {"standard": "EN 10204 3.1", "asks": "<b>Each</b> melt.", "at_invitation": "off"}
    typed |= {"at_award": "block", "at_order": "warn"}
    refused = client.post_form(f"{there}/certificates/new", {**typed, "at_invitation": "block"})
    assert refused.status_code == 422
    assert "Alpha, Beta would lack it" in text_of(refused)
    assert "<b>Each</b> melt." in text_of(refused)
    answer = client.post_form(f"{there}/certificates/new", typed)
    assert (answer.status_code, location_id(answer)) == (303, rfq.public_id)
    assert "<b>Each</b> melt." in text_of(client.get(there))
    assert "EN 10204 3.1" in text_of(client.get(f"{there}/edit"))
    with transaction():
        db.session.expire_all()
        publishing.publish(queries.rfq(world.acme.id, rfq.public_id), actor=procurement(world), now=today)
    assert client.get(f"{there}/certificates/new").status_code == 303
    assert client.post_form(f"{there}/certificates/new", typed).status_code == 409
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    page = text_of(client.get(f"/supplier/rfqs/{rfq.public_id}"))
    assert "Without it nothing can be awarded to you." in page
    assert "Your certificates" in page
    sign_in(client, world.acme, Role.APPROVER)
    assert client.post_form(f"{there}/certificates/new", typed).status_code == 403


def test_quality_engineers_change_what_rfqs_ask_for(client, sign_in, world):
    today = clock.now()
    with transaction():
        made = ask_certificate(
            published_draft(world, today), "EN 10204 3.1", actor=procurement(world), now=today
        )
    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    assert "Bidders of single RFQs" in text_of(client.get("/buyer/requirements"))
    there = f"/buyer/requirements/{made.public_id}"
    page = text_of(client.get(there))
    assert "Asked for by single RFQs" in page
    assert 'name="scope"' not in page
    typed = {"version": str(made.version), "standard": "EN 10204 3.2", "asks": ""}
    typed |= {"at_invitation": "off", "at_award": "block", "at_order": "off"}
    assert client.post_form(there, typed).status_code == 303
    db.session.expire_all()
    found = held.requirement(world.acme.id, made.public_id)
    assert (found.scope, found.standard, found.at_award) == (Scope.RFQ, "EN 10204 3.2", Gate.BLOCK)


def published_draft(world, now):
    """A further draft of Acme's, beside a published RFQ."""
    published(world, now)
    plain = replace(written(now), title="Further")
    return rfqs.draft(world.acme.organisation, plain, actor=procurement(world), now=now)
