"""A few rounds of every race, and a race that nobody guards."""

from threading import Barrier

import pytest
from sqlalchemy import update

from portal.accounts.models import Organisation
from portal.db import db, transaction
from tests.world import build
from trust.races import NOW, Ground, Round, all_races, run_race


@pytest.fixture
def ground(app):
    with transaction():
        return Ground(build(NOW))


def test_every_race_holds(app, ground):
    assert len(all_races()) >= 20
    found = [said for name, race in all_races().items() for said in run_race(app, name, race, ground, 2)]
    assert not found, found


def test_a_lost_update_is_found(app, ground):
    """Both read before either writes, and the second overwrites what the first wrote."""

    def count(ground):
        key, both = ground.world.acme.id, Barrier(2)
        db.session.get_one(Organisation, key).street = "0"

        def more():
            db.session.rollback()
            seen = int(db.session.get_one(Organisation, key).street)
            db.session.rollback()
            both.wait()
            db.session.execute(
                update(Organisation).where(Organisation.id == key).values(street=str(seen + 1))
            )

        return Round(
            (more, more), lambda wins: db.session.get_one(Organisation, key).street == str(sum(wins))
        )

    assert run_race(app, "a count", count, ground, 1) != []
