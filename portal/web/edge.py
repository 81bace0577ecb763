"""The edge of every request: the body first, then its time, who asks, and for an unsafe one the write transaction.

A safe request runs in read-only transactions, which the database itself enforces. An unsafe one is
authenticated, asked anew who it is from where it binds, and its files are stored in read transactions; then the
edge takes the write transaction, looks again at who asks, runs the view, and commits before the answer exists. A
commit that fails still reaches an error page, because it happens inside ``dispatch_request``.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from portal import isolation, timekeeping
from portal.db import WRITE, db, transaction, writing
from portal.web import access, confirm, deadlines, once, prepared, uploads
from portal.web.requests import CleanRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
log = structlog.get_logger()


class Portal(Flask):
    """Flask with the portal's transactions around each request."""

    request_class = CleanRequest

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with isolation.asked():
            return super().wsgi_app(environ, start_response)

    def full_dispatch_request(self) -> Response:
        with ExitStack() as g.until_answered:
            return super().full_dispatch_request()

    def preprocess_request(self) -> ResponseReturnValue | None:
        if request.method not in SAFE:
            # A slow body holds no lock: all of it is here before any transaction begins.
            request.get_data(cache=True, parse_form_data=True)
            deadlines.mark(g.until_answered)
            g.now = timekeeping.now()
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in SAFE:
            response: Response = self.make_response(super().dispatch_request())
            self._record_observations()
            return response
        question = confirm.ask()
        if question is not None:
            return self.make_response(question)
        uploads.take()
        prepared.take()
        deadlines.wait()
        db.session.rollback()
        with writing():
            return self._write()

    def _write(self) -> Response:
        access.check_again()
        answer = once.earlier_answer()
        if answer is not None:
            db.session.rollback()
            self._record_observations()
            return answer
        response = self.make_response(super().dispatch_request())
        if response.status_code < 400:
            once.remember(response)
            db.session.commit()
        else:
            db.session.rollback()
        self._record_observations()
        return response

    def handle_user_exception(self, e: Exception) -> Any:
        # Whatever the view had begun is undone before the error page is drawn in a read transaction.
        db.session.rollback()
        WRITE.set(False)
        response = self.make_response(super().handle_user_exception(e))
        if response.status_code < 500:
            # While the database is away nothing can be noted, and to try would cost the page.
            try:
                self._record_observations()
            except DBAPIError as failure:
                # A refusal that cannot be noted is not told either: the same request may go through soon.
                return self.make_response(super().handle_user_exception(failure))
        return response

    def _record_observations(self) -> None:
        observations = g.pop("observations", ())
        if not observations:
            return
        try:
            with transaction():
                for observation, _if_possible in observations:
                    observation()
        except DBAPIError as failure:
            if not all(if_possible for _observation, if_possible in observations):
                raise
            # Pages can be read on while the database takes no writes.
            log.warning("use.not_noted", error=type(failure.orig).__name__)
