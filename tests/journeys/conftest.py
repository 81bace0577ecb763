"""People with browsers: the portal on a port of this machine, its clock in the test's hand."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from portal import clock, outbox
from portal.accounts.models import BuyerSetting, Person
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.web.security import hash_password
from tests.serving import served
from tests.world import Company, World

PASSWORD = "a long enough secret"
# Two cores that run a whole suite answer late; what never comes still fails.
expect.set_options(timeout=20_000)
SHOTS = Path(__file__).parents[2] / "test-results" / "journeys"


class Clock:
    """The portal's clock: it goes on by itself, and jumps when the test says so."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)
        self._real = clock.now

    def __call__(self) -> datetime:
        return self._real() + self.ahead

    def jump(self, by: timedelta) -> None:
        self.ahead += by


@pytest.fixture
def portal_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the served application reads."""
    steered = Clock()
    monkeypatch.setattr(clock, "now", steered)
    return steered


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of the running portal."""
    with served(app) as port:
        yield f"http://127.0.0.1:{port}"


class Visitor:
    """Somebody at a browser. ``shot`` leaves a screenshot and checks the page: axe, and nothing sticks out."""

    def __init__(self, page: Page, address: str, journey: str) -> None:
        self.page, self.address, self.journey = page, address, journey
        self.complaints: list[str] = []
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, said: object) -> None:
        if getattr(said, "type", "") == "error":
            self.complaints.append(getattr(said, "text", ""))

    def go(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"

    def sign_in(self, email: str) -> None:
        self.go("/login")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=False).first.fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="What waits for you")).to_be_visible()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button or follow a link of that name."""
        # Before its scripts have run, a page would not ask before a dangerous act.
        self.page.wait_for_load_state("load")
        either = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        either.first.click()

    def confirm(self) -> None:
        """Say yes to the question that a dangerous act asks first, and wait for its answer."""
        # To leave for another page before the answer is there would break off the act.
        with self.page.expect_navigation():
            self.page.locator("[data-confirm-yes]").click()

    def show_who_one_is(self) -> None:
        """Answer the question that comes before a binding act when one signed in a while ago."""
        self.page.get_by_label("Password, or the code of your app").fill(PASSWORD)
        with self.page.expect_navigation():
            self.press("Confirm and go on")
        # The question is a refusal, of which the browser complains.
        self.complaints = [said for said in self.complaints if "403" not in said]

    def shot(self, name: str, width: int = 1440) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.journey}-{name}-{width}.png", full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        assert self.complaints == []
        violations = Axe().run(self.page).response["violations"]
        assert [(rule["id"], node["target"]) for rule in violations for node in rule["nodes"]] == []


@pytest.fixture
def visit(
    browser: Browser,
    app: Flask,
    world: World,
    address: str,
    portal_clock: Clock,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[Company, Role], Visitor]]:
    """``visit(company, Role.X)`` gives that person a browser window, signed in through the sign-in page.

    Who was here before comes back to the window that is still open, and signs in again where the session is over.
    """
    with app.test_request_context():
        secret = hash_password(PASSWORD)
    with transaction():
        db.session.query(Person).update({"password": secret})
        for buyer in (world.acme, world.bolt):
            off = {"name": "second_factor", "valid_from": date(2020, 1, 1), "value": False}
            db.session.add(BuyerSetting(buyer_id=buyer.id, **off))
    visitors: dict[str, Visitor] = {}
    journey = re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-")

    def enter(company: Company, role: Role) -> Visitor:
        email = company.people[role].email
        # The database ends a transaction that stays open while a browser is busy.
        db.session.rollback()
        if email in visitors:
            visitors[email].page.set_viewport_size({"width": 1440, "height": 900})
            visitors[email].go("/account/")
            if "/login" in visitors[email].page.url:
                visitors[email].sign_in(email)
            visitors[email].go("/")
        else:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            visitors[email] = Visitor(context.new_page(), address, journey)
            visitors[email].sign_in(email)
        return visitors[email]

    yield enter
    for visitor in visitors.values():
        visitor.page.context.close()


@pytest.fixture
def deliver(app: Flask) -> Callable[[], None]:
    """Let the worker deliver everything that is due."""

    def drain() -> None:
        while outbox.drain():
            pass

    return drain
