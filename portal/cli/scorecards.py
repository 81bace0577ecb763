"""``flask scorecard``: the figures of the page, for a terminal or a program."""

import json
from datetime import date, timedelta

import click
from flask_babel import lazy_gettext as _

from portal import clock
from portal.accounts.queries import buyer_named
from portal.errors import Refusal, RuleBroken
from portal.measures.periods import Period, between
from portal.partnerships.queries import supplier_named
from portal.scorecards.queries.cards import card
from portal.scorecards.report import Named, as_json, as_text


@click.command()
@click.argument("supplier")
@click.option("--buyer", "buyer_name", required=True, metavar="NAME", help="Whose scorecard of the supplier.")
@click.option(
    "--from", "first", metavar="DATE", help="The first day, as 2026-01-31. [default: from the beginning]"
)
@click.option("--to", "last", metavar="DATE", help="The last day, included. [default: everything so far]")
@click.option("--json", "for_programs", is_flag=True, help="Print one JSON object.")
def scorecard(
    supplier: str, buyer_name: str, first: str | None, last: str | None, for_programs: bool
) -> None:
    """Print the scorecard of SUPPLIER, by the name that the supplier has in the portal."""
    try:
        period = _period(first, last)
        buyer = buyer_named(buyer_name)
        found = supplier_named(buyer.id, supplier).supplier
        made = card(buyer.id, buyer.id, found.id, period, clock.now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    named = Named(found.name, buyer.name, made)
    click.echo(json.dumps(as_json(named), ensure_ascii=False, indent=2) if for_programs else as_text(named))


def _period(first: str | None, last: str | None) -> Period:
    """``--to`` names the last day that counts, where a period names the first that does not."""
    start, end = _day(first, "from"), _day(last, "to")
    return between(start, end + timedelta(days=1) if end and end < date.max else None)


def _day(text: str | None, field: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleBroken(_("“%(text)s” is no date such as 2026-01-31.", text=text[:40]), field) from None
