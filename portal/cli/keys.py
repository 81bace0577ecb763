"""``flask keys``: the keys that seal bids and wrap the secrets of authenticators and webhooks."""

import click

from portal.accounts.service import rewrap_authenticators
from portal.db import transaction
from portal.sealing import Unreadable
from portal.sourcing.service.keys import rewrap
from portal.webhooks.service import rewrap as rewrap_webhooks


@click.group()
def keys() -> None:
    """Look after the keys that seal bids, second factors and webhooks."""


@keys.command()
def rotate() -> None:
    """Wrap every key anew by PORTAL_KEY; PORTAL_KEY_PREVIOUS opens those that it wrapped before."""
    try:
        with transaction():
            changed = rewrap() + rewrap_authenticators() + rewrap_webhooks()
    except Unreadable as error:
        raise click.ClickException(
            f"{error}. Set PORTAL_KEY_PREVIOUS to the key that was in force."
        ) from error
    click.echo(f"{changed} keys are wrapped anew. PORTAL_KEY_PREVIOUS is no longer needed.")
