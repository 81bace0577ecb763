"""Contracts, goals and partnerships: what two sides agree on."""

from datetime import date
from decimal import Decimal

from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.collaboration import service as goals
from portal.collaboration.models import Goal
from portal.db import db
from portal.orders.models import Contract
from portal.orders.service import contracts, drafts
from portal.orders.service.drafts import CallOff
from portal.partnerships import service as partnerships
from portal.partnerships.models import Partnership
from portal.partnerships.service import ContactDraft
from portal.partnerships.workflow import PartnershipType
from portal.sourcing.models import Award
from tests.orders.scene import WANTED, Scene
from trust.pairing.orders import scene_of, stage_of
from trust.pairs import Act, Make, Stage, on, record
from trust.races import Ground
from trust.racing.partners import Invited
from trust.racing.people import goal_of

SIXTY = Decimal(60)


def a_published_award(ground: Ground) -> Stage:
    scene, alpha = scene_of(ground), ground.world.alpha.id
    key, by = scene.award.id, {"actor": scene.buyer, "now": scene.now}
    term = "Housings", scene.now.date(), date(2027, 3, 1)
    return stage_of(
        scene,
        {
            "order": on(Award, key, drafts.from_award, alpha, **by),
            "draft a contract": on(Award, key, contracts.draft, alpha, *term, **by),
        },
    )


def two_awards_of_one_bid(ground: Ground) -> Stage:
    """What comes once with a bid, its freight and its other costs, stands on the order that comes first."""
    scene, alpha = scene_of(ground), ground.world.alpha.id
    first = scene.award
    second = Award(
        buyer_id=first.buyer_id,
        rfq=first.rfq,
        state=first.state,
        reason="The rest",
        proposed_at=ground.now,
        published_at=ground.now,
    )
    db.session.add(second)
    first.lines[1].award = second
    db.session.flush()
    by = {"actor": scene.buyer, "now": scene.now}
    return stage_of(
        scene,
        {
            "order the first": on(Award, first.id, drafts.from_award, alpha, **by),
            "order the second": on(Award, second.id, drafts.from_award, alpha, **by),
        },
    )


def a_contract_in_draft(ground: Ground) -> Stage:
    scene = scene_of(ground)
    key, by = scene.contract().id, {"actor": scene.buyer, "now": scene.now}
    return stage_of(
        scene,
        {
            "call it ready": on(Contract, key, contracts.request_approval, **by),
            "approve": on(Contract, key, contracts.approve, actor=scene.approver, now=scene.now),
            "discard": on(Contract, key, contracts.discard, **by),
        },
    )


def an_approved_contract(ground: Ground) -> Stage:
    scene = scene_of(ground)
    contract, by = scene.contract(), {"actor": scene.buyer, "now": scene.now}
    contracts.approve(contract, actor=scene.approver, now=scene.now)
    return stage_of(
        scene,
        {
            "issue": on(Contract, contract.id, contracts.issue, **by),
            "reopen": on(Contract, contract.id, contracts.reopen, **by),
        },
    )


def _sign(scene: Scene, key: int) -> dict[str, Act]:
    return {
        "sign as buyer": on(Contract, key, contracts.sign, "Ada", "Head", actor=scene.buyer, now=scene.now),
        "sign as supplier": on(
            Contract, key, contracts.sign, "Bob", "Director", actor=scene.sales, now=scene.now
        ),
    }


def a_contract_to_be_signed(ground: Ground) -> Stage:
    scene = scene_of(ground)
    contract = scene.contract()
    contracts.approve(contract, actor=scene.approver, now=scene.now)
    contracts.issue(contract, actor=scene.buyer, now=scene.now)
    end = on(Contract, contract.id, contracts.terminate, "Too late", actor=scene.buyer, now=scene.now)
    return stage_of(scene, {**_sign(scene, contract.id), "terminate": end})


def a_contract_in_force(ground: Ground) -> Stage:
    scene = scene_of(ground)
    key = scene.contract_in_force().id

    def call_off() -> object:
        contract = record(Contract, key)
        wish = CallOff(contract.lines[0], SIXTY, WANTED)
        return drafts.from_contract(contract, [wish], actor=scene.buyer, now=scene.now)

    end = on(Contract, key, contracts.terminate, "Too dear", actor=scene.buyer, now=scene.now)
    return stage_of(scene, {"call off": call_off, "terminate": end})


def a_proposed_goal(ground: Ground) -> Stage:
    key, sales = goal_of(ground).id, ground.world.alpha.actor(Role.SALES)
    return Stage(
        Goal,
        key,
        {
            "agree": on(Goal, key, goals.agree, actor=sales, now=ground.now),
            "decline": on(Goal, key, goals.decline, "Out of reach", actor=sales, now=ground.now),
            "take it back": on(
                Goal, key, goals.withdraw, actor=ground.world.acme.actor(Role.PROCUREMENT), now=ground.now
            ),
        },
    )


def an_agreed_goal(ground: Ground) -> Stage:
    sales, buyer = ground.world.alpha.actor(Role.SALES), ground.world.acme.actor(Role.PROCUREMENT)
    goal, today = goal_of(ground), ground.now.date()
    goals.agree(goal, actor=sales, now=ground.now)

    def measure(on_day: date, value: int) -> Act:
        return on(Goal, goal.id, goals.measure, on_day, Decimal(value), actor=sales, now=ground.now)

    return Stage(
        Goal,
        goal.id,
        {
            "record a value": measure(today, 5),
            "record another": measure(today, 4),
            "close": on(Goal, goal.id, goals.close, actor=buyer, now=ground.now),
        },
    )


def _active(ground: Ground) -> Invited:
    one = Invited(ground)
    one.accept()
    return one


def _keep(ground: Ground, one: Invited) -> dict[str, Act]:
    """What may be written of a partnership as long as it lasts."""
    kept = {"type": PartnershipType.STRATEGIC, "erp_number": f"V-{ground.number()}", "note": "Good"}
    number = on(
        Partnership, one.key, partnerships.set_customer_number, "K-1", actor=one.sales, now=ground.now
    )
    return {
        "change": on(Partnership, one.key, partnerships.change, **kept, actor=one.buyer, now=ground.now),
        "give a number": number,
        "end": one.end,
    }


def an_active_partnership(ground: Ground) -> Stage:
    one = _active(ground)
    block = on(Partnership, one.key, partnerships.block, "Late again", actor=one.buyer, now=ground.now)
    people = ground.world.acme.people

    def name(role: Role) -> Act:
        """The buyer's side says anew who answers for what."""

        def say() -> None:
            kept, buyer_id = record(Partnership, one.key), ground.world.acme.id
            said = [ContactDraft(record(Person, people[role].id), role)]
            partnerships.set_contacts(kept, buyer_id, said, actor=one.buyer, now=ground.now)

        return say

    named = {"name one": name(Role.QUALITY_ENGINEER), "name another": name(Role.GOODS_IN)}
    return Stage(Partnership, one.key, {**_keep(ground, one), "block": block, **named})


def a_blocked_partnership(ground: Ground) -> Stage:
    one = _active(ground)
    partnerships.block(one.partnership(), "Late again", actor=one.buyer, now=ground.now)
    unblock = on(Partnership, one.key, partnerships.unblock, actor=one.buyer, now=ground.now)
    return Stage(Partnership, one.key, {**_keep(ground, one), "unblock": unblock})


def an_offered_partnership(ground: Ground) -> Stage:
    one = Invited(ground)
    return Stage(
        Partnership,
        one.key,
        {
            "accept": one.accept,
            "decline": one.decline,
            "follow the link": one.follow(ground),
            "end": one.end,
            "invite again": one.again,
        },
        lambda: one.partnership().supplier_id == one.known,
    )


STAGES: tuple[Make, ...] = (
    a_published_award,
    two_awards_of_one_bid,
    a_contract_in_draft,
    an_approved_contract,
    a_contract_to_be_signed,
    a_contract_in_force,
    a_proposed_goal,
    an_agreed_goal,
    an_active_partnership,
    a_blocked_partnership,
    an_offered_partnership,
)
