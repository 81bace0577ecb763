"""Sending hostile files to an upload field, as a browser would."""

import io
import re
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.db import db
from portal.history import Event
from tests.files import hostile

# Ten hostile files, and what is found in each; one of a kind that is not taken is not looked into.
SOME = {
    "html.pdf": "disagrees",
    "script-in-stream_put_names.pdf": "script",
    "launch_put_annotation.pdf": "program",
    "password-6.pdf": "password",
    "bomb.zip": "too_large_inside",
    "macro.xlsx": "script",
    "dtd.docx": "dtd",
    "laughs.xml": "dtd",
    "with-zip.png": "disagrees",
    "plain.exe": "",
}


def assert_refuses_harm(client: Any, url: str, form: dict[str, Any], field: str) -> None:
    """Each of ten hostile files is refused at the field with a sentence that names it, and none is stored.

    The record tells what was found in them.
    """
    folder = Path(current_app.config["SETTINGS"].files_url.removeprefix("file://"))
    files = hostile.files()
    before = _stored(folder)
    for name in SOME:
        values = {**form, field: (io.BytesIO(files[name]), name)}
        answer = client.post_form(url, values, content_type="multipart/form-data")
        assert answer.status_code == 422, (name, answer.status_code)
        said = re.search(rf'id="{field}-error".*?</div>', answer.text, re.DOTALL)
        assert said is not None, name
        assert name in said[0]
    assert _stored(folder) == before
    db.session.rollback()
    refused = db.session.scalars(select(Event).where(Event.name == "FileRefused").order_by(Event.id)).all()
    assert [event.facts["harm"] for event in refused][-len(SOME) + 1 :] == [*filter(None, SOME.values())]


def _stored(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()
