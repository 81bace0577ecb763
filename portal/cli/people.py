"""``flask person``: what the operator does for somebody who cannot sign in."""

import click
from sqlalchemy import select

from portal import clock
from portal.accounts import service
from portal.accounts.models import Person
from portal.db import db, transaction
from portal.workflow import PORTAL


@click.group()
def person() -> None:
    """Those who sign in."""


@person.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Let the person with this address sign in without the second factor they lost, and set up another."""
    with transaction():
        found = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
        if found is None:
            raise click.ClickException(f"Nobody signs in as {email}.")
        service.remove_second_factor(found, actor=PORTAL, now=clock.now())
        service.end_other_sessions(found, None, actor=PORTAL, now=clock.now())
    click.echo(
        f"{found.email} signs in by password and is asked for a new second factor where one is required."
    )
