"""What may be stored: judged by content, never by the name or the type the browser claims."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import filetype
from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken

# Kinds people send each other in procurement. Whatever a browser would run (HTML, SVG, scripts) is not here.
ALLOWED = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/zip": "zip",
}
TEXT = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".step": "model/step",
    ".stp": "model/step",
    ".dxf": "image/vnd.dxf",
}
PDF_ONLY = frozenset({"application/pdf"})


@dataclass(frozen=True)
class Checked:
    """A file that may be stored: its cleaned name and the type its content shows."""

    name: str
    media_type: str


def clean_name(name: str) -> str:
    """The last part of a file name without control characters, at most 200 characters, never empty."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    return kept[-200:] or "file"


def check(name: str, head: bytes, size: int, limit: int, allowed: frozenset[str] | None = None) -> Checked:
    """Judge a file by its first bytes and its size in bytes.

    ``RuleBroken`` for an empty file, one over ``limit``, one of a kind that is not taken, and one whose
    content is not what ``allowed`` asks for.
    """
    if size == 0:
        raise RuleBroken(_("“%(name)s” is empty.", name=clean_name(name)))
    if size > limit:
        raise RuleBroken(
            _(
                "“%(name)s” is too large: at most %(limit)s MB.",
                name=clean_name(name),
                limit=limit // (1024 * 1024),
            )
        )
    media_type = _media_type(name, head)
    if media_type is None or (allowed is not None and media_type not in allowed):
        wanted: Any = (
            _("a PDF") if allowed == PDF_ONLY else _("a PDF, an image, a workbook, a drawing or plain text")
        )
        raise RuleBroken(_("“%(name)s” is not %(wanted)s.", name=clean_name(name), wanted=wanted))
    return Checked(clean_name(name), media_type)


def _media_type(name: str, head: bytes) -> str | None:
    kind = filetype.guess(head)
    if kind is not None:
        return kind.mime if kind.mime in ALLOWED else None
    by_name = TEXT.get(PurePath(name.lower()).suffix)
    return by_name if by_name is not None and _is_text(head) else None


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return not start.startswith((b"<", b"#!", b"mz"))
