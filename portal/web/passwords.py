"""Passwords as they are compared and as they are chosen, wherever somebody types one."""

import unicodedata
from typing import Any

from flask_security import PasswordUtil

from portal.accounts import queries, rules
from portal.accounts.models import Person
from portal.errors import RuleBroken


class Passwords(PasswordUtil):
    """What Flask-Security's own forms ask of a password: their length, and that it is not guessed early."""

    def normalize(self, password: str) -> str:
        return normal(password)

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[Any] | None, str]:
        refused, typed = super().validate(password, is_register, **kwargs)
        if not refused:
            try:
                rules.check_password(typed, _about(kwargs["user"]))
            except RuleBroken as broken:
                refused = [str(broken.sentence)]
        return refused, typed


def _about(person: Person) -> list[str]:
    companies = [member.organisation.name for member in queries.memberships(person.id)]
    return [person.email, person.name, *companies]


def normal(password: str) -> str:
    """A password in one Unicode form: an ä may come as one sign or as two, by the keyboard that it is typed on."""
    return unicodedata.normalize("NFKD", password)
