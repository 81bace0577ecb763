"""What an unsafe request needs that takes long, such as a passphrase, is made before its write transaction begins."""

from collections.abc import Callable
from typing import Any

from flask import g, request

Maker = Callable[..., Any]
_makers: dict[str, Maker] = {}


def before_writing(endpoint: str) -> Callable[[Maker], Maker]:
    """Let the function make something for each unsafe request of this endpoint, in a read transaction.

    It gets the parameters of the address, and raises nothing but refusals.
    """

    def register(function: Maker) -> Maker:
        _makers[endpoint] = function
        return function

    return register


def take() -> None:
    """Make what the endpoint of this request has asked for."""
    make = _makers.get(request.endpoint or "")
    g.prepared = make(**(request.view_args or {})) if make else None


def prepared() -> Any:
    """What was made for this request; None for a safe one."""
    return g.get("prepared")
