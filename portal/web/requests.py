"""Requests as the portal reads them: text without the characters that no keyboard types."""

import unicodedata
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items


def without_controls(text: str) -> str:
    """Text without control characters and lone surrogates, which PostgreSQL cannot keep; lines stay lines."""
    return "".join(
        char for char in text if char in "\n\r\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )


class CleanMultiDict(ImmutableMultiDict[str, Any]):
    """The fields of a form or an address, cleaned as they come in. Uploaded files pass as they are."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__([(name, _clean(value)) for name, value in iter_multi_items(mapping or ())])


def _clean(value: Any) -> Any:
    return without_controls(value) if isinstance(value, str) else value


class CleanRequest(Request):
    """A request whose forms and addresses hold cleaned text."""

    parameter_storage_class = CleanMultiDict
