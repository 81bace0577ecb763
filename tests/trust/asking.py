"""Requests of which nobody has seen anything yet: for what is asked before a view runs."""

import pytest
from sqlalchemy import select

from portal.accounts.models import SignIn
from portal.db import db, transaction

LOCATION = "/supplier/rfqs"
ASK = f"{LOCATION}/{'0' * 32}/ask"


def alter(person, **values) -> None:
    with transaction():
        row = db.session.scalars(select(SignIn).where(SignIn.person_id == person.id)).one()
        for name, value in values.items():
            setattr(row, name, value)


def refused(kind, act, *arguments) -> str:
    with pytest.raises(kind) as refusal:
        act(*arguments)
    return str(refusal.value)
