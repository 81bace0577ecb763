"""``flask audit verify``: walk the chains of events, and hold against them what lies in database and file store."""

from collections.abc import Iterator

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
def verify() -> None:
    """Verify every chain of events, bid, document and file; exit 1 and one line for each place that does not hold."""
    complaints = 0
    for sentence in complaints_of(current_app.config["SETTINGS"].files_url):
        click.echo(sentence)
        complaints += 1
    if complaints:
        raise SystemExit(1)
    click.echo("Every chain holds, and every bid, document and file is what its events tell.")


def complaints_of(files_url: str) -> Iterator[str]:
    """Everything that does not hold, one sentence each."""
    yield from chains.verify()
    yield from bids.verify()
    yield from documents.verify()
    yield from files.verify(files_url)
