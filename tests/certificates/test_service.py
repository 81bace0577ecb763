"""From the requirement to the verdict and the warning, on both databases, and invisible to other buyers."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.roles import Role
from portal.certificates import queries, service
from portal.certificates.rules import Step
from portal.certificates.workflow import Gate, ReviewState, Scope
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken
from portal.notices.models import Notice
from tests.records import stored


@pytest.fixture
def quality(world):
    return world.acme.actor(Role.QUALITY_ENGINEER)


@pytest.fixture
def supplier(world):
    return world.alpha.actor(Role.SUPPLIER_QUALITY)


@pytest.fixture
def required(world, quality, now):
    with transaction():
        return service.ask_for(
            world.acme.id,
            scope=Scope.EVERYTHING,
            standard="ISO 9001",
            at_award=Gate.BLOCK,
            actor=quality,
            now=now,
        )


@pytest.fixture
def held(world, supplier, now):
    with transaction():
        return certificate(world, supplier, now)


def certificate(world, supplier, now, days=200, name="c.pdf", **values):
    return service.add_certificate(
        world.alpha.organisation,
        stored(world.alpha, now, name),
        standard="ISO 9001",
        entity="Alpha GmbH",
        valid_from=now.date() - timedelta(days=10),
        valid_until=now.date() + timedelta(days=days),
        actor=supplier,
        now=now,
        **values,
    )


def award_standing(world, now):
    (standing,) = queries.standings(world.acme.id, world.alpha.id, Step.AWARD, now.date())
    return standing


def test_from_upload_to_return_to_acceptance(world, required, held, quality, supplier, now):
    assert (award_standing(world, now).in_order, award_standing(world, now).blocks) == (False, True)
    with transaction():
        review = service.submit(held, required, actor=supplier, now=now)
    assert award_standing(world, now).in_order, "submitted in time and awaiting review counts as in order"
    with pytest.raises(RuleBroken) as refused, transaction():
        service.return_(review, "  ", actor=quality, now=now)
    assert refused.value.field == "reason"
    with transaction():
        service.return_(review, "The scope lacks casting.", actor=quality, now=now)
    assert not award_standing(world, now).in_order
    with transaction():
        service.accept(review, actor=quality, now=now)
    assert award_standing(world, now).in_order
    assert queries.review(world.acme.id, review.public_id).state is ReviewState.ACCEPTED
    kinds = set(db.session.scalars(select(Notice.kind)))
    assert kinds == {"certificate_submitted", "certificate_returned", "certificate_accepted"}


def test_nobody_else_sees_a_certificate_or_its_review(world, required, held, supplier, now):
    assert list(db.session.scalars(queries.certificates_shown(world.acme.id))) == []
    with transaction():
        review = service.submit(held, required, actor=supplier, now=now)
    assert list(db.session.scalars(queries.certificates_shown(world.acme.id))) == [held]
    assert list(db.session.scalars(queries.certificates_shown(world.bolt.id))) == []
    for reader in (world.bolt.id, world.beta.id):
        with pytest.raises(Missing):
            queries.review(reader, review.public_id)
    with pytest.raises(Missing):
        queries.certificate(world.beta.id, held.public_id)


def test_a_certificate_is_submitted_once_and_in_time(world, required, supplier, quality, now):
    with transaction():
        old = certificate(world, supplier, now, days=-1)
        good = certificate(world, supplier, now, name="other.pdf")
    with pytest.raises(RuleBroken, match="expired"), transaction():
        service.submit(old, required, actor=supplier, now=now)
    with transaction():
        review = service.submit(good, required, actor=supplier, now=now)
    with pytest.raises(RuleBroken, match="already"), transaction():
        service.submit(good, required, actor=supplier, now=now)
    with pytest.raises(NotAllowed), transaction():
        service.accept(review, actor=supplier, now=now)


def test_both_sides_are_warned_once_per_lead_time(world, required, supplier, now):
    with transaction():
        soon = certificate(world, supplier, now, days=40)
        service.submit(soon, required, actor=supplier, now=now)
    with transaction():
        assert service.warn_of_expiry(now=now) == 2
    with transaction():
        assert service.warn_of_expiry(now=now) == 0
        assert service.warn_of_expiry(now=now + timedelta(days=12)) == 2
    warned = select(func.count()).select_from(Notice).where(Notice.kind.like("%expiring"))
    # Two quality roles at the supplier, one quality engineer at the buyer, twice.
    assert db.session.scalar(warned) == 2 * 3


def test_a_successor_is_shown_to_the_same_buyers_and_ends_the_warnings(world, required, supplier, now):
    with transaction():
        soon = certificate(world, supplier, now, days=40)
        service.submit(soon, required, actor=supplier, now=now)
        successor = certificate(world, supplier, now, days=400, name="new.pdf", replaces=soon)
    assert queries.shared_with(world.alpha.id, successor.id) == {world.acme.id}
    with transaction():
        assert service.warn_of_expiry(now=now) == 0


def test_what_was_taken_back_is_submitted_again_without_a_new_upload(
    world, required, held, quality, supplier, now
):
    later = now + timedelta(days=1)
    with transaction():
        review = service.submit(held, required, actor=supplier, now=now)
        service.return_(review, "Please explain page 2.", actor=quality, now=now)
        service.withdraw(review, actor=supplier, now=now)
        again = service.submit(held, required, actor=supplier, now=later)
    assert again is review
    assert (review.state, review.submitted_at, review.reason) == (ReviewState.SUBMITTED, later, "")
    assert (review.decided_at, review.decided_by_id) == (None, None)
    assert award_standing(world, now).in_order
    assert db.session.scalars(queries.awaiting(world.acme.id)).one() is review
    with pytest.raises(RuleBroken), transaction():
        service.submit(held, required, actor=supplier, now=later)
