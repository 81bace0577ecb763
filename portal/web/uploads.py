"""Uploaded files are checked and stored before the write transaction begins, so that hashing holds no lock."""

from collections.abc import Callable
from functools import partial

from flask import current_app, g, request
from werkzeug.datastructures import FileStorage

from portal.files.service import Sealer, Upload, note_refused, receive
from portal.web import access

_sealers: dict[str, Callable[..., Sealer]] = {}


def sealed(endpoint: str) -> Callable[[Callable[..., Sealer]], Callable[..., Sealer]]:
    """Seal what this endpoint takes before it is stored; the function gets the parameters of the address."""

    def register(function: Callable[..., Sealer]) -> Callable[..., Sealer]:
        _sealers[endpoint] = function
        return function

    return register


def take() -> None:
    """Check and store the files of this request; ``g.uploads`` has them by field name, refused ones included.

    Nobody's files are looked at who acts for no organisation. What was found in refused ones is told in the record,
    of each kind of harm once.
    """
    g.uploads = {}
    if request.endpoint is None or access.membership() is None:
        return
    sent = {name: [item for item in request.files.getlist(name) if item.filename] for name in request.files}
    make = _sealers.get(request.endpoint) if any(sent.values()) else None
    seal = make(**(request.view_args or {})) if make else None
    g.uploads = {name: [_take(item, seal) for item in items] for name, items in sent.items()}
    who, when = access.actor(), access.now()
    for harm in sorted({one.harm for taken in g.uploads.values() for one in taken} - {""}):
        access.observe(partial(note_refused, harm, actor=who, now=when))


def _take(item: FileStorage, seal: Sealer | None) -> Upload:
    settings = current_app.config["SETTINGS"]
    stream = item.stream
    return receive(
        settings.files_url,
        item.filename or "",
        stream,  # type: ignore[arg-type]
        settings.max_upload,
        seal,
        settings.scanner_url,
    )
