"""``flask audit``: walk the chains of events, and hold against them what lies in database and file store."""

import json
from collections.abc import Iterator
from typing import IO

import click
from flask import current_app

from portal import audit as chains
from portal.documents import evidence as documents
from portal.files import evidence as files
from portal.sourcing.queries import evidence as bids


@click.group()
def audit() -> None:
    """Prove the history."""


@audit.command()
@click.option(
    "--heads", type=click.File(), help="What `flask audit heads` printed earlier and was kept elsewhere."
)
def verify(heads: IO[str] | None) -> None:
    """Verify every chain of events, bid, document and file; exit 1 and one line for each place that does not hold."""
    complaints = list(complaints_of(current_app.config["SETTINGS"].files_url))
    if heads is not None:
        complaints += chains.verify_against(json.load(heads))
    for sentence in complaints:
        click.echo(sentence)
    if complaints:
        raise SystemExit(1)
    click.echo("Every chain holds, and every bid, document and file is what its events tell.")


@audit.command("heads")
def print_heads() -> None:
    """Print the last link of every chain as JSON. Kept elsewhere, it proves later that nothing was taken back."""
    click.echo(json.dumps(chains.heads(), indent=1))


def complaints_of(files_url: str) -> Iterator[str]:
    """Everything that does not hold, one sentence each."""
    yield from chains.verify()
    yield from bids.verify()
    yield from documents.verify()
    yield from files.verify(files_url)
