"""Inviting suppliers, and what they answer."""

from datetime import timedelta

import pytest

from portal import history
from portal.accounts.roles import Role
from portal.certificates import service as certificates
from portal.certificates.workflow import Gate, Scope
from portal.db import transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.partnerships.workflow import PartnershipState
from portal.sourcing.queries import dialogue
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import invitations, publishing, rfqs
from portal.sourcing.workflow import InvitationState
from tests.sourcing.rfqs import drafted, partner, published, written


def procurement(world):
    return world.acme.actor(Role.PROCUREMENT)


def test_only_active_partners_are_invited_once(world, now):
    with transaction():
        rfq = drafted(world, now)
        partner(world.acme, world.gamma, now, PartnershipState.BLOCKED)
    with pytest.raises(RuleBroken), transaction():
        invitations.invite(rfq, world.gamma.organisation, actor=procurement(world), now=now)
    with pytest.raises(RuleBroken), transaction():
        invitations.invite(rfq, world.alpha.organisation, actor=procurement(world), now=now)


def test_a_supplier_of_nobody_here_is_missing(world, now):
    with transaction():
        rfq = drafted(world, now)
    with pytest.raises(Missing), transaction():
        invitations.invite(rfq, world.gamma.organisation, actor=procurement(world), now=now)


def test_a_certificate_that_blocks_is_passed_with_a_reason_only(world, now):
    with transaction():
        rfq = drafted(world, now)
        partner(world.acme, world.gamma, now)
        certificates.ask_for(
            world.acme.id,
            scope=Scope.EVERYTHING,
            standard="ISO 9001",
            at_invitation=Gate.BLOCK,
            actor=world.acme.actor(Role.QUALITY_ENGINEER),
            now=now,
        )
    with pytest.raises(RuleBroken) as refused, transaction():
        invitations.invite(rfq, world.gamma.organisation, actor=procurement(world), now=now)
    assert refused.value.field == "override_reason"
    with transaction():
        made = invitations.invite(
            rfq,
            world.gamma.organisation,
            actor=procurement(world),
            now=now,
            override_reason="Audit booked",
        )
    assert made.override_reason == "Audit booked"


def test_a_certificate_of_the_rfq_matters_to_that_rfq(world, now):
    with transaction():
        asked = certificates.ask_for(
            world.acme.id,
            scope=Scope.RFQ,
            standard="IATF 16949",
            at_invitation=Gate.BLOCK,
            actor=world.acme.actor(Role.QUALITY_ENGINEER),
            now=now,
        )
        partner(world.acme, world.gamma, now)
        plain = drafted(world, now)
        strict = rfqs.draft(
            world.acme.organisation,
            written(now, requirements=(asked,)),
            actor=procurement(world),
            now=now,
        )
        invitations.invite(plain, world.gamma.organisation, actor=procurement(world), now=now)
    with pytest.raises(RuleBroken), transaction():
        invitations.invite(strict, world.gamma.organisation, actor=procurement(world), now=now)


def test_who_is_taken_off_a_draft_hears_nothing(world, now):
    with transaction():
        rfq = drafted(world, now)
        invitations.uninvite(
            next(row for row in rfq.invitations if row.supplier_id == world.beta.id),
            actor=procurement(world),
            now=now,
        )
        publishing.publish(rfq, actor=procurement(world), now=now)
    with pytest.raises(Missing):
        queries.rfq_for_supplier(world.beta.id, rfq.public_id)
    with pytest.raises(WrongState), transaction():
        invitations.uninvite(rfq.invitations[0], actor=procurement(world), now=now)


def test_a_supplier_invited_late_is_invited_at_once(world, now):
    with transaction():
        rfq = published(world, now)
        partner(world.acme, world.gamma, now)
        invitations.invite(rfq, world.gamma.organisation, actor=procurement(world), now=now)
    assert queries.rfq_for_supplier(world.gamma.id, rfq.public_id).id == rfq.id
    assert [event.name for event in history.timeline(world.gamma.id, rfq)] == ["SupplierInvited"]
    # Nobody else hears of it.
    assert [event.name for event in history.timeline(world.alpha.id, rfq)] == ["RfqPublished"]


def test_an_invitation_is_answered_and_answered_again_until_the_deadline(world, now):
    sales = world.alpha.actor(Role.SALES)
    with transaction():
        rfq = published(world, now)
        invitation = dialogue.invitation(world.alpha.id, rfq)
        invitations.decline(invitation, "No capacity", actor=sales, now=now)
    assert (invitation.state, invitation.decline_reason) == (InvitationState.DECLINED, "No capacity")
    with transaction():
        invitations.intend(invitation, actor=sales, now=now + timedelta(days=1))
    assert (invitation.state, invitation.decline_reason) == (InvitationState.INTENDS, "")
    assert invitation.answered_at == now
    with pytest.raises(RuleBroken), transaction():
        invitations.decline(invitation, "Too late", actor=sales, now=now + timedelta(days=14))


def test_declining_needs_a_reason_and_a_sales_role(world, now):
    with transaction():
        rfq = published(world, now)
    invitation = dialogue.invitation(world.alpha.id, rfq)
    with pytest.raises(RuleBroken) as refused, transaction():
        invitations.decline(invitation, " ", actor=world.alpha.actor(Role.SALES), now=now)
    assert refused.value.field == "reason"
    with pytest.raises(NotAllowed), transaction():
        invitations.intend(invitation, actor=world.alpha.actor(Role.LOGISTICS), now=now)


def test_the_buyer_reads_its_own_invitations_by_name(world, now):
    with transaction():
        rfq = published(world, now)
    rows = dialogue.invitations(world.acme.id, rfq)
    assert [row.supplier.name for row in rows] == ["Alpha", "Beta"]
    assert dialogue.invitations(world.bolt.id, rfq) == []
    assert dialogue.invitation_of(world.acme.id, rows[0].public_id) is rows[0]
    for stranger in (world.bolt, world.alpha):
        with pytest.raises(Missing):
            dialogue.invitation_of(stranger.id, rows[0].public_id)
