"""The goals of the demo show every standing that a first look should find."""

from datetime import timedelta

from portal.cli.demo import accounts, collaboration
from portal.cli.demo.world import DemoWorld
from portal.collaboration import queries
from portal.collaboration.rules.course import Standing
from portal.db import db, transaction
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from tests.records import add


def test_goals_of_every_standing(app, now):
    world = DemoWorld(now=now, start=now - timedelta(days=400))
    with transaction():
        accounts.fill(world, now)
        buyer = world.companies["nordwerk"]
        for key in ("brenner", "lumen", "tatra"):
            world.made[f"partnership:nordwerk:{key}"] = add(
                Partnership(
                    buyer=buyer,
                    supplier=world.companies[key],
                    state=PartnershipState.ACTIVE,
                    created_at=world.start,
                )
            )
        collaboration.fill(world, now)
    courses = [
        queries.course_of(goal, goal.today(now))
        for goal in db.session.scalars(queries.goals(buyer.id)).unique()
    ]
    standings = sorted(course.standing for course in courses if course)
    assert standings == [Standing.BEHIND, Standing.MET, Standing.MISSED, Standing.ON_COURSE]
    assert courses.count(None) == 3
    assert len(db.session.scalars(queries.awaiting(buyer.id)).unique().all()) == 1
    brenner = world.companies["brenner"].id
    assert len(db.session.scalars(queries.awaiting(brenner)).unique().all()) == 1
