"""What came in before a deadline is decided before the bids are opened, however many wait at that moment.

Routes that a deadline decides on mark themselves before their time is taken (``count_under_way``); a route that
opens bids waits for those marks before its transaction begins (``drains``).
"""

import re
from collections.abc import Callable
from contextlib import ExitStack

from flask import request

from portal import underway

PUBLIC_ID = re.compile(r"[0-9a-f]{32}")
_counted: set[str] = set()
_draining: dict[str, Callable[..., list[str]]] = {}


def count_under_way(*endpoints: str) -> None:
    """Count the requests to these endpoints, whose address names a bid, as under way until they are answered."""
    _counted.update(endpoints)


def drains(endpoint: str) -> Callable[[Callable[..., list[str]]], Callable[..., list[str]]]:
    """Let this endpoint wait for what is under way for the bids whose public ids the function names.

    It gets the parameters of the address, and names none while the deadline lies ahead.
    """

    def register(function: Callable[..., list[str]]) -> Callable[..., list[str]]:
        _draining[endpoint] = function
        return function

    return register


def mark(until_answered: ExitStack) -> None:
    """Mark the request as under way, if it is of those that count. Call before its time is taken."""
    bid = str((request.view_args or {}).get("bid", ""))
    if request.endpoint in _counted and PUBLIC_ID.fullmatch(bid):
        until_answered.enter_context(underway.marked(bid))


def wait() -> None:
    """Wait for what is under way, where this endpoint has to."""
    find = _draining.get(request.endpoint or "")
    if find is not None:
        underway.wait_for(find(**(request.view_args or {})))
