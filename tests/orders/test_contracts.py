"""Contracts from the award to signatures, and the clause library."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest

from portal import history
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.orders.models import Clause, Contract
from portal.orders.queries import awards
from portal.orders.queries import contracts as queries
from portal.orders.rules.contracts import is_expired
from portal.orders.service import clauses, contracts
from portal.orders.service.contracts import ClauseText, ContractTerms
from portal.orders.workflow import ContractState


def terms(scene, **values):
    today = scene.now.date()
    return replace(ContractTerms("Housings", today, today + timedelta(days=90)), **values)


def test_a_contract_takes_the_awards_prices_and_its_lines(scene):
    with transaction():
        contract = scene.contract()
        assert awards.unordered(scene.world.acme.id) == []
        with pytest.raises(RuleBroken):
            scene.draft()
    assert [(line.price, line.price_per, line.quantity) for line in contract.lines] == [
        (D("12.5"), 1, D(100)),
        (D("333.333"), 100, D(200)),
    ]
    assert [block.organisation_id for block in contract.signatures] == [
        scene.world.acme.id,
        scene.world.alpha.id,
    ]


def test_a_draft_is_edited_with_clauses_from_the_library(scene):
    with transaction():
        acme = scene.world.acme.organisation
        clause = clauses.add(acme, "Warranty", "24 months.", actor=scene.buyer, now=scene.now)
        contract = scene.contract()
        contracts.edit(
            contract,
            terms(scene, title="Frame"),
            {contract.lines[0]: D(500), contract.lines[1]: None},
            [ClauseText("Warranty", "24 months.", clause.id), ClauseText("Own", "Own words.")],
            actor=scene.buyer,
            now=scene.now,
        )
        clauses.change(clause, "Warranty", "36 months.", actor=scene.buyer, now=scene.now)
    db.session.expire_all()
    assert contract.title == "Frame"
    assert [line.quantity for line in contract.lines] == [D(500), None]
    assert [(one.position, one.text) for one in contract.clauses] == [(1, "24 months."), (2, "Own words.")]


@pytest.mark.parametrize(
    ("values", "limit", "field"),
    [
        ({"title": "  "}, D(1), "title"),
        ({"ends_on": -1}, D(1), "ends_on"),
        ({}, D(0), "rows-0-quantity"),
        ({"incoterm": "DAP"}, D(1), "incoterm_place"),
    ],
)
def test_a_bad_edit_is_refused_at_its_field(scene, values, limit, field):
    with transaction():
        contract = scene.contract()
        if "ends_on" in values:
            values = {"ends_on": scene.now.date() - timedelta(days=1)}
        with pytest.raises(RuleBroken) as refused:
            contracts.edit(
                contract,
                terms(scene, **values),
                {contract.lines[0]: limit},
                [],
                actor=scene.buyer,
                now=scene.now,
            )
    assert refused.value.field == field


def test_a_contract_is_approved_issued_and_signed_by_both(scene):
    alpha, acme = scene.world.alpha.id, scene.world.acme
    both = acme.actor(Role.PROCUREMENT, Role.APPROVER)
    with transaction():
        contract = scene.contract()
        with pytest.raises(NotAllowed, match="Somebody else"):
            contracts.approve(contract, actor=both, now=scene.now)
        contracts.approve(contract, actor=scene.approver, now=scene.now)
        with pytest.raises(Missing):
            queries.contract(alpha, contract.public_id)
        contracts.issue(contract, actor=scene.buyer, now=scene.now)
        assert (contract.number, contract.state) == ("C-2026-0001", ContractState.AWAITING_SIGNATURES)
        contracts.sign(contract, "Ada", "Head", actor=scene.buyer, now=scene.now)
        assert contract.state is ContractState.AWAITING_SIGNATURES
        with pytest.raises(NotAllowed, match="signed already"):
            contracts.sign(contract, "Ada", "Head", actor=scene.buyer, now=scene.now)
        with pytest.raises(RuleBroken) as refused:
            contracts.sign(contract, " ", "Head", actor=scene.sales, now=scene.now)
        assert refused.value.field == "name"
        with pytest.raises(Missing):
            contracts.sign(contract, "Eve", "", actor=scene.world.beta.actor(Role.SALES), now=scene.now)
        contracts.sign(contract, "Bob", "Director", actor=scene.sales, now=scene.now)
    assert (contract.state, contract.in_force_at) == (ContractState.IN_FORCE, scene.now)
    assert queries.contract(alpha, contract.public_id) is contract
    seen = [event.name for event in history.timeline(alpha, contract)]
    assert seen == ["ContractEnteredIntoForce", "ContractSigned", "ContractSigned", "ContractIssued"]
    for stranger in (scene.world.beta, scene.world.bolt):
        with pytest.raises(Missing):
            queries.contract(stranger.id, contract.public_id)


def test_an_approved_contract_goes_back_before_it_changes(scene):
    with transaction():
        contract = scene.contract()
        contracts.approve(contract, actor=scene.approver, now=scene.now)
        with pytest.raises(WrongState):
            contracts.edit(contract, terms(scene), {}, [], actor=scene.buyer, now=scene.now)
        contracts.reopen(contract, actor=scene.buyer, now=scene.now)
        contracts.edit(contract, terms(scene), {}, [], actor=scene.buyer, now=scene.now)
    assert (contract.state, contract.approved_by_id) == (ContractState.DRAFT, None)


def test_a_discarded_draft_frees_the_award(scene):
    with transaction():
        contract = scene.contract()
        contracts.discard(contract, actor=scene.buyer, now=scene.now)
    with transaction():
        assert db.session.get(Contract, contract.id) is None
        assert len(awards.unordered(scene.world.acme.id)) == 1


@pytest.mark.parametrize("signed", [False, True])
def test_what_ended_before_it_was_in_force_frees_the_award(scene, signed):
    with transaction():
        if signed:
            contract = scene.contract_in_force()
        else:
            contract = scene.contract()
            contracts.approve(contract, actor=scene.approver, now=scene.now)
        with pytest.raises(RuleBroken) as refused:
            contracts.terminate(contract, "", actor=scene.buyer, now=scene.now)
        assert refused.value.field == "reason"
        contracts.terminate(contract, "Changed our minds", actor=scene.buyer, now=scene.now)
    assert contract.state is ContractState.TERMINATED
    assert len(awards.unordered(scene.world.acme.id)) == (0 if signed else 1)


def test_the_clause_library_is_the_buyers_own(scene):
    world = scene.world
    with transaction():
        clause = clauses.add(
            world.acme.organisation, "Warranty", "24 months.", actor=scene.buyer, now=scene.now
        )
        for actor, refusal in (
            (world.bolt.actor(Role.PROCUREMENT), Missing),
            (world.acme.actor(Role.GOODS_IN), NotAllowed),
        ):
            with pytest.raises(refusal):
                clauses.change(clause, "x", "y", actor=actor, now=scene.now)
        for title, text, field in (("", "x", "title"), ("x", " ", "text")):
            with pytest.raises(RuleBroken) as refused:
                clauses.change(clause, title, text, actor=scene.buyer, now=scene.now)
            assert refused.value.field == field
        assert list(db.session.scalars(queries.clauses(world.bolt.id))) == []
        clauses.archive(clause, actor=scene.buyer, now=scene.now)
        with pytest.raises(RuleBroken):
            clauses.archive(clause, actor=scene.buyer, now=scene.now)
    assert list(db.session.scalars(queries.clauses(world.acme.id))) == []
    assert db.session.get(Clause, clause.id) is not None


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_contract_has_expired_alike_in_python_and_in_the_database(scene, days):
    with transaction():
        contract = scene.contract_in_force()
    today = contract.ends_on + timedelta(days=days)
    found = db.session.scalars(queries.contracts(scene.world.acme.id).where(queries.expired(today))).all()
    assert bool(found) is is_expired(contract.ends_on, today) is (days > 0)
