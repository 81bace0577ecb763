"""Refusals and failures as pages: one place that turns each into a sentence, a status and a way on."""

from typing import Any

import structlog
from flask import Flask, g, render_template
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.errors import Missing, NotAllowed, Refusal, TooOften
from portal.web import access

PAGES = frozenset({400, 403, 404, 409, 413, 422, 429, 500, 503})
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _conflict)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(InterfaceError, _busy)
    app.register_error_handler(DBAPIError, _away)
    app.register_error_handler(Exception, _failed)


def error_page(status: int, message: Any = None) -> tuple[str, int]:
    """The page of a status with the frame of the reader's side, or without one where nobody is signed in."""
    name = status if status in PAGES else (400 if status < 500 else 500)
    side = None
    if status >= 500:
        # A failure of the database must not fail again while its own page is drawn: nobody is asked for.
        g.sign_in = None
    elif (held := access.membership()) is not None:
        side = f"{held.organisation.side}/base.html"
    context = {"layout": side} if side else {}
    return render_template(
        f"errors/{name}.html", message=message, reference=g.get("request_id"), **context
    ), status


def _refused(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    if isinstance(refusal, (Missing, NotAllowed)):
        access.note_refusal(refusal.status)
    headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooOften) else {}
    # A missing record is told in the page's own words, so that a foreign one answers exactly the same.
    return *error_page(refusal.status, None if refusal.status == 404 else refusal.sentence), headers


def _csrf(error: CSRFError) -> tuple[str, int]:  # noqa: ARG001
    access.note_refusal(400)
    return error_page(
        400, _("This page was open for too long. Please open it again and repeat what you did.")
    )


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        # Under a name that is not the portal's no address can be built, so that no page can be drawn.
        return (
            "The portal does not answer under this name.\n",
            400,
            {"Content-Type": "text/plain; charset=utf-8"},
        )
    return error_page(error.code)


def _stale(error: StaleDataError) -> tuple[str, int]:  # noqa: ARG001
    return error_page(409, _("Somebody else has changed this since you opened it."))


def _conflict(error: IntegrityError) -> tuple[str, int]:
    log.warning("request.conflict", error=_said(error))
    return error_page(409, _("This collides with something that was done at the same moment."))


def _busy(error: DBAPIError) -> tuple[str, int]:
    log.warning("request.busy", error=_said(error))
    return error_page(503)


def _away(error: DBAPIError) -> tuple[str, int]:
    """What answers in the database's place, such as a standby that takes no writes, is as if it were away."""
    return _busy(error) if error.connection_invalidated else _failed(error)


def _said(error: DBAPIError) -> str:
    """What the database said, without the details: on PostgreSQL those hold the values of the row."""
    return str(error.orig).partition("\n")[0]


def _failed(error: Exception) -> tuple[str, int]:
    log.error("request.failed", exc_info=error)
    return error_page(500)
