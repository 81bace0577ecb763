"""The one bulk path past the verbs: staged rows become records in one transaction, with one event and no mail."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from portal import history
from portal.accounts.models import Organisation
from portal.accounts.service import hold_organisation
from portal.imports.deliveries.applying import Application, Applied
from portal.imports.deliveries.line import DeliveryLine
from portal.imports.deliveries.staged import Staged
from portal.imports.events import ArrivalsImported, DeliveriesImported
from portal.workflow import Actor

_LINES_AT_A_TIME = 2000


def apply_deliveries(buyer: Organisation, staged: Staged, *, actor: Actor, now: datetime) -> Applied:
    """Write a staged history as the buyer's suppliers, items, orders, agreed dates and receipts.

    A line that the buyer has under its number and order is left as it is and counted, so the same or an overlapping
    file adds nothing twice; but where nothing of it had arrived and this file tells the arrival, that is added. One
    that contradicts what is there is left out with its reason. Orders that the portal issued itself are never
    touched. The buyer's row is locked: two imports for one buyer follow one another.
    """
    hold_organisation(buyer.id)
    application = Application(buyer, now)
    for lines in _batches(staged.lines()):
        application.take(lines)
    outcome = application.outcome
    for kind, number in ((DeliveriesImported, outcome.added), (ArrivalsImported, outcome.arrived)):
        if number:
            fact = kind(buyer.id, number, staged.file_sha256)
            history.record(fact, about=[buyer], readers=[buyer.id], actor=actor, now=now)
    return outcome


def _batches(lines: Iterable[DeliveryLine]) -> Iterator[list[DeliveryLine]]:
    """Lists of at least so many lines; an order is never cut in two."""
    batch: list[DeliveryLine] = []
    for _number, order in groupby(lines, lambda line: line.order_number):
        batch.extend(order)
        if len(batch) >= _LINES_AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch
