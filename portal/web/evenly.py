"""Answers whose time must not tell whether an address is known: they go out on the beat of a clock, not when ready.

To look somebody up, to hash or to write a mail takes some milliseconds more than not to. Rounded up to the beat, both
take the same; whoever would wait for the rare answer that just missed it is stopped by the limits on tries.
"""

import time

from flask import Flask, Response, g, request

from portal.web import access

SECONDS = 0.25
EVEN = frozenset({"security.login", "security.forgot_password"})


def init_app(app: Flask) -> None:
    """Note when a request began, and hold back its answer where its time could tell something."""
    app.before_request(_begin)
    app.after_request(_hold_back)


def _begin() -> None:
    g.began = time.monotonic()


def _hold_back(answer: Response) -> Response:
    """Nothing is locked any more by now. Who is let in need not wait: that tells itself."""
    if request.method == "POST" and request.endpoint in EVEN and access.any_session() is None:
        time.sleep(left(time.monotonic() - g.began))
    return answer


def left(took: float) -> float:
    """How many seconds are left until the next beat when so many have passed."""
    return -took % SECONDS
