"""An authenticator app on a phone, and people who have one."""

import base64
import html
import re
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from portal import clock
from portal.accounts import service
from portal.accounts.models import Person
from portal.db import db, transaction
from portal.web.security import hash_password
from portal.workflow import Actor

PASSWORD = "correct horse battery"


class Phone:
    """Shows the codes of one secret."""

    def __init__(self, secret: bytes) -> None:
        self._codes = TOTP(secret, 6, SHA1(), 30)

    @classmethod
    def reading(cls, page: str) -> "Phone":
        """A phone into which the key of a setup page was typed."""
        (typed,) = re.findall(r'<code class="text-break">([A-Z2-7 ]+)</code>', page)
        return cls(base64.b32decode(typed.replace(" ", "")))

    def code(self, at: datetime | None = None) -> str:
        return self._codes.generate(int((at or clock.now()).timestamp())).decode()

    def wrong(self) -> str:
        """Six digits that no step near now has."""
        present = int(clock.now().timestamp())
        near = {self._codes.generate(present + 30 * step).decode() for step in range(-3, 4)}
        return next(code for code in (f"{number:06}" for number in range(10)) if code not in near)


def with_password(app: Any, person: Person) -> Person:
    """The person, with ``PASSWORD``."""
    with app.test_request_context():
        hashed = hash_password(PASSWORD)
    with transaction():
        found = db.session.get_one(Person, person.id)
        found.password = hashed
    return found


def with_phone(person: Person) -> tuple[Phone, list[str]]:
    """A phone for the person, set up a minute ago, and the recovery codes."""
    secret = service.new_secret()
    phone = Phone(secret)
    before = datetime.fromtimestamp(clock.now().timestamp() - 90, tz=clock.now().tzinfo)
    with transaction():
        found = db.session.get_one(Person, person.id)
        codes = service.set_up(
            found, secret, phone.code(before), keep_id=None, actor=Actor(person.id, None), now=before
        )
    return phone, codes


def secret_in(page: str) -> str:
    """The wrapped secret that a setup form carries."""
    (sent,) = re.findall(r'name="secret"[^>]* value="([^"]+)"', page)
    return html.unescape(sent)
