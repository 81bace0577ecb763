"""Who is told what of an RFQ, and that all invited hear the very same."""

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.notices.models import Notice
from portal.sourcing.queries import dialogue
from portal.sourcing.service import dialogue as service
from portal.sourcing.service import invitations, publishing
from portal.sourcing.service.addenda import AddendumDraft, publish_addendum
from portal.web.notices import SENTENCES
from tests.sourcing.rfqs import drafted, partner, published
from tests.sourcing.test_rfqs import DAY, procurement


def told(company, kind):
    """What a company's people read, with when: everything that could tell one reader's notice from another's."""
    rows = db.session.scalars(
        select(Notice).where(Notice.organisation_id == company.id, Notice.kind == kind).order_by(Notice.id)
    )
    return [(str(SENTENCES[row.kind]) % row.params, row.endpoint, row.target, row.created_at) for row in rows]


def test_the_invited_hear_the_same_and_nobody_else_hears_it(world, now):
    with transaction():
        rfq = drafted(world, now)
    assert told(world.alpha, "rfq_invited") == []
    with transaction():
        publishing.publish(rfq, actor=procurement(world), now=now)
    assert told(world.alpha, "rfq_invited") == told(world.beta, "rfq_invited") != []
    assert told(world.alpha, "rfq_invited")[0][0] == "Acme invites you to bid on RFQ-2026-0001: Brackets"
    assert told(world.gamma, "rfq_invited") == []


def test_an_answer_betrays_nobody(world, now):
    with transaction():
        rfq = published(world, now)
        sales = world.alpha.actor(Role.SALES)
        question = service.ask(dialogue.invitation(world.alpha.id, rfq), "Zinc?", actor=sales, now=now)
    assert len(told(world.acme, "question_asked")) == 1
    with transaction():
        service.answer(question, "Yes.", actor=procurement(world), now=now)
    assert told(world.alpha, "question_answered") == told(world.beta, "question_answered") != []


@pytest.mark.parametrize("declines", [False, True])
def test_an_addendum_is_told_to_all_who_have_not_declined(world, now, declines):
    with transaction():
        rfq = published(world, now)
        if declines:
            invitation = dialogue.invitation(world.beta.id, rfq)
            invitations.decline(invitation, "No", actor=world.beta.actor(Role.SALES), now=now)
        publish_addendum(
            rfq, AddendumDraft("Change", no_extension_reason="Small"), actor=procurement(world), now=now
        )
    heard = told(world.alpha, "addendum_published")
    assert heard != []
    assert told(world.beta, "addendum_published") == ([] if declines else heard)


def test_a_later_deadline_is_told_to_those_who_declined_as_well(world, now):
    with transaction():
        rfq = published(world, now)
        invitation = dialogue.invitation(world.beta.id, rfq)
        invitations.decline(invitation, "No", actor=world.beta.actor(Role.SALES), now=now)
        publishing.move_deadline(rfq, now + 20 * DAY, "Holidays", actor=procurement(world), now=now)
        publishing.cancel(rfq, "Over", actor=procurement(world), now=now)
    for kind in ("deadline_moved", "rfq_cancelled"):
        assert told(world.alpha, kind) == told(world.beta, kind) != []


def test_a_cancelled_draft_tells_nobody(world, now):
    with transaction():
        rfq = drafted(world, now)
        publishing.cancel(rfq, "Over", actor=procurement(world), now=now)
    assert told(world.alpha, "rfq_cancelled") == []


def test_who_is_invited_late_hears_of_it_alone(world, now):
    with transaction():
        rfq = published(world, now)
        partner(world.acme, world.gamma, now)
        before = told(world.alpha, "rfq_invited")
        invitations.invite(rfq, world.gamma.organisation, actor=procurement(world), now=now + DAY)
    assert len(told(world.gamma, "rfq_invited")) == len(before)
    assert told(world.alpha, "rfq_invited") == before
