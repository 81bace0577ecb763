"""Every event has its sentence and its readers, and who is told is who should know."""

from dataclasses import fields, is_dataclass

import pytest
from sqlalchemy import select

from portal import history
from portal.accounts.models import Person
from portal.db import db, transaction
from portal.notices.models import Notice
from portal.orders import events
from portal.orders.service import changes, contracts, orders, responses, shipments
from portal.orders.service.changes import Decision
from portal.orders.service.responses import Answer, Verdict
from portal.web.notices import SENTENCES as NOTICES
from portal.web.sentences import SENTENCES
from tests.orders.scene import WANTED, accept


@pytest.mark.parametrize("name", events.__all__)
def test_every_event_has_a_sentence_that_its_facts_fill(name):
    kind = getattr(events, name)
    assert is_dataclass(kind)
    assert str(SENTENCES[name]) % {field.name: 1 for field in fields(kind)}


def told(world_company, kind):
    """The addresses of those in a company who got a notice of a kind, and what the notice says."""
    rows = db.session.execute(
        select(Person.email, Notice)
        .join(Notice, Notice.person_id == Person.id)
        .where(Notice.organisation_id == world_company.id, Notice.kind == kind)
        .order_by(Person.email)
    )
    found = [(email.split("@")[0], str(NOTICES[kind]) % notice.params) for email, notice in rows]
    return {email for email, _sentence in found}, {sentence for _email, sentence in found}


SALES = {"supplier_admin", "supplier_sales"}


def test_who_is_told_along_the_way(scene):
    acme, alpha = scene.world.acme, scene.world.alpha
    with transaction():
        order = scene.issued()
        first, second = order.schedule
        assert told(alpha, "order_issued") == (SALES, {"Acme has sent you order PO-2026-0001"})
        said = [
            Answer(first, Verdict.ACCEPT),
            Answer(second, Verdict.PROPOSE, new_date=WANTED.replace(month=9)),
        ]
        responses.answer(order, said, actor=scene.sales, now=scene.now)
        assert told(acme, "order_answered")[0] == {"procurement"}
        changes.decide(order, [Decision(second, True)], actor=scene.buyer, now=scene.now)
        assert told(alpha, "changes_decided")[0] == SALES
        notice = scene.announced(order, first.quantity)
        assert told(acme, "shipment_announced")[0] == {"goods_in", "procurement"}
        shipments.cancel(notice, actor=scene.logistics, now=scene.now)
        assert told(acme, "shipment_cancelled")[0] == {"goods_in", "procurement"}
    for company in (scene.world.beta, scene.world.bolt, scene.world.gamma):
        assert db.session.scalars(select(Notice).where(Notice.organisation_id == company.id)).all() == []


def test_a_contract_is_told_to_the_other_side(scene):
    with transaction():
        scene.contract_in_force()
    assert told(scene.world.alpha, "contract_issued")[0] == SALES
    assert told(scene.world.alpha, "contract_signed") == (SALES, {"Acme has signed contract C-2026-0001"})
    assert told(scene.world.acme, "contract_signed") == (
        {"procurement"},
        {"Alpha has signed contract C-2026-0001"},
    )


def test_drafts_and_internal_steps_are_the_buyers_own(scene):
    alpha = scene.world.alpha.id
    with transaction():
        contract = scene.contract()
        contracts.approve(contract, actor=scene.approver, now=scene.now)
        assert history.timeline(alpha, contract) == []
        contracts.terminate(contract, "Not needed", actor=scene.buyer, now=scene.now)
        order = scene.draft()
        orders.discard(order, actor=scene.buyer, now=scene.now)
    assert history.timeline(alpha, contract) == []
    assert history.timeline(alpha, order) == []
    assert db.session.scalars(select(Notice).where(Notice.organisation_id == alpha)).all() == []


def test_from_the_issue_on_both_sides_read_the_same(scene):
    with transaction():
        order = scene.issued()
        accept(order, scene)
        scene.announced(order, order.schedule[0].quantity)
    mine = [event.name for event in history.timeline(scene.world.alpha.id, order)]
    theirs = [event.name for event in history.timeline(scene.world.acme.id, order)]
    assert mine == ["ShipmentAnnounced", "OrderAnswered", "OrderIssued"]
    assert theirs == [*mine, "OrderDrafted"]
