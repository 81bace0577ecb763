"""``flask buyer create``: there is no superuser on the web; the operator creates buyers."""

import click

from portal import clock
from portal.accounts import service
from portal.accounts.roles import Role, Side
from portal.db import transaction
from portal.workflow import PORTAL


@click.group()
def buyer() -> None:
    """Buying organisations."""


@buyer.command()
@click.argument("name")
@click.option("--email", help="Invite this address as the buyer's administrator.")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--timezone", default="UTC", show_default=True)
def create(name: str, email: str | None, currency: str, timezone: str) -> None:
    """Create the buyer NAME, and invite its first administrator."""
    now = clock.now()
    with transaction():
        organisation = service.create_organisation(
            Side.BUYER, name, actor=PORTAL, now=now, currency=currency, timezone=timezone
        )
        if email:
            roles = [Role.ADMIN, Role.PROCUREMENT]
            service.invite_person(organisation, email=email, name=email, roles=roles, actor=PORTAL, now=now)
    click.echo(f"Created {name}.")
