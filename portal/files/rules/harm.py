"""What is known for a program, a script or a page of markup by its first bytes, whatever it is called."""

import re

from portal.files.rules.faults import Fault
from portal.files.rules.names import ending

# What a text may begin with before it is looked at.
_ROOM = 4096

_PROGRAMS = (
    b"MZ",  # Windows
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",  # Java, and macOS for two processors
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
    b"FWS",
    b"CWS",
    b"ZWS",  # Flash
    b"ITSF",  # Windows help
)
# Archives and old Office files: what is inside them cannot be told here.
_CLOSED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"\xfd7zXZ\x00",
    b"BZh",
    b"MSCF",
    b"(\xb5/\xfd",
    b"{\\rtf",
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|\?php|(?:\w+:)?(?:html|script|svg|iframe|object|embed|xsl:stylesheet)[\s/>])", re.I
)
_SCRIPT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:#!|@echo\b|@?rem\s|\[InternetShortcut\]|Windows Registry Editor|REGEDIT4"
    rb"|MIME-Version:|javascript:|Set-ExecutionPolicy|<%)"
    rb"|\b(?:WScript\s*\.|ActiveXObject\s*\(|CreateObject\s*\(|Invoke-Expression\b|Start-Process\b"
    rb"|powershell(?:\.exe)?\s+-|child_process|document\.write\s*\(|Sub\s+Auto_?Open\b)",
    re.I,
)
_RUN_BY_NAME = re.compile(
    r"""\.(?:exe|dll|com|scr|msi|msp|cpl|bat|cmd|ps1|psm1|vb[se]|jse?|mjs|ws[fh]|hta|jar|apk|lnk|url|reg|scf|inf|chm
    |[xs]?html?|mht|mhtml|svgz?|swf|php|jsp|aspx?|py|pl|rb|sh|app|pkg|dmg|iso|img|desktop
    |do[ct]m|xl[st]m|xlam|xlsb|xll|slk|iqy|pptm|ppam)$""",
    re.X,
)


def runs_by_name(name: str) -> bool:
    """Whether a name's ending makes a computer run the file, or show it as a page."""
    return _RUN_BY_NAME.fullmatch(ending(name)) is not None


def found(data: bytes) -> Fault | None:
    """What harm the first bytes show, None where they show none."""
    head = data[:_ROOM]
    if head.startswith(_PROGRAMS) or _SCRIPT.search(head):
        return Fault.PROGRAM
    if head.startswith(_CLOSED):
        return Fault.NOT_TOLD
    return Fault.MARKUP if _MARKUP.search(head) else None


def archive_at_end(data: bytes, after: int = 0) -> bool:
    """Whether a zip would open this file, whatever it begins with: its directory ends where the file ends.

    An attachment that is stored as it is may be a zip too; ``after`` is where anything of the file's own ends.
    """
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0 or at + 22 > len(data):
        return False
    comment = int.from_bytes(data[at + 20 : at + 22], "little")
    return at >= after > 0 or at + 22 + comment == len(data)
