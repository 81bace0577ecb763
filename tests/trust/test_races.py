"""A few rounds of every race, and a race that nobody guards."""

from threading import Barrier

import pytest
from sqlalchemy import select, update

from portal.accounts.models import JoinInvitation, Organisation
from portal.accounts.roles import Role
from portal.certificates.models import Certificate
from portal.db import db, transaction
from tests.records import PDF
from tests.world import build
from trust.races import NOW, Ground, Round, all_races, run_race
from trust.racing.doors import let_in
from trust.racing.people import certificate_of


@pytest.fixture
def ground(app):
    with transaction():
        return Ground(build(NOW))


def test_every_race_holds(app, ground):
    assert len(all_races()) >= 20
    found = [said for name, race in all_races().items() for said in run_race(app, name, race, ground, 2)]
    assert not found, found


def test_guests_are_let_in_as_long_as_nothing_ends(app, ground):
    """Otherwise every race at a door would hold."""
    with transaction():
        certificate, _requirement = certificate_of(ground.world.gamma, ground)
        admin = let_in(ground.world.gamma, Role.LOGISTICS, Role.SUPPLIER_ADMIN)
        quality = let_in(ground.world.gamma, Role.SUPPLIER_QUALITY, Role.SUPPLIER_QUALITY)
        path = f"/supplier/certificates/{db.session.get_one(Certificate, certificate).public_id}/file"
    admin.invite("somebody@gamma.example")
    assert quality.get(path) == PDF
    assert list(db.session.scalars(select(JoinInvitation.email))) == ["somebody@gamma.example"]


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
