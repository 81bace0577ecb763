"""``flask demo``: fill an empty database with a lively company, through the verbs that people use.

Every domain has a filler, called in order with the world so far. Days count back from the day of the first
start, so that the demo is lively whenever it is made.
"""

from datetime import datetime, timedelta

import click
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Organisation
from portal.cli.demo import (
    accounts,
    catalog,
    certificates,
    collaboration,
    inbox,
    inspections,
    openers,
    orders,
    partnerships,
    scorecards,
    sourcing,
    webhooks,
)
from portal.cli.demo.world import DemoWorld
from portal.db import db, transaction

FILLERS = (
    accounts.fill,
    partnerships.fill,
    catalog.fill,
    certificates.fill,
    sourcing.fill,
    openers.fill,
    orders.fill,
    inspections.fill,
    collaboration.fill,
    scorecards.fill,
    webhooks.fill,
    inbox.fill,
)


@click.command()
def demo() -> None:
    """Fill an empty database with a demo company; repeating it changes nothing."""
    if db.session.scalar(select(func.count()).select_from(Organisation)):
        click.echo("There are companies already; nothing was changed.")
        accounts.say_who()
        return
    fill(clock.now())
    accounts.say_who()
    click.echo(f"\nThe passphrase of the three who open the strict RFQ is “{openers.PASSPHRASE}”.")


def fill(now: datetime) -> DemoWorld:
    """Make the demo as of ``now``."""
    world = DemoWorld(now=now, start=now - timedelta(days=400))
    with transaction():
        for filler in FILLERS:
            filler(world, now)
    return world
