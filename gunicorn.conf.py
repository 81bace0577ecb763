"""How gunicorn serves the portal; read by itself when started in this folder: `gunicorn wsgi:app`."""

import os
import re
from typing import Any

from gunicorn.glogging import Logger


class AccessLog(Logger):
    """Hides the signed links of invitations and resets, whose path alone would let a reader of the log in."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        atoms = super().atoms(*args)
        atoms["U"] = re.sub(r"[^/]{40,}", "…", atoms["U"] or "-")
        return atoms


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
# Its socket would lie in the home folder of whoever starts the portal, shared by all portals there.
control_socket_disable = True

accesslog = "-"
logger_class = AccessLog
# The path without its query: filters and searches are nobody's business.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms %({x-request-id}o)s'


def post_fork(_server: Any, _worker: Any) -> None:
    """Two processes must not share a database connection that was opened before the fork."""
    from portal.db import db
    from wsgi import app

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)


def when_ready(server: Any) -> None:
    """Says where the portal is, as a person would type it."""
    server.log.info("The portal answers on %s", os.environ.get("BASE_URL", f"http://{bind}"))
