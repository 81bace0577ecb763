"""``flask worker``: deliver the outbox until told to stop."""

import signal
import time

import click
import structlog
from sqlalchemy.exc import DBAPIError

from portal import clock, outbox
from portal.db import transaction
from portal.documents import press

POLL_SECONDS = 0.5
log = structlog.get_logger()


@click.command()
@click.option("--once", is_flag=True, help="Deliver what is due now, then end.")
def worker(once: bool) -> None:
    """Deliver mails, documents and what else waits in the outbox."""
    # A list and no threading.Event: a second signal would wait for the lock that the first one holds.
    stop: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: stop.append(number))
    try:
        _deliver(stop, once)
    finally:
        press.close()


def _deliver(stop: list[int], once: bool) -> None:
    begun = False
    while not stop:
        try:
            if not begun:
                with transaction():
                    outbox.start_recurring(clock.now())
                begun = True
            taken = outbox.drain()
        except DBAPIError as failure:
            # The database is away or busy: the rows wait, and so does the worker.
            log.warning("worker.database", error=str(failure.orig))
            taken = 0
            if once:
                raise
        if once and not taken:
            return
        if not taken:
            time.sleep(POLL_SECONDS)
