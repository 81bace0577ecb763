"""Races around people, certificates, goals and the outbox."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from portal import outbox
from portal.accounts import service as accounts
from portal.accounts.models import JoinInvitation, Membership
from portal.accounts.roles import Role
from portal.certificates import service as certificates
from portal.certificates.models import Certificate, Requirement, Review
from portal.certificates.workflow import ReviewState, Scope
from portal.collaboration import service as goals
from portal.collaboration.models import Goal
from portal.collaboration.rules.terms import Direction
from portal.collaboration.workflow import GoalState
from portal.db import db
from portal.history import Event
from portal.outbox import OutboxRow
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.workflow import Actor
from tests.records import add, stored
from tests.world import Company
from trust.pairs import record
from trust.races import Ground, Race, Round


def invited(ground: Ground) -> tuple[int, str]:
    """The invitation of somebody new to Acme, and the address to which it went."""
    address = f"new-{ground.number()}@acme.example"
    made = accounts.invite_person(
        ground.world.acme.organisation,
        email=address,
        name="Newcomer",
        roles=[Role.AUDITOR],
        actor=ground.world.acme.actor(Role.ADMIN),
        now=ground.now,
    )
    return made.id, address


def join(ground: Ground, key: int) -> Callable[[], object]:
    """The act of somebody new who follows the link of an invitation."""

    def follow() -> object:
        invitation = record(JoinInvitation, key)
        return accounts.accept_invitation(invitation, name="New", password_hash="x", now=ground.now)

    return follow


def _joined(key: int) -> bool:
    return db.session.get_one(JoinInvitation, key).accepted_at is not None


def one_link_is_followed_twice(ground: Ground) -> Round:
    key, _address = invited(ground)
    act = join(ground, key)
    return Round((act, act), lambda wins: sum(wins) == 1 and _joined(key))


def joining_against_taking_back(ground: Ground) -> Round:
    key, _address = invited(ground)
    actor = ground.world.acme.actor(Role.ADMIN)

    def take_back() -> None:
        invitation = db.session.get_one(JoinInvitation, key)
        accounts.withdraw_invitation(invitation, actor=actor, now=ground.now)

    return Round((join(ground, key), take_back), lambda wins: sum(wins) == 1 and wins[0] == _joined(key))


def two_administrators_let_each_other_go(ground: Ground) -> Round:
    organisation = ground.world.bolt.organisation
    held = db.session.scalars(select(Membership).where(Membership.organisation_id == organisation.id)).all()
    admin, second = held[0], held[1]
    for one in held:
        one.ended_at, one.roles = None, [str(Role.AUDITOR)]
    admin.roles = second.roles = [str(Role.ADMIN)]
    keys, actor = (admin.id, second.id), ground.world.bolt.actor(Role.ADMIN)
    db.session.flush()

    def let_go(key: int) -> Callable[[], object]:
        return lambda: accounts.end_membership(
            db.session.get_one(Membership, key), actor=actor, now=ground.now
        )

    def somebody_stays() -> bool:
        return any(db.session.get_one(Membership, key).ended_at is None for key in keys)

    return Round((let_go(keys[0]), let_go(keys[1])), lambda wins: sum(wins) == 1 and somebody_stays())


def certificate_of(supplier: Company, ground: Ground) -> tuple[int, int]:
    """A certificate of the supplier, and what Acme asks for that it answers."""
    number = ground.number()
    certificate = certificates.add_certificate(
        supplier.organisation,
        stored(supplier, ground.now),
        standard=f"ISO {number}",
        entity=supplier.organisation.legal_name,
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
        actor=supplier.actor(Role.SUPPLIER_QUALITY),
        now=ground.now,
    )
    requirement = certificates.ask_for(
        ground.world.acme.id,
        actor=ground.world.acme.actor(Role.QUALITY_ENGINEER),
        now=ground.now,
        standard=f"ISO {number}",
        scope=Scope.EVERYTHING,
    )
    return certificate.id, requirement.id


def submission_of(ground: Ground, certificate: int, requirement: int) -> Callable[[], Review]:
    """The act of Alpha's quality that shows a certificate for what Acme asks."""
    actor = ground.world.alpha.actor(Role.SUPPLIER_QUALITY)
    return lambda: certificates.submit(
        record(Certificate, certificate),
        record(Requirement, requirement),
        actor=actor,
        now=ground.now,
    )


def a_certificate_is_submitted_twice(ground: Ground) -> Round:
    certificate, requirement = certificate_of(ground.world.alpha, ground)
    submit = submission_of(ground, certificate, requirement)

    def reviews() -> int | None:
        return db.session.scalar(select(func.count(Review.id)).where(Review.certificate_id == certificate))

    return Round((submit, submit), lambda wins: sum(wins) == 1 == reviews())


def a_certificate_is_submitted_and_shown_no_more(ground: Ground) -> Round:
    certificate, requirement = certificate_of(ground.world.alpha, ground)
    actor = ground.world.alpha.actor(Role.SUPPLIER_QUALITY)

    def archive() -> None:
        certificates.archive_certificate(
            db.session.get_one(Certificate, certificate), actor=actor, now=ground.now
        )

    def holds(wins: list[bool]) -> bool:
        reviews = select(Review.state).where(Review.certificate_id == certificate)
        left = [ReviewState.WITHDRAWN] if wins[0] else []
        return wins[1] and list(db.session.scalars(reviews)) == left

    return Round((submission_of(ground, certificate, requirement), archive), holds)


