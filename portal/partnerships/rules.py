"""Checks of partnerships on plain values."""

import re
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken, WrongState


def compact(number: str) -> str:
    """A VAT or registration number as it is compared: capitals and digits only. ``queries.compacted`` is its SQL."""
    return re.sub(r"[ ./-]", "", number).upper()


def was_active(partnership: Any, now: datetime) -> None:  # noqa: ARG001 - A guard is called with the time.
    """A guard: ``WrongState`` where the supplier never joined."""
    if partnership.active_since is None:
        raise WrongState(_("The supplier has not joined yet. Invite it again instead."))


def never_active(partnership: Any, now: datetime) -> None:  # noqa: ARG001
    """A guard: ``WrongState`` where the supplier has joined before."""
    if partnership.active_since is not None:
        raise WrongState(_("The supplier has joined already."))


def check_reason(text: str) -> str:
    """A reason, trimmed. ``RuleBroken`` at ``reason`` for none."""
    trimmed = text.strip()
    if not trimmed:
        raise RuleBroken(_("Please give a reason."), "reason")
    return trimmed
