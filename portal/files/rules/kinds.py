"""The kinds of file that are taken, in one table: their endings, their types, how their content is recognised."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.files.rules.names import ending


class Inside(StrEnum):
    """How a kind is looked into."""

    PDF = "pdf"
    ARCHIVE = "archive"
    XML = "xml"
    IMAGE = "image"
    TEXT = "text"


@dataclass(frozen=True)
class Kind:
    """A kind of file. ``recognised`` looks at the first bytes; ``main`` is the part that makes a zip this kind."""

    label: str
    media_type: str
    endings: tuple[str, ...]
    inside: Inside
    recognised: Callable[[bytes], bool]
    main: str = ""


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _matches(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern)
    return lambda head: compiled.match(head) is not None


_ZIP = _begins(b"PK\x03\x04")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Any text will do, as long as it does not begin like markup.
_TEXT = _matches(rb"(?s)(?:\xef\xbb\xbf)?\s*(?!<)")

KINDS = (
    Kind("PDF", "application/pdf", (".pdf",), Inside.PDF, _matches(rb"(?:\xef\xbb\xbf)?%PDF-")),
    Kind("PNG", "image/png", (".png",), Inside.IMAGE, _begins(b"\x89PNG\r\n\x1a\n")),
    Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"), Inside.IMAGE, _begins(b"\xff\xd8\xff")),
    Kind("TIFF", "image/tiff", (".tif", ".tiff"), Inside.IMAGE, _begins(b"II*\x00", b"MM\x00*")),
    Kind("XLSX", _XLSX, (".xlsx",), Inside.ARCHIVE, _ZIP, main="xl/workbook"),
    Kind("DOCX", _DOCX, (".docx",), Inside.ARCHIVE, _ZIP, main="word/document"),
    Kind("ZIP", "application/zip", (".zip",), Inside.ARCHIVE, _ZIP),
    Kind(
        "XML", "application/xml", (".xml",), Inside.XML, _matches(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff")
    ),
    Kind("CSV", "text/csv", (".csv",), Inside.TEXT, _TEXT),
    Kind("TXT", "text/plain", (".txt",), Inside.TEXT, _TEXT),
    Kind(
        "STEP", "model/step", (".step", ".stp"), Inside.TEXT, _matches(rb"(?:\xef\xbb\xbf)?\s*ISO-10303-21;")
    ),
    Kind("DXF", "image/vnd.dxf", (".dxf",), Inside.TEXT, _matches(rb"\s*(?:999\s|0\s+SECTION\b)")),
)
PDF_ONLY = frozenset({"application/pdf"})
# A paper that somebody signed, as a file or as a photograph.
PAPERS = PDF_ONLY | {kind.media_type for kind in KINDS if kind.inside is Inside.IMAGE}

_BY_ENDING = {each: kind for kind in KINDS for each in kind.endings}


def by_ending(name: str) -> Kind | None:
    """The kind that a name promises; None for one that is not taken."""
    return _BY_ENDING.get(ending(name))


def labels(allowed: Collection[str] | None = None) -> str:
    """The kinds as people know them, as in "PDF, PNG, JPEG"; only those of the media types ``allowed``."""
    return ", ".join(kind.label for kind in _of(allowed))


def endings(allowed: Collection[str] | None = None) -> str:
    """The endings of the kinds as a file dialog takes them, as in ".pdf,.png"."""
    return ",".join(each for kind in _of(allowed) for each in kind.endings)


def _of(allowed: Collection[str] | None) -> list[Kind]:
    return [kind for kind in KINDS if allowed is None or kind.media_type in allowed]
