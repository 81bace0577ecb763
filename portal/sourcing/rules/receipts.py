"""What a receipt says, as the bytes that are signed, and how it is found in a text that somebody pastes.

A receipt names nothing that can change later: ids, numbers, the instant in UTC to the millisecond, and the SHA-256
of the document.
"""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken

SCHEMA = 1
_CONTENT = re.compile(r"^\s*(\{.*\})\s*$", re.MULTILINE)
_SIGNATURE = re.compile(r"\b([0-9a-f]{32}):([0-9a-f]{128})\b")


@dataclass(frozen=True)
class Receipt:
    """What was received: which version of whose bid for which RFQ, when, and the SHA-256 of the document."""

    receipt: str
    rfq: str
    rfq_number: str
    round: int
    supplier: str
    version: int
    addendum: int
    received_at: str
    sha256: str

    def facts(self) -> dict[str, Any]:
        """The values that are signed, with the number of their schema."""
        return {"schema": SCHEMA, **asdict(self)}


def instant(at: datetime) -> str:
    """An instant in UTC to the millisecond, ISO 8601."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Pasted:
    """The signed line of a receipt, and the key and signature that stand with it."""

    content: bytes
    key: str
    signature: str


def pasted(text: str) -> Pasted:
    """The signed part of a receipt in a text. ``RuleBroken`` at ``receipt`` where it is not there whole."""
    content, signature = _CONTENT.search(text), _SIGNATURE.search(text)
    if content is None or signature is None:
        raise RuleBroken(
            _(
                "This is not a whole receipt. Paste all of the text, with the line in braces and the signature."
            ),
            "receipt",
        )
    return Pasted(content.group(1).encode(), signature.group(1), signature.group(2))
