"""Races between a request and the end of what lets it in: a session, a membership, its roles, a company.

Who came first is done and stands, who came second is refused and leaves nothing; nobody is let in afterwards.
"""

from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.models import JoinInvitation, Membership, Organisation, SignIn
from portal.accounts.roles import Role
from portal.certificates.models import Certificate
from portal.db import db, new_public_id
from portal.errors import NotAllowed
from tests.records import PDF
from tests.world import Company
from trust.browser import Browser, sign_in
from trust.races import Ground, Race, Round
from trust.racing.people import certificate_of

Act = Callable[[], object]


@dataclass(frozen=True)
class Guest:
    """Somebody who is let in: a person of Gamma in a browser, and what may end that."""

    browser: Browser
    client: FlaskClient
    session: int
    membership: int

    def get(self, path: str) -> bytes:
        """What a page holds; ``NotAllowed`` where it is not shown."""
        answer = _alone(lambda: self.client.get(path))
        if answer.status_code != 200:
            raise NotAllowed(answer.status)
        return answer.data

    def invite(self, address: str) -> None:
        """Invite a colleague through the page; ``NotAllowed`` where nothing comes of it."""
        keys = {"csrf_token": self.browser.csrf, "request_key": new_public_id()}
        form = {"email": address, "name": "New", "roles": str(Role.SUPPLIER_FINANCE)}
        answer = _alone(lambda: self.client.post("/supplier/people/invite", data=keys | form))
        if answer.status_code != 303 or "/login" in answer.location:
            raise NotAllowed(answer.status)


def _alone(ask: Callable[[], TestResponse]) -> TestResponse:
    """A request as the server would run it: nothing of the harness's own context goes along."""
    return Context().run(ask)


def let_in(company: Company, role: Role, doing: Role) -> Guest:
    """The person who has one role, in the role that is to be done."""
    app, person = current_app._get_current_object(), company.people[role]  # type: ignore[attr-defined]
    held = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    # The round before may have ended what this one is to end.
    held.ended_at, held.roles, held.organisation.suspended_at = None, [str(doing)], None
    db.session.flush()
    browser = sign_in(app, 0, person, held)
    client = app.test_client()
    client.set_cookie("session", browser.cookie)
    (newest,) = db.session.execute(select(func.max(SignIn.id)).where(SignIn.person_id == person.id)).one()
    return Guest(browser, client, newest, held.id)


def _is_let_in(act: Act) -> bool:
    try:
        act()
    except NotAllowed:
        return False
    return True


def _acts(ground: Ground, end: Callable[[Guest], object]) -> Round:
    """A second administrator invites somebody while that by which they are let in ends."""
    guest, number = let_in(ground.world.gamma, Role.LOGISTICS, Role.SUPPLIER_ADMIN), ground.number()
    address, later = f"door-{number}@gamma.example", f"late-{number}@gamma.example"

    def holds(wins: list[bool]) -> bool:
        stored = set(
            db.session.scalars(select(JoinInvitation.email).where(JoinInvitation.email.in_([address, later])))
        )
        db.session.rollback()
        afterwards = _is_let_in(lambda: guest.invite(later))
        return wins[0] and not afterwards and stored == ({address} if wins[1] else set())

    return Round((lambda: end(guest), lambda: guest.invite(address)), holds)


def a_session_is_ended_while_its_person_acts(ground: Ground) -> Round:
    def end(guest: Guest) -> None:
        accounts.end_session(db.session.get_one(SignIn, guest.session), now=clock.now())

    return _acts(ground, end)


def a_person_loses_a_role_while_using_it(ground: Ground) -> Round:
    actor = ground.world.gamma.actor(Role.SUPPLIER_ADMIN)

    def end(guest: Guest) -> None:
        held = db.session.get_one(Membership, guest.membership)
        accounts.change_roles(held, [Role.SALES], actor=actor, now=clock.now())

    return _acts(ground, end)


def a_company_is_suspended_while_its_person_acts(ground: Ground) -> Round:
    key, actor = ground.world.gamma.id, ground.world.gamma.actor(Role.SUPPLIER_ADMIN)

    def end(_guest: Guest) -> None:
        accounts.suspend(db.session.get_one(Organisation, key), actor=actor, now=clock.now())

    return _acts(ground, end)


def a_membership_is_ended_during_a_download(ground: Ground) -> Round:
    quality, (certificate, _requirement) = Role.SUPPLIER_QUALITY, certificate_of(ground.world.gamma, ground)
    guest, actor = let_in(ground.world.gamma, quality, quality), ground.world.gamma.actor(Role.SUPPLIER_ADMIN)
    path = f"/supplier/certificates/{db.session.get_one(Certificate, certificate).public_id}/file"
    seen: list[bytes] = []

    def end() -> None:
        held = db.session.get_one(Membership, guest.membership)
        accounts.end_membership(held, actor=actor, now=clock.now())

    def holds(wins: list[bool]) -> bool:
        return wins[0] and seen == [PDF] * wins[1] and not _is_let_in(lambda: guest.get(path))

    return Round((end, lambda: seen.append(guest.get(path))), holds)


# Those of downloads, which run with the races of trade.
OF_DOWNLOADS: tuple[Race, ...] = (a_membership_is_ended_during_a_download,)
RACES: tuple[Race, ...] = (
    a_session_is_ended_while_its_person_acts,
    a_person_loses_a_role_while_using_it,
    a_company_is_suspended_while_its_person_acts,
)
