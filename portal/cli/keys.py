"""``flask keys``: the keys that seal bids and wrap the secrets of authenticators."""

import click

from portal.accounts.service import rewrap_authenticators
from portal.db import transaction
from portal.sealing import Unreadable
from portal.sourcing.service.keys import rewrap


@click.group()
def keys() -> None:
    """Look after the keys that seal bids and second factors."""


@keys.command()
def rotate() -> None:
    """Wrap every key anew by PORTAL_KEY; PORTAL_KEY_PREVIOUS opens those that it wrapped before."""
    try:
        with transaction():
            changed = rewrap() + rewrap_authenticators()
    except Unreadable as error:
        raise click.ClickException(
            f"{error}. Set PORTAL_KEY_PREVIOUS to the key that was in force."
        ) from error
    click.echo(f"{changed} keys are wrapped anew. PORTAL_KEY_PREVIOUS is no longer needed.")
