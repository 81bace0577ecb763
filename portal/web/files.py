"""Serving stored files: as downloads, never run by a browser, only by the route of the record that owns them."""

from flask import Response, current_app
from werkzeug.http import dump_options_header

from portal.files import store
from portal.files.models import StoredFile
from portal.sourcing.queries.door import OpenFile


def send(file: StoredFile | OpenFile, inline: bool = False) -> Response:
    """The bytes of a file as an answer. ``inline`` is for PDFs shown on our own pages; all else is downloaded."""
    data = store.get(current_app.config["SETTINGS"].files_url, file.storage_key)
    if isinstance(file, OpenFile):
        data = file.unseal(data)
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
