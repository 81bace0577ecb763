"""Archives and Office files: measured by their own list before anything is unpacked, then looked through."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from portal.files.rules import markup
from portal.files.rules.faults import Fault, Faulty
from portal.files.rules.names import ending

MOST_BYTES = 256 << 20
MOST_TIMES = 200
MOST_PARTS = 5_000
DEEPEST = 3
# What so little text may be packed to is no measure of anything.
_SMALL = 1 << 20

_CONTENTS = "[Content_Types].xml"
# The directory's names of the stream in which an OLE package keeps a foreign file.
_PACKAGE = "\x01Ole10Native".encode("utf-16-le")
# What reading a zip raises besides its own error: for a method that is not known and for broken streams.
_DAMAGE = (
    zipfile.BadZipFile,
    RuntimeError,  # Also NotImplementedError.
    OSError,
    EOFError,
    ValueError,
    IndexError,
    zlib.error,
    lzma.LZMAError,
)


@dataclass
class Room:
    """What a file may still unpack to, over all that lies within it, and how many files deep this is."""

    bytes: int = MOST_BYTES
    parts: int = MOST_PARTS
    depth: int = 0

    def take(self, size: int, parts: int = 1) -> None:
        """Use some of it up. ``Faulty`` where there is not so much left."""
        self.bytes -= size
        self.parts -= parts
        if self.bytes < 0 or self.parts < 0:
            raise Faulty(Fault.TOO_LARGE_INSIDE)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Look into a file that lies in another. ``Faulty`` where they lie too deep."""
        if self.depth == DEEPEST:
            raise Faulty(Fault.TOO_LARGE_INSIDE)
        self.depth += 1
        yield
        self.depth -= 1


# What judges a file that lies within another: its name, its content, the room that is left.
Judge = Callable[[str, bytes, Room], None]


def check(data: bytes, main: str | None, room: Room, judge: Judge) -> None:
    """``Faulty`` for what an archive must not be or hold.

    ``main`` begins the name of the part that makes it the Office file that its name promises; empty where it
    promises none, None where either is taken.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _measured(archive, len(data), room)
            office = any(part.filename == _CONTENTS for part in parts)
            if main is not None and (office is not bool(main) or not _has(parts, main)):
                raise Faulty(Fault.DISAGREES)
            for part in parts:
                if not part.is_dir():
                    with _within(part.filename):
                        _check_part(part.filename, archive.read(part), office, room, judge)
    except _DAMAGE as error:
        raise Faulty(Fault.DAMAGED) from error


def _has(parts: list[zipfile.ZipInfo], main: str) -> bool:
    # Some programs number the main part, as in word/document2.xml.
    return (
        any(part.filename.startswith(main) and part.filename.endswith(".xml") for part in parts) or not main
    )


@contextmanager
def _within(name: str) -> Iterator[None]:
    try:
        yield
    except Faulty as error:
        raise Faulty(error.fault, error.part or name) from error


def _measured(archive: zipfile.ZipFile, size: int, room: Room) -> list[zipfile.ZipInfo]:
    parts = archive.infolist()
    inside = sum(part.file_size for part in parts)
    room.take(inside, len(parts))
    if inside > max(_SMALL, MOST_TIMES * size):
        raise Faulty(Fault.TOO_LARGE_INSIDE)
    # Something in front of the archive's own first byte, or two parts of one name, are for other readers.
    if (
        not parts
        or min(part.header_offset for part in parts)
        or len({part.filename for part in parts}) < len(parts)
    ):
        raise Faulty(Fault.DAMAGED)
    for part in parts:
        if part.flag_bits & 0x1:
            raise Faulty(Fault.PASSWORD, part.filename)
        if _leads_away(part):
            raise Faulty(Fault.PROGRAM, part.filename)
    return parts


def _leads_away(part: zipfile.ZipInfo) -> bool:
    steps = part.filename.replace("\\", "/").split("/")
    return ".." in steps or steps[0] == "" or ":" in steps[0] or stat.S_ISLNK(part.external_attr >> 16)


def _check_part(name: str, data: bytes, office: bool, room: Room, judge: Judge) -> None:
    if not office:
        judge(name, data, room)
        return
    kind, lowered = ending(name), name.lower()
    if "vbaproject" in lowered or "/activex/" in lowered or "macrosheets/" in lowered:
        raise Faulty(Fault.SCRIPT)
    if kind in (".xml", ".rels") or name == _CONTENTS:
        markup.check_part(data)
        if name == _CONTENTS and b"macroenabled" in data.lower():
            raise Faulty(Fault.SCRIPT)
    elif kind == ".vml":
        # Office itself writes drawings that are no proper XML.
        if b"<!doctype" in data.lower() or b"<!entity" in data.lower():
            raise Faulty(Fault.DTD)
    elif kind == ".svg":
        markup.check_picture(data)
    elif kind == ".bin":
        if _PACKAGE in data or data.startswith(b"MZ"):
            raise Faulty(Fault.PROGRAM)
    else:
        judge(name, data, room)
