"""Serving stored files: as downloads, never run by a browser, only by the route of the record that owns them."""

from functools import partial

from flask import Response, current_app
from flask_babel import lazy_gettext as _
from werkzeug.http import dump_options_header

from portal.errors import NotAllowed
from portal.files import scanner, service, store
from portal.files.models import StoredFile
from portal.sourcing.queries.door import OpenFile
from portal.web.access import now, observe


def send(file: StoredFile | OpenFile, inline: bool = False) -> Response:
    """The bytes of a file as an answer. ``inline`` is for PDFs shown on our own pages; all else is downloaded.

    With a virus scanner in the settings, nothing leaves without its verdict: ``Busy`` while it does not answer,
    ``NotAllowed`` for what it found harm in.
    """
    settings = current_app.config["SETTINGS"]
    data = store.get(settings.files_url, file.storage_key)
    if isinstance(file, OpenFile):
        data = file.unseal(data)
    if settings.scanner_url:
        _hold_back_harm(settings.scanner_url, file.storage_key, data)
    shown = inline and file.media_type == "application/pdf"
    response = Response(data, mimetype=file.media_type)
    response.headers["Content-Disposition"] = dump_options_header(
        "inline" if shown else "attachment", {"filename": file.name}
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
        if shown
        else "sandbox; default-src 'none'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _hold_back_harm(scanner_url: str, key: str, data: bytes) -> None:
    found = service.verdict_on(key)
    if found is None:
        found = scanner.examine(scanner_url, data)
        observe(partial(service.note_verdict, key, found, now=now()))
    if found:
        raise NotAllowed(_("This file is held back: the virus scanner found “%(found)s” in it.", found=found))
