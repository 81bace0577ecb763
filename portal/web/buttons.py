"""Buttons: acts without a form, told as a table. Each is a POST route: fetch, verb, sentence, redirect."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.web.access import actor, now, organisation_id
from portal.web.forms import check_unchanged


@dataclass(frozen=True)
class Button:
    """One act. ``action`` ends the address; ``verb`` takes the record, ``actor=`` and ``now=``.

    ``said`` is the sentence afterwards, or makes it from the record. ``to`` names the endpoint of the same side
    at which the reader lands; empty is the record's own page.
    """

    action: str
    verb: Callable[..., Any]
    said: Any
    to: str = ""


def put_buttons(
    bp: Blueprint, address: str, kind: str, find: Callable[[int, str], Any], buttons: Iterable[Button]
) -> None:
    """Give a side the routes ``address/action`` of one kind of record, as endpoints ``kind_action``.

    ``address`` names one record, ``kind`` also the endpoint of its page. ``find`` takes the reading
    organisation's id first and raises ``Missing`` for what is not the reader's; a button drawn for an earlier
    version is refused with ``Stale``.
    """
    for button in buttons:
        name = f"{kind}_{button.action.replace('-', '_')}"
        bp.add_url_rule(f"{address}/{button.action}", name, _view(kind, find, button), methods=["POST"])


def _view(kind: str, find: Callable[[int, str], Any], button: Button) -> Callable[..., ResponseReturnValue]:
    def pressed(**values: Any) -> ResponseReturnValue:
        (public_id,) = values.values()
        record = find(organisation_id(), public_id)
        check_unchanged(record)
        button.verb(record, actor=actor(), now=now())
        flash(button.said(record) if callable(button.said) else button.said, "good")
        return redirect(url_for(f".{button.to}") if button.to else url_for(f".{kind}", **values), 303)

    return pressed
