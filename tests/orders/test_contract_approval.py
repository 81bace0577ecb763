"""A contract draft that is ready tells the approvers, and what changed since is called ready again."""

import pytest

from portal import history
from portal.accounts.roles import Role
from portal.accounts.service import set_policy
from portal.db import db, transaction
from portal.errors import NotAllowed, RuleBroken, WrongState
from portal.orders.queries import contracts as queries
from portal.orders.service import contracts
from portal.orders.workflow import ContractState
from tests.orders.test_contracts import terms
from tests.orders.test_telling import told


@pytest.fixture
def ready(scene):
    """A draft whose approval was asked for."""
    with transaction():
        contract = scene.contract()
        contracts.request_approval(contract, actor=scene.buyer, now=scene.now)
    return contract


def waiting(scene):
    return db.session.scalars(queries.to_approve(scene.world.acme.id)).all()


def test_the_approvers_are_told_and_nobody_else(scene, ready):
    assert ready.state is ContractState.DRAFT
    assert told(scene.world.acme, "contract_for_approval") == (
        {"approver"},
        {"A contract with Alpha waits for your approval"},
    )
    assert history.timeline(scene.world.acme.id, ready)[0].name == "ContractApprovalRequested"
    assert history.timeline(scene.world.alpha.id, ready) == []
    assert waiting(scene) == [ready]
    with transaction():
        contracts.approve(ready, actor=scene.approver, now=scene.now)
    assert waiting(scene) == []


def test_a_draft_that_nobody_called_ready_waits_for_nobody(scene):
    with transaction():
        scene.contract()
    assert waiting(scene) == []
    assert told(scene.world.acme, "contract_for_approval") == (set(), set())


def test_asking_twice_is_refused_until_something_has_changed(scene, ready):
    with transaction():
        with pytest.raises(RuleBroken, match="asked already"):
            contracts.request_approval(ready, actor=scene.buyer, now=scene.now)
        contracts.edit(ready, terms(scene), {}, [], actor=scene.buyer, now=scene.now)
        assert waiting(scene) == []
        contracts.request_approval(ready, actor=scene.buyer, now=scene.now)
        contracts.approve(ready, actor=scene.approver, now=scene.now)
        with pytest.raises(WrongState):
            contracts.request_approval(ready, actor=scene.buyer, now=scene.now)
        contracts.reopen(ready, actor=scene.buyer, now=scene.now)
        assert waiting(scene) == []
        contracts.request_approval(ready, actor=scene.buyer, now=scene.now)
    assert waiting(scene) == [ready]


def test_who_may_ask_and_who_may_not_approve_then(scene):
    acme = scene.world.acme
    both = acme.actor(Role.APPROVER, Role.PROCUREMENT)
    with transaction():
        contract = scene.contract()
        with pytest.raises(NotAllowed):
            contracts.request_approval(contract, actor=scene.approver, now=scene.now)
        contracts.request_approval(contract, actor=both, now=scene.now)
        with pytest.raises(NotAllowed, match="Somebody else"):
            contracts.approve(contract, actor=both, now=scene.now)
        admin = acme.actor(Role.ADMIN)
        set_policy(acme.organisation, "proposer_may_approve", True, actor=admin, now=scene.now)
        contracts.approve(contract, actor=both, now=scene.now)
    assert contract.state is ContractState.APPROVED


def test_a_contract_without_lines_is_not_ready(scene):
    with transaction():
        contract = scene.contract()
        contract.lines.clear()
        with pytest.raises(RuleBroken) as refused:
            contracts.request_approval(contract, actor=scene.buyer, now=scene.now)
    assert refused.value.field == "lines"


def test_the_way_through_the_pages(client, sign_in, scene):
    with transaction():
        contract = scene.contract()
    there = f"/buyer/contracts/{contract.public_id}"
    sign_in(client, scene.world.acme, Role.APPROVER)
    assert "a contract waits for approval" not in client.get("/buyer/").get_data(as_text=True)
    assert client.post_form(f"{there}/request-approval").status_code == 403
    sign_in(client, scene.world.acme, Role.PROCUREMENT)
    assert f"{there}/request-approval" in client.get(there).get_data(as_text=True)
    assert client.post_form(f"{there}/request-approval").status_code == 303
    page = client.get(there).get_data(as_text=True)
    assert f"{there}/request-approval" not in page
    assert "The approvers are asked." in page
    assert client.post_form(f"{there}/request-approval").status_code == 422
    sign_in(client, scene.world.acme, Role.APPROVER)
    assert "a contract waits for approval" in client.get("/buyer/").get_data(as_text=True)
    assert client.post_form(f"{there}/approve").status_code == 303
