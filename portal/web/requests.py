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


class CleanMultiDict(ImmutableMultiDict[str, str]):
    """The fields of a form or an address, cleaned as they come in."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__([(name, without_controls(value)) for name, value in iter_multi_items(mapping or ())])


class CleanRequest(Request):
    """A request whose forms and addresses hold cleaned text."""

    parameter_storage_class = CleanMultiDict
