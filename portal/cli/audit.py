"""``flask audit verify``: walk the chains of events."""

import click

from portal import audit as chains


@click.group()
def audit() -> None:
    """Prove the history."""


@audit.command()
def verify() -> None:
    """Verify every chain of events; exit 1 and one line for each place that does not hold."""
    complaints = 0
    for sentence in chains.verify():
        click.echo(sentence)
        complaints += 1
    if complaints:
        raise SystemExit(1)
    click.echo("Every chain holds.")
