"""Checks of contracts on plain values."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.units import written


def check_term(starts_on: date, ends_on: date) -> None:
    """``RuleBroken`` at ``ends_on`` for a term whose last day comes before its first."""
    if ends_on < starts_on:
        raise RuleBroken(_("The contract must not end before it begins."), "ends_on")


def contract_complete(contract: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for a contract without lines or with an end before its start."""
    if not contract.lines:
        raise RuleBroken(_("A contract needs at least one line."), "lines")
    check_term(contract.starts_on, contract.ends_on)


def ready_for_approval(contract: Any, now: datetime) -> None:
    """``RuleBroken`` for a contract that is not complete, or that waits for its approval already."""
    contract_complete(contract, now)
    if contract.approval_asked_by_id is not None:
        raise RuleBroken(_("The approvers have been asked already."))


def signature_missing(contract: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` once each signature block is signed."""
    if all(signature.signed_at is not None for signature in contract.signatures):
        raise RuleBroken(_("Both sides have signed."))


def signed_by_both(contract: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` until each signature block is signed."""
    if any(signature.signed_at is None for signature in contract.signatures):
        raise RuleBroken(_("A signature is still missing."))


def is_expired(ends_on: date, today: date) -> bool:
    """Whether a contract has ended; its last day still counts."""
    return today > ends_on


def in_term(contract: Any, now: datetime) -> None:
    """``RuleBroken`` for a call-off before the contract's first day or after its last (UTC)."""
    today = now.date()
    if today < contract.starts_on:
        raise RuleBroken(_("The contract has not begun yet."))
    if is_expired(contract.ends_on, today):
        raise RuleBroken(_("The contract has expired."))


def check_callable(limit: Decimal | None, called: Decimal, more: Decimal, unit: str) -> None:
    """``RuleBroken`` at ``quantity`` for calling off more than the contract line has left.

    All three in the contract line's ``unit``; no ``limit`` means that any quantity may be called off.
    """
    if limit is not None and called + more > limit:
        raise RuleBroken(
            _("The contract has %(left)s left here.", left=written(limit - called, unit)), "quantity"
        )


def check_limit(limit: Decimal | None) -> None:
    """``RuleBroken`` at ``quantity`` for a limit that is not above zero; none means no limit."""
    if limit is not None and limit <= 0:
        raise RuleBroken(_("The quantity must be above zero, or empty for no limit."), "quantity")
