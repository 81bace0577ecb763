"""Sending hostile files to an upload field, as a browser would."""

import io
import re
from pathlib import Path
from typing import Any

from flask import current_app

from tests.files import hostile

SOME = (
    "html.pdf",
    "script-in-stream_put_names.pdf",
    "launch_put_annotation.pdf",
    "password-6.pdf",
    "bomb.zip",
    "macro.xlsx",
    "dtd.docx",
    "laughs.xml",
    "with-zip.png",
    "plain.exe",
)


def assert_refuses_harm(client: Any, url: str, form: dict[str, Any], field: str) -> None:
    """Each of ten hostile files is refused at the field with a sentence that names it, and none is stored."""
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


def _stored(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()
