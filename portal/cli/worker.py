"""``flask worker``: deliver the outbox until told to stop."""

import signal
import time
from threading import Thread

import click
import structlog
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from portal import clock, outbox
from portal.db import transaction
from portal.documents import press

POLL_SECONDS = 0.5
SECONDS_TO_END = 2
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
        _deliver_all(stop, once)
    finally:
        press.close()


def _deliver_all(stop: list[int], once: bool) -> None:
    if once:
        _deliver(stop, once=True, apart=None)
        return
    # What goes to strangers goes beside the rest. A post that is under way when all ends is sent again.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    beside = Thread(target=_deliver_beside, args=(app, stop), daemon=True)
    beside.start()
    try:
        _deliver(stop, apart=False)
    finally:
        stop.append(0)
        beside.join(SECONDS_TO_END)


def _deliver_beside(app: Flask, stop: list[int]) -> None:
    try:
        with app.app_context():
            _deliver(stop, apart=True)
    finally:
        # Whatever ended it ends the worker, which is started again: half of one would go on unseen.
        stop.append(0)


def _deliver(stop: list[int], *, once: bool = False, apart: bool | None) -> None:
    begun = apart is True
    while not stop:
        try:
            if not begun:
                with transaction():
                    outbox.start_recurring(clock.now())
                begun = True
            taken = outbox.drain(apart=apart)
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
