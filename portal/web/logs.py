"""Logs: one line an event, with the request it belongs to and never a value that a person typed."""

import structlog
from flask import g, has_request_context
from structlog.typing import EventDict, WrappedLogger


def configure() -> None:
    """Write plain lines with tracebacks that show code and no variables, since those hold what people typed."""
    structlog.configure(
        processors=[
            _with_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        cache_logger_on_first_use=False,
    )


def _with_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if has_request_context() and "request_id" in g:
        event["request_id"] = g.request_id
    return event
