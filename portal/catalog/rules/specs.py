"""Checks of specs and their revisions."""

import re
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken, WrongState

LONGEST_LABEL = 20


def check_label(text: str, taken: set[str]) -> str:
    """The label of a revision, trimmed. ``RuleBroken`` at ``label`` for none, a long one, or one in use."""
    label = text.strip()
    if not label or len(label) > LONGEST_LABEL:
        raise RuleBroken(_("Give the revision a short label, such as B or 2."), "label")
    if label in taken:
        raise RuleBroken(_("This spec has a revision %(label)s already.", label=label), "label")
    return label


def next_label(label: str) -> str:
    """A label to offer for what follows: B after A, AA after Z, 3 after 2, 1.3 after 1.2; else none."""
    if number := re.search(r"[0-9]+$", label):
        return label[: number.start()] + str(int(number.group()) + 1).zfill(len(number.group()))
    if not re.fullmatch(r"[A-Z]+", label):
        return ""
    rest = label.rstrip("Z")
    tail = "A" * (len(label) - len(rest))
    return (rest[:-1] + chr(ord(rest[-1]) + 1) if rest else "A") + tail


def check_draft(revision: Any) -> None:
    """``WrongState`` for a revision that is no draft: what was released never changes."""
    if revision.released_at is not None:
        raise WrongState(
            _(
                "Revision %(label)s is released and never changes. Make a new revision instead.",
                label=revision.label,
            )
        )


def has_content(revision: Any, now: datetime) -> None:  # noqa: ARG001 - A guard is called with the time.
    """A guard: ``RuleBroken`` for a revision without a text and without a file."""
    if not revision.text.strip() and not revision.files:
        raise RuleBroken(_("Write a text or add a file first: an empty revision specifies nothing."), "text")
