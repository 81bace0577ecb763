"""Any order of verbs, right or refused, beside a model of what certificates and their reviews come to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal import audit
from portal.accounts.roles import Role
from portal.certificates import queries, service
from portal.certificates.models import Certificate, Requirement, Review
from portal.certificates.rules import Step
from portal.certificates.workflow import Gate, ReviewState, Scope
from portal.db import db, transaction
from tests.lives import went
from tests.records import stored
from tests.world import World

SUBMITTED, ACCEPTED, RETURNED, WITHDRAWN = ReviewState
picks = st.integers(0, 50)


@dataclass
class Held:
    """A certificate as the model knows it: its first and its last day counted from the start."""

    id: int
    first: int
    last: int
    shown: bool = False
    archived: bool = False


class Life(RuleBasedStateMachine):
    """Alpha holds certificates, Acme asks for some and judges; Beta and Bolt stand by and see nothing."""

    world: World
    begin: datetime

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.held: list[Held] = []
        self.asked: dict[int, bool] = {}
        self.verdicts: dict[tuple[int, int], ReviewState] = {}
        self.supplier = self.world.alpha.actor(Role.SUPPLIER_QUALITY)
        self.quality = self.world.acme.actor(Role.QUALITY_ENGINEER)
        self.clear()

    def clear(self) -> None:
        """What an earlier example left asks for nothing any more, and is shown to nobody."""
        with transaction():
            for asked in db.session.scalars(queries.requirements(self.world.acme.id)).all():
                service.archive_requirement(asked, actor=self.quality, now=self.begin)
            for held in db.session.scalars(queries.certificates(self.world.alpha.id)).unique().all():
                service.archive_certificate(held, actor=self.supplier, now=self.begin)

    @property
    def now(self) -> datetime:
        return self.begin + timedelta(days=self.day)

    @initialize()
    def begin_with_something(self) -> None:
        self.ask()
        self.add(first=0, length=30, follows=None)

    @rule(first=st.integers(-5, 20), length=st.integers(-1, 40), follows=st.none() | picks)
    def add(self, first, length, follows) -> None:
        """A certificate is added; one that follows another is shown to whom that was shown."""
        before = self.held[follows % len(self.held)] if self.held and follows is not None else None
        alpha, made = self.world.alpha, []
        begin = self.now.date()

        def act() -> None:
            made.append(
                service.add_certificate(
                    alpha.organisation,
                    stored(alpha, self.now),
                    standard="ISO 9001",
                    entity="Alpha",
                    valid_from=begin + timedelta(days=first),
                    valid_until=begin + timedelta(days=first + length),
                    replaces=db.session.get_one(Certificate, before.id) if before else None,
                    actor=self.supplier,
                    now=self.now,
                )
            )

        assert went(act) == (length >= 0)
        if made:
            shown = before is not None and before.shown
            self.held.append(Held(made[0].id, self.day + first, self.day + first + length, shown))

    @rule()
    def ask(self) -> None:
        with transaction():
            made = service.ask_for(
                self.world.acme.id,
                scope=Scope.EVERYTHING,
                standard="ISO 9001",
                at_award=Gate.BLOCK,
                actor=self.quality,
                now=self.now,
            )
        self.asked[made.id] = True

    @precondition(lambda life: life.asked)
    @rule(pick=picks)
    def ask_no_more(self, pick) -> None:
        wanted = list(self.asked)[pick % len(self.asked)]
        found = db.session.get_one(Requirement, wanted)
        did = went(lambda: service.archive_requirement(found, actor=self.quality, now=self.now))
        assert did == self.asked[wanted]
        self.asked[wanted] = False

    @precondition(lambda life: life.held)
    @rule(pick=picks)
    def show_no_more(self, pick) -> None:
        one = self.held[pick % len(self.held)]
        found = db.session.get_one(Certificate, one.id)
        did = went(lambda: service.archive_certificate(found, actor=self.supplier, now=self.now))
        assert did != one.archived
        one.archived = True
        for pair, verdict in self.verdicts.items():
            if pair[0] == one.id and verdict is SUBMITTED:
                self.verdicts[pair] = WITHDRAWN

    @precondition(lambda life: life.held and life.asked)
    @rule(pick=picks, wanted=picks)
    def submit(self, pick, wanted) -> None:
        one = self.held[pick % len(self.held)]
        pair = one.id, list(self.asked)[wanted % len(self.asked)]
        certificate, requirement = (
            db.session.get_one(kind, key) for kind, key in zip((Certificate, Requirement), pair, strict=True)
        )
        free = self.verdicts.get(pair, WITHDRAWN) is WITHDRAWN
        may = free and self.is_offered(one) and self.asked[pair[1]]
        did = went(lambda: service.submit(certificate, requirement, actor=self.supplier, now=self.now))
        assert did == may
        if may:
            self.verdicts[pair], one.shown = SUBMITTED, True

    def is_offered(self, one: Held) -> bool:
        return not one.archived and self.day <= one.last

    def reviewed(self, pick: int) -> tuple[tuple[int, int], Review]:
        pair = list(self.verdicts)[pick % len(self.verdicts)]
        found = db.session.query(Review).filter_by(certificate_id=pair[0], requirement_id=pair[1]).one()
        return pair, found

    @precondition(lambda life: life.verdicts)
    @rule(pick=picks)
    def accept(self, pick) -> None:
        pair, found = self.reviewed(pick)
        offered = self.is_offered(next(one for one in self.held if one.id == pair[0]))
        may = self.verdicts[pair] in (SUBMITTED, RETURNED) and offered
        assert went(lambda: service.accept(found, actor=self.quality, now=self.now)) == may
        if may:
            self.verdicts[pair] = ACCEPTED

    @precondition(lambda life: life.verdicts)
    @rule(pick=picks, reason=st.sampled_from(["No casting in it", "No signature", " "]))
    def return_it(self, pick, reason) -> None:
        pair, found = self.reviewed(pick)
        may = self.verdicts[pair] in (SUBMITTED, ACCEPTED) and bool(reason.strip())
        assert went(lambda: service.return_(found, reason, actor=self.quality, now=self.now)) == may
        if may:
            self.verdicts[pair] = RETURNED

    @precondition(lambda life: life.verdicts)
    @rule(pick=picks)
    def take_back(self, pick) -> None:
        pair, found = self.reviewed(pick)
        may = self.verdicts[pair] is not WITHDRAWN
        assert went(lambda: service.withdraw(found, actor=self.supplier, now=self.now)) == may
        self.verdicts[pair] = WITHDRAWN

    @precondition(lambda life: life.verdicts)
    @rule(pick=picks)
    def nobody_judges_for_the_other_side(self, pick) -> None:
        _pair, found = self.reviewed(pick)
        assert not went(lambda: service.accept(found, actor=self.supplier, now=self.now))
        assert not went(lambda: service.withdraw(found, actor=self.quality, now=self.now))

    @rule(days=st.integers(1, 15))
    def days_go_by(self, days) -> None:
        self.day += days
        with transaction():
            service.warn_of_expiry(now=self.now)
        with transaction():
            assert service.warn_of_expiry(now=self.now) == 0

    @invariant()
    def a_requirement_is_met_by_what_stands_today(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        acme, alpha = self.world.acme.id, self.world.alpha.id
        today = {one.id for one in self.held if not one.archived and one.first <= self.day <= one.last}
        met = {
            pair[1]
            for pair, state in self.verdicts.items()
            if state in (SUBMITTED, ACCEPTED) and pair[0] in today
        }
        found = queries.standings(acme, alpha, Step.AWARD, self.now.date())
        assert {one.requirement_id: one.in_order for one in found} == {
            wanted: wanted in met for wanted, stands in self.asked.items() if stands
        }

    @invariant()
    def everybody_sees_what_was_shown_to_them(self) -> None:
        acme, alpha = self.world.acme.id, self.world.alpha.id
        waiting = {
            (one.certificate_id, one.requirement_id)
            for one in db.session.scalars(queries.awaiting(acme)).unique()
        }
        assert waiting == {pair for pair, verdict in self.verdicts.items() if verdict is SUBMITTED}
        shown = {one.id for one in db.session.scalars(queries.certificates_shown(acme)).unique()}
        assert shown == {one.id for one in self.held if one.shown and not one.archived}
        own = {one.id for one in db.session.scalars(queries.certificates(alpha)).unique()}
        assert own == {one.id for one in self.held if not one.archived}
        for other in (self.world.bolt.id, self.world.beta.id):
            assert not db.session.scalars(queries.certificates_shown(other)).all()
            assert not db.session.scalars(queries.reviews(other)).all()
            assert not db.session.scalars(queries.reviews_of(other)).all()


@pytest.mark.one_database("sqlite")
def test_the_life_of_certificates(world, now):
    Life.world, Life.begin = world, now
    run_state_machine_as_test(
        Life,
        settings=settings(max_examples=8, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
    assert list(audit.verify()) == []
