"""What people read when a file is refused: what is wrong with it, and what to do."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.files.rules.faults import Fault, Faulty
from portal.files.rules.kinds import Kind, by_ending, labels
from portal.files.rules.names import clean_name

MEBIBYTE = 1024 * 1024

SENTENCES = {
    Fault.DISAGREES: _(
        "its content is not what its name says. Please send the original file under its own name."
    ),
    Fault.DAMAGED: _(
        "it is damaged and cannot be read. Please save or export it again and send the new file."
    ),
    Fault.PASSWORD: _("a password is needed to open it. Please send it without that password."),
    Fault.SCRIPT: _(
        "it holds a script or a macro that would run. Please print it to a new PDF, or save it without macros."
    ),
    Fault.PROGRAM: _("it holds a program, or starts one. Please send the documents alone."),
    Fault.MARKUP: _("it is a web page or a drawing for the browser. Please send it as PDF."),
    Fault.DTD: _("it has a document type definition (DTD). Please export it without one."),
    Fault.TOO_LARGE_INSIDE: _("it unpacks to too much. Please send its files one by one."),
    Fault.NOT_TOLD: _(
        "it is packed in a way that cannot be looked into. Please send the documents themselves."
    ),
    Fault.TOO_LONG: _(
        "it took more time or memory to look into than a document needs. Please print it again and send that."
    ),
}


def kind_of(name: str, size: int, limit: int) -> Kind:
    """The kind of file that a name promises, before its content is judged; sizes are in bytes.

    ``RuleBroken`` for an empty file, one over ``limit``, and one of a kind that is not taken.
    """
    shown = clean_name(name)
    if size == 0:
        raise RuleBroken(_("“%(name)s” is empty.", name=shown))
    if size > limit:
        raise RuleBroken(
            _("“%(name)s” is too large: at most %(limit)s MB.", name=shown, limit=limit // MEBIBYTE)
        )
    kind = by_ending(name)
    if kind is None:
        raise RuleBroken(
            _(
                "“%(name)s” is not of a kind that can be sent. Please send one of these: %(kinds)s.",
                name=shown,
                kinds=labels(),
            )
        )
    return kind


def refusal(name: str, found: Faulty) -> RuleBroken:
    """The sentence for what was found in a file."""
    shown, why = clean_name(name), SENTENCES[found.fault]
    if found.part:
        return RuleBroken(
            _(
                "“%(name)s” was not stored because of “%(part)s” in it: %(why)s",
                name=shown,
                part=clean_name(found.part),
                why=why,
            )
        )
    return RuleBroken(_("“%(name)s” was not stored: %(why)s", name=shown, why=why))


def infected(name: str, found: str) -> RuleBroken:
    """The sentence for what the virus scanner found."""
    return RuleBroken(
        _(
            "“%(name)s” was not stored: the virus scanner found “%(found)s” in it.",
            name=clean_name(name),
            found=found,
        )
    )


def hint(limit: int, allowed: Collection[str] | None = None) -> Any:
    """What a field takes, as people read it below its label: the kinds, and ``limit`` bytes as MB."""
    return _("%(kinds)s; at most %(limit)s MB a file.", kinds=labels(allowed), limit=limit // MEBIBYTE)
