"""``flask clock``: whether the clock that decides can be trusted."""

import click

from portal import timekeeping
from portal.db import db, transaction


@click.group()
def clock() -> None:
    """Look at the clock that decides on deadlines."""


@clock.command()
def check() -> None:
    """Say what the clock says; exit 1 while it is doubted, which stops openings."""
    click.echo(timekeeping.now().isoformat())
    reason = timekeeping.doubt()
    db.session.rollback()
    if reason is not None:
        raise click.ClickException(str(reason))


@clock.command()
def trust() -> None:
    """Let openings go on although events lie ahead of the clock, once it has been looked at. This is recorded."""
    with transaction():
        ahead = timekeeping.trust(timekeeping.now())
    if ahead is None:
        click.echo("Nothing that is recorded lies ahead of the clock.")
        return
    click.echo(f"Recorded: events up to {ahead.isoformat()} lie ahead of the clock and were looked into.")
