"""Which encoding a text file is in: by its mark, by UTF-8's own redundancy, or by what fits into words."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken

_CHUNK = 1 << 20
# A byte above ASCII with the byte on each side.
_HIGH_BYTE = re.compile(rb"(?=([\x00-\xff][\x80-\xff][\x00-\xff]))", re.DOTALL)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order in which a draw is decided. Latin-1 has a sign for every byte, so it stands last.
_WINDOWS_FIRST = ("cp1252", "mac_roman", "latin-1")
_MACINTOSH_FIRST = ("mac_roman", "cp1252", "latin-1")


def find_encoding(path: Path) -> str:
    """The name of the codec that reads the whole file, which is read once to be sure.

    ``RuleBroken`` at ``file`` for a file that is no text: one with zero bytes, or with a mark that is not true.
    """
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            if not _decodes(path, encoding):
                raise RuleBroken(_("The file says that it is %(name)s and is not.", name=encoding), "file")
            return encoding
    if b"\0" in start:
        raise RuleBroken(_("This is neither a text file nor an .xlsx workbook."), "file")
    return "utf-8" if _decodes(path, "utf-8") else _single_byte(path)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _single_byte(path: Path) -> str:
    """The encoding under which the bytes above ASCII fit best between the letters around them.

    Nothing in the file says it. Old spreadsheets on a Macintosh wrote Mac Roman, and a bare CR after each row; so
    where the letters do not tell and there is no LF, it is that.
    """
    places: Counter[bytes] = Counter()
    line_feeds = 0
    for chunk in _chunks(path):
        places.update(match[1] for match in _HIGH_BYTE.finditer(chunk))
        line_feeds += chunk.count(b"\n")

    def fit(encoding: str) -> int:
        texts = {place: place.decode(encoding, "replace") for place in places}
        return sum(count * _fit(texts[place]) for place, count in places.items())

    return max(_WINDOWS_FIRST if line_feeds else _MACINTOSH_FIRST, key=fit)


def _fit(place: str) -> int:
    """How well a character fits between its neighbours: 1 for well, -1 for badly, 0 where nothing tells.

    In a word a letter has the case of the one that follows, or at the end of the one before, and the first may be
    a capital; an apostrophe may stand in a word, another sign may not.
    """
    before, character, after = tuple(place)
    if character == "\ufffd":
        return -1000
    in_word = before.isalpha() and after.isalpha()
    if not character.isalpha():
        return (1 if character == "\u2019" else -1) if in_word else 0
    if character.isupper() and after.isalpha() and not before.isalpha():
        return 1
    neighbour = after if after.isalpha() else before
    if not neighbour.isalpha():
        return 0
    return 1 if character.islower() == neighbour.islower() else -1
