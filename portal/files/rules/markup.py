"""XML, read once from end to end without building anything: no DTD, nothing a browser would run."""

from collections.abc import Callable
from xml.parsers import expat

from portal.files.rules.faults import Fault, Faulty

_PAGES = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"})
_RUN = frozenset({"script", "html", "svg", "iframe"})
_PIECE = 1 << 20
_Element = Callable[[str, dict[str, str]], None]
_Instruction = Callable[[str, str], None]


def check_xml(data: bytes) -> None:
    """``Faulty`` for a DTD, for what a browser would show as a page, for a style sheet, and for damage."""
    _parse(data, _refuse_page, _refuse_sheet)


def check_picture(data: bytes) -> None:
    """``Faulty`` for an SVG with a script, a handler, an address that runs, or a DTD. Office files hold SVG."""
    _parse(data, _refuse_script, _refuse_sheet)


def check_part(data: bytes) -> None:
    """``Faulty`` for a part of an Office file that has a DTD or is damaged."""
    _parse(data, None, None)


def _parse(data: bytes, element: _Element | None, instruction: _Instruction | None) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = element
    parser.ProcessingInstructionHandler = instruction
    try:
        for start in range(0, len(data), _PIECE):
            parser.Parse(data[start : start + _PIECE], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # Besides its own error expat raises those of an encoding that Python does not know.
        raise Faulty(Fault.DAMAGED) from error


def _refuse_dtd(*_declared: object) -> None:
    raise Faulty(Fault.DTD)


def _refuse_page(name: str, _attributes: dict[str, str]) -> None:
    space, _, local = name.rpartition(" ")
    if space in _PAGES or local.lower() in _RUN:
        raise Faulty(Fault.MARKUP)


def _refuse_script(name: str, attributes: dict[str, str]) -> None:
    if name.rpartition(" ")[2].lower() in ("script", "foreignobject", "iframe"):
        raise Faulty(Fault.SCRIPT)
    for key, value in attributes.items():
        local = key.rpartition(" ")[2].lower()
        if local.startswith("on") or value.strip().lower().startswith(("javascript:", "vbscript:")):
            raise Faulty(Fault.SCRIPT)


def _refuse_sheet(target: str, _data: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise Faulty(Fault.MARKUP)
