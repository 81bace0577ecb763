"""Who agrees to what a page says is held to what stood there when it was read.

The other act is done between the reading and the act: on PostgreSQL that can happen, on SQLite nobody reads in a
transaction that writes while another writes.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.accounts import service as accounts
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.orders.models import Contract, PoLine, PurchaseOrder
from portal.orders.service import changes, contracts, orders, responses
from portal.orders.service.changes import Amendment, Decision
from portal.orders.service.contracts import ClauseText, ContractTerms
from portal.orders.service.responses import Answer, Verdict
from portal.sourcing.models import Rfq
from portal.sourcing.service import publishing, rfqs
from portal.sourcing.workflow import RfqState
from tests.sourcing.rfqs import written
from tests.world import build
from trust.pairing.orders import scene_of
from trust.pairing.people import joined
from trust.pairing.tenders import HOUR, Road
from trust.pairs import Stage, having_read_before, on, record
from trust.races import NOW, Ground

NINETY = Decimal(90)


@pytest.fixture
def ground(app):
    with transaction():
        return Ground(build(NOW))


def _contract_edit(scene, key, title):
    def edit():
        found = record(Contract, key)
        terms = ContractTerms(title, found.starts_on, found.ends_on)
        limits = dict.fromkeys(found.lines, NINETY)
        contracts.edit(found, terms, limits, [ClauseText("Term", title)], actor=scene.buyer, now=scene.now)

    return edit


def approving_a_contract_that_is_edited(ground):
    scene = scene_of(ground)
    key = scene.contract().id
    approve = on(Contract, key, contracts.approve, actor=scene.approver, now=scene.now)
    return Contract, key, approve, _contract_edit(scene, key, "Ten times as much")


def editing_a_contract_that_is_edited(ground):
    scene = scene_of(ground)
    key = scene.contract().id
    return Contract, key, _contract_edit(scene, key, "Second"), _contract_edit(scene, key, "First")


def issuing_an_order_that_loses_a_line(ground):
    scene = scene_of(ground)
    order, by = scene.draft(), {"actor": scene.buyer, "now": scene.now}
    remove = on(PoLine, order.lines[1].id, orders.remove_line, **by)
    return PurchaseOrder, order.id, on(PurchaseOrder, order.id, orders.issue, **by), remove


def _answer(scene, key, *said, **more):
    def answer():
        order = record(PurchaseOrder, key)
        responses.answer(order, [Answer(order.schedule[0], *said, **more)], actor=scene.sales, now=scene.now)

    return answer


def accepting_an_order_whose_price_is_changed(ground):
    scene = scene_of(ground)
    key = scene.issued().id

    def amend():
        order = record(PurchaseOrder, key)
        lower = Amendment(order.schedule[0], quantity=NINETY, price=Decimal("0.01"))
        changes.amend(order, [lower], actor=scene.buyer, now=scene.now)

    return PurchaseOrder, key, _answer(scene, key, Verdict.ACCEPT), amend


def taking_a_proposal_that_is_made_anew(ground):
    scene = scene_of(ground)
    order = scene.accepted()
    key, part = order.id, order.schedule[0]
    _answer(scene, key, Verdict.PROPOSE, new_price=Decimal(13), reason="Steel")()

    def propose_more():
        again = record(PurchaseOrder, key)
        responses.withdraw(again.schedule[0], actor=scene.sales, now=scene.now)
        _answer(scene, key, Verdict.PROPOSE, new_price=Decimal(99), reason="Steel")()

    def take():
        found = record(PurchaseOrder, key)
        changes.decide(found, [Decision(found.schedule[0], take=True)], actor=scene.buyer, now=scene.now)

    assert part.open_change is not None
    return PurchaseOrder, key, take, propose_more


def publishing_an_rfq_that_is_edited(ground):
    road = Road(ground)
    road.draft()
    by = {"actor": road.buyer, "now": road.now}

    def edit():
        other = replace(written(road.now), title="Something else")
        rfqs.edit(record(Rfq, road.key), other, **by)

    return Rfq, road.key, on(Rfq, road.key, publishing.publish, **by), edit


def publishing_an_rfq_that_gets_another_supplier(ground):
    road = Road(ground)
    road.draft()
    publish = on(Rfq, road.key, publishing.publish, actor=road.buyer, now=road.now)
    return Rfq, road.key, publish, road.invite_gamma()


def moving_a_deadline_that_has_been_moved(ground):
    road = Road(ground)
    return Rfq, road.key, road.extend(road.now, 2 * HOUR), road.extend(road.now, HOUR)


def giving_roles_to_somebody_who_gets_others(ground):
    key, by = joined(ground).id, {"actor": ground.world.acme.actor(Role.ADMIN), "now": ground.now}
    give = on(Membership, key, accounts.change_roles, [Role.APPROVER, Role.AUDITOR], **by)
    return Membership, key, give, on(Membership, key, accounts.change_roles, [Role.GOODS_IN], **by)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "make",
    [
        approving_a_contract_that_is_edited,
        editing_a_contract_that_is_edited,
        issuing_an_order_that_loses_a_line,
        accepting_an_order_whose_price_is_changed,
        taking_a_proposal_that_is_made_anew,
        publishing_an_rfq_that_is_edited,
        publishing_an_rfq_that_gets_another_supplier,
        moving_a_deadline_that_has_been_moved,
        giving_roles_to_somebody_who_gets_others,
    ],
)
def test_nobody_agrees_to_what_was_not_there_to_read(app, ground, make):
    with transaction():
        kind, key, late, first = make(ground)
    db.session.remove()
    stage = Stage(kind, key, {"late": late, "first": first})
    assert having_read_before(app, stage, ("late", "first"), late=0) == [False, True]
    # Whoever reads it as it is now may do it, unless there is nothing to be done any more.
    assert having_read_before(app, stage, ("late", "late"), late=0)[1] is True


@pytest.mark.one_database
def test_an_rfq_that_was_not_sent_stays_a_draft(app, ground):
    with transaction():
        kind, key, late, first = publishing_an_rfq_that_is_edited(ground)
    db.session.remove()
    having_read_before(app, Stage(kind, key, {"late": late, "first": first}), ("late", "first"), late=0)
    rfq = record(Rfq, key)
    assert (rfq.state, rfq.title) == (RfqState.DRAFT, "Something else")
