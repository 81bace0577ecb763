"""How gunicorn serves the portal; read by itself when started in this folder: `gunicorn wsgi:app`."""

import os
import re
import resource
import signal
import threading
import time
from typing import Any

from gunicorn.glogging import Logger


class AccessLog(Logger):
    """Hides the signed links of invitations and resets, whose path alone would let a reader of the log in."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        atoms = super().atoms(*args)
        atoms["U"] = re.sub(r"[^/]{40,}", "…", atoms["U"] or "-")
        return atoms


# Whatever ends a worker, nothing of its memory is written to a disk.
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

# What passes through a worker stays in its memory until something else is written there. One that has taken or shown
# a bid or a passphrase is therefore replaced when nothing of the kind has come for so many seconds, and after
# ten minutes in any case; what it has begun it finishes.
FORGET_AFTER = float(os.environ.get("FORGET_AFTER", "30"))
FORGET_AT_LAST = 600
SECRET = re.compile(r"/supplier/bids/|/buyer/(passphrase|bids/|rfqs/[^/]+/(open|unseal|comparison))")

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
# Its socket would lie in the home folder of whoever starts the portal, shared by all portals there.
control_socket_disable = True

# A process that has just been forked still has gunicorn's own handler for SIGTERM, which notes the signal where only
# the first process looks: a server told to stop in that moment waited half a minute for a worker that knew of nothing.
# The signal is held back around the fork, and ends a newcomer that has no handler of its own yet.
TERM = {signal.SIGTERM}


def _let_term_end_it() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TERM)


os.register_at_fork(
    before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, TERM),
    after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, TERM),
    after_in_child=_let_term_end_it,
)

accesslog = "-"
logger_class = AccessLog
# The path without its query: filters and searches are nobody's business.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms %({x-request-id}o)s'


def post_fork(_server: Any, worker: Any) -> None:
    """Two processes must not share a database connection that was opened before the fork."""
    worker.secrets_since = worker.secrets_until = None
    threading.Thread(target=_forget, args=[worker], daemon=True).start()
    from portal.db import db
    from wsgi import app

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)


def post_request(worker: Any, request: Any, _environ: Any, _response: Any) -> None:
    """Note that a worker has something to forget."""
    if SECRET.match(request.path):
        worker.secrets_until = time.monotonic()
        worker.secrets_since = worker.secrets_since or worker.secrets_until


def _forget(worker: Any) -> None:
    """End the worker, whose successor the server starts, once it has something to forget and time to do so."""
    while worker.alive:
        time.sleep(min(1.0, FORGET_AFTER))
        now = time.monotonic()
        if worker.secrets_until is not None and (
            now - worker.secrets_until > FORGET_AFTER or now - worker.secrets_since > FORGET_AT_LAST
        ):
            worker.alive = False


def when_ready(server: Any) -> None:
    """Says where the portal is, as a person would type it."""
    server.log.info("The portal answers on %s", os.environ.get("BASE_URL", f"http://{bind}"))
