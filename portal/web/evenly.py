"""Answers whose time must not tell whether an address is known: they go out on the beat of a clock, not when ready.

To look somebody up, to hash or to write a mail takes some milliseconds more than not to. Rounded up to the beat, both
take the same; whoever would wait for the rare answer that just missed it is stopped by the limits on tries.
"""

import time

from flask import Flask, Response, g, request, request_started

SECONDS = 0.25
EVEN = frozenset({"security.login", "security.forgot_password"})


def init_app(app: Flask) -> None:
    """Note when a request began, and hold back its answer where its time could tell something."""
    # Before the edge asks what time it is, which a database that is away does not answer.
    request_started.connect(_begin, app)
    # The last of all to be done, since it is the first to be put here.
    app.after_request(_hold_back)


def _begin(_sender: Flask, **_extra: object) -> None:
    g.began = time.monotonic()


def _hold_back(answer: Response) -> Response:
    """Nothing is locked any more by now. Who is let in need not wait: that tells itself.

    The database is not asked: it may be away, and this is the answer that says so.
    """
    if request.method == "POST" and request.endpoint in EVEN and not g.get("let_in"):
        time.sleep(left(time.monotonic() - g.began))
    return answer


def left(took: float) -> float:
    """How many seconds are left until the next beat when so many have passed."""
    return -took % SECONDS
