"""Uploaded files are checked and stored before the write transaction begins, so that hashing holds no lock."""

import os

from flask import current_app, g, request
from werkzeug.datastructures import FileStorage

from portal.errors import RuleBroken
from portal.files import rules, store
from portal.files.service import Upload


def take() -> None:
    """Check and store the files of this request; ``g.uploads`` has them by field name, refused ones included."""
    g.uploads = {
        name: [_take(item) for item in request.files.getlist(name) if item.filename] for name in request.files
    }


def _take(item: FileStorage) -> Upload:
    settings = current_app.config["SETTINGS"]
    stream = item.stream
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(8192)
    stream.seek(0)
    name = item.filename or ""
    try:
        checked = rules.check(name, head, size, settings.max_upload)
    except RuleBroken as refusal:
        return Upload(rules.clean_name(name), "", size, "", "", refusal)
    key, digest, size = store.put(settings.files_url, stream)  # type: ignore[arg-type]
    return Upload(checked.name, checked.media_type, size, digest, key)
