"""``flask import deliveries``: take over what was delivered before the portal was there."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from portal import clock
from portal.accounts import queries
from portal.db import db, transaction
from portal.errors import Refusal
from portal.imports.cells.dates import DateOrder
from portal.imports.columns import parse_mapping
from portal.imports.deliveries.applying import Applied
from portal.imports.deliveries.fields import DELIVERIES
from portal.imports.deliveries.report import as_json, as_text
from portal.imports.deliveries.staged import Staged
from portal.imports.deliveries.staging import Progress, stage
from portal.imports.service import apply_deliveries
from portal.workflow import PORTAL

_STEPS = 1000


@click.group("import")
def imports() -> None:
    """Take over data from other programs."""


@imports.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--buyer", "buyer_name", required=True, metavar="NAME", help="The buyer whose history it is.")
@click.option("--map", "pairs", multiple=True, metavar="OURS=THEIRS", help="Which column is which field.")
@click.option(
    "--currency", help="ISO 4217 code of amounts that name none. [default: as the headers say, or USD]"
)
@click.option(
    "--dates", type=click.Choice([str(order) for order in DateOrder]), help="How 3/4/2014 is meant."
)
@click.option("--json", "for_programs", is_flag=True, help="Print one JSON object.")
def deliveries(
    file: Path,
    buyer_name: str,
    pairs: tuple[str, ...],
    currency: str | None,
    dates: str | None,
    for_programs: bool,
) -> None:
    """Import the delivery history in FILE: a text table or an .xlsx workbook.

    Lines that are there already are left as they are, but for an arrival that was not told before, so the same
    file or a later one may be imported again.
    """
    try:
        buyer_id = queries.buyer_named(buyer_name).id
        # The read of the buyer ends here, so that nothing is held while the file is read.
        db.session.rollback()
        order = DateOrder(dates) if dates else None
        mapping = parse_mapping(pairs, DELIVERIES)
        with (
            _progress() as progress,
            stage(file, mapping=mapping, currency=currency, date_order=order, progress=progress) as staged,
        ):
            _print(staged, _apply(buyer_id, staged), for_programs)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _apply(buyer_id: int, staged: Staged) -> Applied:
    with transaction():
        buyer = queries.organisation(buyer_id)
        return apply_deliveries(buyer, staged, actor=PORTAL, now=clock.now())


def _print(staged: Staged, outcome: Applied, for_programs: bool) -> None:
    if for_programs:
        click.echo(json.dumps(as_json(staged, outcome), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(staged, outcome))


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar for a person who watches; a program that reads the output gets none."""
    if not sys.stderr.isatty():
        yield lambda _rows, _share: None
        return
    with click.progressbar(length=_STEPS, label="Reading", file=sys.stderr) as bar:

        def show(_rows: int, share: float) -> None:
            bar.update(round(share * _STEPS) - bar.pos)

        yield show
