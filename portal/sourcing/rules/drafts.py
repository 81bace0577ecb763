"""What an RFQ must hold before it is kept, and what an addendum must say."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pycountry
from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import exact
from portal.sourcing.rules.deadlines import check_deadline
from portal.units import unit

# Incoterms® 2020 of the International Chamber of Commerce, rules for any mode and for sea transport.
INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")

NOT_RELEASED = _("Only a released revision can be asked for.")
OTHER_ITEM = _("This spec describes another item.")
NOT_ACTIVE = _("Only suppliers with an active partnership can be invited.")
ALREADY_INVITED = _("This supplier is invited already.")
BID_STANDS = _("You have submitted a bid. Withdraw it before you decline.")
ANSWERED = _("This question has been answered already.")


def check_text(text: str, field: str) -> str:
    """The text without blanks around it. ``RuleBroken`` at ``field`` where nothing is left."""
    stripped = text.strip()
    if not stripped:
        raise RuleBroken(_("Please fill this in."), field)
    return stripped


def check_reason(reason: str, field: str = "reason") -> str:
    """The reason without blanks around it. ``RuleBroken`` at ``field`` where none is given."""
    stripped = reason.strip()
    if not stripped:
        raise RuleBroken(_("Please give a reason."), field)
    return stripped


def check_currency(code: str, field: str = "currency") -> str:
    """An ISO 4217 code. ``RuleBroken`` at ``field`` for anything else."""
    if pycountry.currencies.get(alpha_3=code) is None:
        raise RuleBroken(_("“%(code)s” is not a currency code.", code=code[:10]), field)
    return code


def check_terms(incoterm: str, place: str) -> None:
    """``RuleBroken`` for an Incoterm that the 2020 rules do not have, or one without its named place."""
    if incoterm and incoterm not in INCOTERMS:
        raise RuleBroken(_("“%(term)s” is not one of the Incoterms 2020.", term=incoterm[:10]), "incoterm")
    if incoterm and not place.strip():
        raise RuleBroken(_("Name the place that belongs to the Incoterm."), "incoterm_place")


def check_rates(currency: str, rates: Mapping[str, Decimal]) -> None:
    """``RuleBroken`` at ``currencies`` for a rate of the RFQ's own currency, or one that is not above zero."""
    for code, rate in rates.items():
        check_currency(code, "currencies")
        if code == currency:
            raise RuleBroken(_("The RFQ's own currency needs no rate."), "currencies")
        if rate <= 0:
            raise RuleBroken(_("A rate must be greater than zero."), "currencies")
        exact(rate)


def check_line(index: int, quantity: Decimal, unit_code: str, wanted: date, earliest: date) -> None:
    """``RuleBroken`` at the field of line ``index`` (from 0) for what no bidder could answer.

    Quantity in ``unit_code``; ``wanted`` is a calendar date at the receiving site and cannot lie before
    ``earliest``, the deadline's day.
    """
    row = f"lines-{index}"
    if quantity <= 0:
        raise RuleBroken(_("A quantity must be greater than zero."), f"{row}-quantity")
    exact(quantity)
    unit(unit_code, f"{row}-unit")
    if wanted < earliest:
        raise RuleBroken(_("The wanted date lies before the deadline for bids."), f"{row}-wanted_date")


def check_later(deadline: datetime, before: datetime, cutoff: datetime | None, now: datetime) -> None:
    """``RuleBroken`` for a deadline that does not move forward."""
    if deadline <= before:
        raise RuleBroken(_("A deadline moves forward only."), "deadline")
    check_deadline(deadline, cutoff, now)


def check_material(material: bool, changes: Iterable[Mapping[str, Any]]) -> None:
    """``RuleBroken`` at ``material`` for an addendum that changes a line and would leave the bids standing."""
    if not material and any(change.get("line") is not None for change in changes):
        raise RuleBroken(
            _("An addendum that changes a line is material: bids answer the lines as they were."), "material"
        )


def check_extension(moved: bool, reason: str) -> None:
    """``RuleBroken`` for an addendum that neither moves the deadline nor says why not."""
    if not moved and not reason.strip():
        raise RuleBroken(_("Move the deadline, or say why it stays."), "no_extension_reason")


def check_effect(gates: Iterable[str]) -> None:
    """``RuleBroken`` at ``at_award`` for a certificate whose lack does nothing anywhere: nobody would be asked."""
    if not any(gate != "off" for gate in gates):
        raise RuleBroken(
            _("Let a missing one warn or block somewhere, or nobody is asked for it."), "at_award"
        )


def check_none_lacking(suppliers: Iterable[str], field: str) -> None:
    """``RuleBroken`` at ``field`` where suppliers are invited that a new certificate would have kept out."""
    names = ", ".join(sorted(set(suppliers)))
    if names:
        raise RuleBroken(
            _(
                "%(names)s would lack it and is invited. Take them off the list first, or let it warn.",
                names=names,
            ),
            field,
        )