def a_certificate_is_accepted_twice(ground: Ground) -> Round:
    certificate, requirement = certificate_of(ground.world.alpha, ground)
    key = submission_of(ground, certificate, requirement)().id
    actor = ground.world.acme.actor(Role.QUALITY_ENGINEER)

    def accept() -> None:
        certificates.accept(db.session.get_one(Review, key), actor=actor, now=ground.now)

    def accepted() -> bool:
        return db.session.get_one(Review, key).state is ReviewState.ACCEPTED

    return Round((accept, accept), lambda wins: sum(wins) == 1 and accepted())


def partnership_with(supplier: Company, ground: Ground) -> Partnership:
    """Acme's partnership with the supplier, one for all rounds."""
    both = {"buyer_id": ground.world.acme.id, "supplier_id": supplier.id}
    found = db.session.scalars(select(Partnership).filter_by(**both)).first()
    return found or add(Partnership(**both, state=PartnershipState.ACTIVE, created_at=ground.now))


def goal_of(ground: Ground) -> Goal:
    """A goal that Acme proposes to Alpha."""
    return goals.propose(
        partnership_with(ground.world.alpha, ground),
        title="Fewer late deliveries",
        unit="%",
        baseline=Decimal(10),
        target=Decimal(2),
        direction=Direction.DOWN,
        due_on=date(2026, 12, 31),
        actor=ground.world.acme.actor(Role.PROCUREMENT),
        now=ground.now,
    )


def a_goal_is_agreed_and_taken_back(ground: Ground) -> Round:
    buyer, supplier = ground.world.acme.actor(Role.PROCUREMENT), ground.world.alpha.actor(Role.SALES)
    key = goal_of(ground).id

    def agree() -> None:
        goals.agree(db.session.get_one(Goal, key), actor=supplier, now=ground.now)

    def take_back() -> None:
        goals.withdraw(db.session.get_one(Goal, key), actor=buyer, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        expected = GoalState.AGREED if wins[0] else GoalState.WITHDRAWN
        return sum(wins) == 1 and db.session.get_one(Goal, key).state is expected

    return Round((agree, take_back), holds)


def a_goal_is_closed_while_its_value_is_recorded(ground: Ground) -> Round:
    buyer, supplier = ground.world.acme.actor(Role.PROCUREMENT), ground.world.alpha.actor(Role.SALES)
    goal = goal_of(ground)
    goals.agree(goal, actor=supplier, now=ground.now)
    db.session.flush()
    key, seen = goal.id, goal.version

    def record() -> object:
        found = db.session.get_one(Goal, key)
        return goals.measure(found, ground.now.date(), Decimal(5), actor=supplier, now=ground.now)

    def close() -> None:
        goals.close(db.session.get_one(Goal, key), actor=buyer, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        found = db.session.get_one(Goal, key)
        order = select(Event.name).where(Event.name.in_(["GoalMeasured", "GoalClosed"]))
        last = db.session.scalars(order.order_by(Event.id.desc()).limit(1)).one()
        return wins[1] and len(found.values) == wins[0] and last == "GoalClosed" and found.version > seen

    return Round((record, close), holds)


def both_sides_record_one_day_of_a_goal(ground: Ground) -> Round:
    sides = ground.world.acme.actor(Role.PROCUREMENT), ground.world.alpha.actor(Role.SALES)
    goal = goal_of(ground)
    goals.agree(goal, actor=sides[1], now=ground.now)
    key = goal.id

    def record(actor: Actor) -> Callable[[], object]:
        def act() -> object:
            found = db.session.get_one(Goal, key)
            return goals.measure(found, ground.now.date(), Decimal(5), actor=actor, now=ground.now)

        return act

    def holds(wins: list[bool]) -> bool:
        return all(wins) and len(db.session.get_one(Goal, key).values) == 1

    return Round((record(sides[0]), record(sides[1])), holds)


def two_workers_take_one_mail(ground: Ground) -> Round:
    key = f"race-{ground.number()}"
    outbox.enqueue("nothing", {}, due=ground.now - timedelta(days=1000), key=key)
    taken: list[str] = []

    def claim() -> None:
        taken.extend(job.key for job in outbox.claim(ground.now, most=5))

    def holds(_wins: list[bool]) -> bool:
        for row in db.session.scalars(select(OutboxRow).where(OutboxRow.key == key)):
            return taken.count(key) == 1 == row.tries
        return False

    return Round((claim, claim), holds)


# Those of links, which run with the races of trade.
OF_LINKS: tuple[Race, ...] = (one_link_is_followed_twice,)
RACES: tuple[Race, ...] = (
    joining_against_taking_back,
    two_administrators_let_each_other_go,
    a_certificate_is_submitted_twice,
    a_certificate_is_submitted_and_shown_no_more,
    a_certificate_is_accepted_twice,
    a_goal_is_agreed_and_taken_back,
    a_goal_is_closed_while_its_value_is_recorded,
    both_sides_record_one_day_of_a_goal,
    two_workers_take_one_mail,
)
