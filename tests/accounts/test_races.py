"""Two administrators who let each other go at once: one succeeds, and somebody stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from portal.accounts import queries, service
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import RuleBroken


def test_two_administrators_cannot_let_each_other_go_at_once(app, world, now):
    admin, second = world.acme.people[Role.ADMIN], world.acme.people[Role.AUDITOR]
    with transaction():
        member = queries.member(world.acme.id, second.public_id)
        service.change_roles(member, [Role.ADMIN], actor=world.acme.actor(Role.ADMIN), now=now)
    organisation_id, people = world.acme.id, (admin.public_id, second.public_id)
    actors = [world.acme.actor(Role.AUDITOR), world.acme.actor(Role.ADMIN)]
    db.session.rollback()
    barrier = Barrier(2)

    def let_go(number):
        with app.app_context():
            try:
                # Both have seen two administrators before either of them acts.
                assert queries.member(organisation_id, people[number]).ended_at is None
                barrier.wait()
                with transaction():
                    member = queries.member(organisation_id, people[number])
                    service.end_membership(member, actor=actors[number], now=now)
            except RuleBroken as refusal:
                return type(refusal)
            finally:
                db.session.remove()
            return None

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(let_go, (0, 1)))
    assert sorted(outcomes, key=str) == sorted([None, RuleBroken], key=str)
    db.session.expire_all()
    left = db.session.scalars(queries.members(organisation_id).where(Membership.ended_at.is_(None))).all()
    assert sum(Role.ADMIN in member.roles for member in left) == 1
