"""PDFs: no script, nothing that starts a program, readable without a password.

Every object of the file is looked at, whether or not anything leads to it: those in object streams, of name trees, of
annotations and form fields, and, in the bytes as they lie there, those that an earlier state of the file left behind.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from portal.files.rules import harm
from portal.files.rules.archives import Judge, Room
from portal.files.rules.faults import Fault, Faulty

# Actions that run a script, start a program or read a file of the reader's.
_ACTS = {
    "/JavaScript": Fault.SCRIPT,
    "/Launch": Fault.PROGRAM,
    "/ImportData": Fault.PROGRAM,
    "/RichMediaExecute": Fault.SCRIPT,
}
# Annotations that hold Flash and the like.
_SORTS = {"/RichMedia": Fault.SCRIPT, "/Flash": Fault.SCRIPT}
_RUNS = ("javascript:", "vbscript:", "data:text/html")
# A dictionary without any of these, written out by qpdf with its names in plain, is not looked at more closely.
_WORTH = re.compile(
    rb"/(?:JavaScript|Launch|ImportData|RichMedia\w*|Flash|JS|OnInstantiate|EF|XFA|EmbeddedFile|URI)\b"
)
_LEFT_BEHIND = re.compile(rb"/S\s*/(?:JavaScript|Launch|ImportData|RichMediaExecute)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# The settings of a form have an element of this name too, with further elements in it and no text.
_FORM_SCRIPT = re.compile(rb"<(?:\w+:)?script(?:\s[^>]*)?>\s*(?:[^<\s]|<!\[CDATA\[)|x-javascript", re.I)


def check(data: bytes, room: Room, judge: Judge) -> None:
    """``Faulty`` for what a PDF must not be or do; the files attached to it are judged by ``judge``.

    Owner passwords, attachments, pages without text, and damage that qpdf can mend are in order.
    """
    if harm.found(data[:1024]) is not None or harm.archive_at_end(data, data.rfind(b"%%EOF")):
        raise Faulty(Fault.DISAGREES)
    _check_tail(data[data.rfind(b"%%EOF") + 5 :])
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            if not len(pdf.pages):
                raise Faulty(Fault.DAMAGED)
            for thing in pdf.objects:
                _check(thing, room, judge)
    except pikepdf.PasswordError as error:
        raise Faulty(Fault.PASSWORD) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError) as error:
        raise Faulty(Fault.DAMAGED) from error
    _check_left_behind(data)


def _check_tail(tail: bytes) -> None:
    fault = harm.found(tail.lstrip(b"\r\n\x00 "))
    if fault is not None:
        raise Faulty(Fault.DISAGREES)


def _check_left_behind(data: bytes) -> None:
    plain = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), data) if b"#" in data else data
    if _LEFT_BEHIND.search(plain):
        raise Faulty(Fault.SCRIPT)


def _check(thing: pikepdf.Object, room: Room, judge: Judge) -> None:
    if isinstance(thing, pikepdf.Name):
        # The name of an action on its own is there to be pointed at from one that hides what it does.
        _refuse(_ACTS.get(str(thing)) or _SORTS.get(str(thing)))
        return
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Array) or not _WORTH.search(
        thing.unparse(resolved=True)
    ):
        return
    for found in _dictionaries(thing):
        _check_dictionary(found, room, judge)


def _dictionaries(thing: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The dictionaries that lie in an object itself, not those that it points at: these are looked at in turn."""
    waiting = [thing]
    while waiting:
        this = waiting.pop()
        if isinstance(this, pikepdf.Dictionary):
            yield this
            inner = [value for _, value in this.items()]
        else:
            inner = list(this)
        waiting += [
            value
            for value in inner
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
        ]


def _check_dictionary(found: pikepdf.Dictionary, room: Room, judge: Judge) -> None:
    act = str(found.get("/S", ""))
    _refuse(_ACTS.get(act) or _SORTS.get(str(found.get("/Subtype", ""))))
    script = found.get("/JS")
    if isinstance(script, pikepdf.String) or (script is not None and act == "/Rendition"):
        raise Faulty(Fault.SCRIPT)
    if "/OnInstantiate" in found or "/RichMediaContent" in found:
        raise Faulty(Fault.SCRIPT)
    scripts = found.get("/JavaScript")
    if isinstance(scripts, pikepdf.Dictionary) and ("/Names" in scripts or "/Kids" in scripts):
        raise Faulty(Fault.SCRIPT)
    address = found.get("/URI")
    if isinstance(address, pikepdf.String) and str(address).strip().lower().startswith(_RUNS):
        raise Faulty(Fault.SCRIPT)
    if "/XFA" in found:
        _check_form(found["/XFA"], room)
    if isinstance(found.get("/EF"), pikepdf.Dictionary):
        name = str(found.get("/UF", found.get("/F", "")))
        for _, attached in found["/EF"].items():
            _check_attached(name, attached, room, judge)


def _refuse(fault: Fault | None) -> None:
    if fault is not None:
        raise Faulty(fault)


def _check_form(form: pikepdf.Object, room: Room) -> None:
    for packet in form if isinstance(form, pikepdf.Array) else [form]:
        if isinstance(packet, pikepdf.Stream) and _FORM_SCRIPT.search(_content(packet, room)):
            raise Faulty(Fault.SCRIPT)


def _check_attached(name: str, attached: pikepdf.Object, room: Room, judge: Judge) -> None:
    if isinstance(attached, pikepdf.Stream):
        try:
            judge(name, _content(attached, room), room)
        except Faulty as error:
            raise Faulty(error.fault, error.part or name) from error


def _content(stream: pikepdf.Stream, room: Room) -> bytes:
    content = stream.read_bytes()
    room.take(len(content))
    return content
