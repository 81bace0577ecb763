"""The judgement of a file's whole content: of the kind that its name promises, and of what lies within it."""

import re

from portal.files.rules import archives, harm, markup
from portal.files.rules.archives import Room
from portal.files.rules.faults import Fault, Faulty
from portal.files.rules.kinds import Inside, Kind, by_ending
from portal.files.rules.names import ending

_PAGE_IN_PICTURE = re.compile(rb"<(?:script|html|!doctype|\?php)[\s>]", re.I)
_JPEG_END, _PNG_END = b"\xff\xd9", b"IEND\xaeB`\x82"


def judge(kind: Kind, data: bytes) -> None:
    """``Faulty`` where content that begins like its kind is not of it, or is what is not stored.

    PDFs, archives and XML are to be judged under limits of memory and time: they can be made to take any amount.
    """
    if not kind.recognised(data[:4096]):
        raise Faulty(Fault.DISAGREES)
    if kind.inside is Inside.IMAGE:
        _check_picture(kind, data)
    elif kind.inside is Inside.TEXT:
        _check_text(data)
    else:
        _look_into(kind, data, Room())


def _look_into(kind: Kind, data: bytes, room: Room) -> None:
    if kind.inside is Inside.PDF:
        # qpdf is megabytes of machine code, which the process that stores the file does not need.
        from portal.files.rules import pdfs

        pdfs.check(data, room, _enclosed)
    elif kind.inside is Inside.ARCHIVE:
        archives.check(data, kind.main, room, _enclosed)
    else:
        markup.check_xml(data)


def _check_picture(kind: Kind, data: bytes) -> None:
    if _PAGE_IN_PICTURE.search(data) or harm.archive_at_end(data):
        raise Faulty(Fault.DISAGREES)
    if (kind.media_type == "image/png" and _PNG_END not in data) or (
        kind.media_type == "image/jpeg" and _JPEG_END not in data
    ):
        raise Faulty(Fault.DAMAGED)


def _check_text(data: bytes) -> None:
    fault = harm.found(data)
    if fault is not None:
        raise Faulty(fault)
    if b"\x00" in data or b"%PDF-" in data[:1024] or harm.archive_at_end(data):
        raise Faulty(Fault.DISAGREES)


def _enclosed(name: str, data: bytes, room: Room) -> None:
    """Judge a file within another: anything may lie there that is not harmful and can be told not to be."""
    if harm.runs_by_name(name):
        raise Faulty(Fault.PROGRAM)
    fault = harm.found(data)
    if fault is not None:
        raise Faulty(fault)
    promised = by_ending(name)
    if promised is not None and data and not promised.recognised(data[:4096]):
        raise Faulty(Fault.DISAGREES)
    with room.deeper():
        if b"%PDF-" in data[:1024]:
            from portal.files.rules import pdfs

            pdfs.check(data, room, _enclosed)
        elif data.startswith(b"PK"):
            archives.check(data, promised.main if promised else None, room, _enclosed)
        elif ending(name) == ".xml" or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
            markup.check_xml(data)
