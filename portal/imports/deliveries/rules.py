"""What of a row must stand for it to be kept as a delivered order line, and what its values are kept as."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from portal.imports.cells.values import Cells, Value
from portal.imports.columns import Kind
from portal.imports.currencies import codes
from portal.imports.deliveries.fields import DELIVERIES
from portal.imports.deliveries.line import DeliveryLine
from portal.imports.deliveries.units import code_of
from portal.money import LIMIT, SCALE, minor_units, round_to

# Incoterms® 2020, ICC publication 723.
INCOTERMS_2020 = frozenset({"EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"})

_NUMBERS = [field.name for field in DELIVERIES.fields if field.kind in (Kind.NUMBER, Kind.MONEY)]
_AMOUNTS = [field.name for field in DELIVERIES.fields if field.kind is Kind.MONEY]
_ROUNDED_TO_CURRENCY = {"line_value", "freight", "insurance"}


class Reason(StrEnum):
    """Why a row is left out."""

    TOO_WIDE = "too_wide"
    NO_ORDER = "no_order"
    NO_KEY = "no_key"
    NO_SUPPLIER = "no_supplier"
    NO_ITEM = "no_item"
    NO_QUANTITY = "no_quantity"
    NO_VALUE = "no_value"
    NO_PRICE = "no_price"
    NO_AGREED_DATE = "no_agreed_date"
    UNREADABLE_ARRIVAL = "unreadable_arrival"
    UNREADABLE_RECEIPT = "unreadable_receipt"
    NEGATIVE = "negative"
    NO_CURRENCY = "no_currency"
    CONTRADICTS_LINE = "contradicts_line"
    OTHER_SUPPLIER = "other_supplier"
    OTHER_CURRENCY = "other_currency"
    NUMBER_TAKEN = "number_taken"
    PORTAL_ORDER = "portal_order"


SENTENCES = {
    Reason.TOO_WIDE: _("The row has more cells than the table has columns."),
    Reason.NO_ORDER: _("The row has no order number."),
    Reason.NO_KEY: _("The row has neither a number of its own nor a line of its order."),
    Reason.NO_SUPPLIER: _("The row has no supplier."),
    Reason.NO_ITEM: _("The row has no item."),
    Reason.NO_QUANTITY: _("The row has no quantity above zero."),
    Reason.NO_VALUE: _("The row has no line value."),
    Reason.NO_PRICE: _("The row's value is too large for its quantity."),
    Reason.NO_AGREED_DATE: _("The row has no agreed delivery date."),
    Reason.UNREADABLE_ARRIVAL: _("The date of arrival is given and cannot be read."),
    Reason.UNREADABLE_RECEIPT: _("The quantity received is given and cannot be read, or is below zero."),
    Reason.NEGATIVE: _("A value or a price is below zero."),
    Reason.NO_CURRENCY: _("The row's currency is not an ISO 4217 code."),
    Reason.CONTRADICTS_LINE: _("An earlier row gives the same number to other facts."),
    Reason.OTHER_SUPPLIER: _("The same order is given to another supplier before."),
    Reason.NUMBER_TAKEN: _("A line of another order has that number already."),
    Reason.PORTAL_ORDER: _("The portal itself keeps an order of that number."),
    Reason.OTHER_CURRENCY: _("The same order is given in another currency before."),
}


class Reading(NamedTuple):
    """A row as it was read: its line or the reason why it has none, and how many of its numbers were rounded."""

    line: DeliveryLine | None
    reason: Reason | None
    rounded: int


def read_line(row: int, cells: Cells, currency: str) -> Reading:
    """The line in a row. ``currency`` (ISO 4217) holds where the row names none."""
    told = cells.read(DELIVERIES.field("currency"), currency)
    currency = str(told or currency).upper()
    found = {field.name: cells.read(field, currency) for field in DELIVERIES.fields}
    values = {name: _as_stored(name, value, currency) for name, value in found.items()}
    values["external_id"] = values["external_id"] or _line_of_order(values)
    values["item"] = values["item"] or values["item_number"]
    if isinstance(values["unit"], str) and not code_of(values["unit"]):
        cells.set_aside("unit")
    reason = reason_to_leave_out(values, currency, cells.unreadable)
    if cells.too_wide:
        reason = Reason.TOO_WIDE
    if reason:
        return Reading(None, reason, 0)
    incoterm_told = values.pop("incoterm")
    values |= {
        "currency": currency,
        "incoterm_told": incoterm_told,
        "incoterm": current_incoterm(incoterm_told),
    }
    rounded = sum(found[name] != values[name] for name in _NUMBERS)
    return Reading(DeliveryLine(row=row, **values), None, rounded)  # type: ignore[arg-type]


def reason_to_leave_out(
    values: Mapping[str, Any], currency: str, unreadable: Collection[str]
) -> Reason | None:
    """The first reason why a row cannot stand as a delivered line, or None for one that can.

    A date of arrival that is given and cannot be read is a reason, since a line without one counts as never
    delivered; so is a quantity received.
    """
    amounts = [values[name] for name in _AMOUNTS if values[name] is not None]
    received = values["received_quantity"]
    checks = (
        (not values["order_number"], Reason.NO_ORDER),
        (not values["external_id"], Reason.NO_KEY),
        (not values["supplier"], Reason.NO_SUPPLIER),
        (not values["item"], Reason.NO_ITEM),
        (not values["quantity"] or values["quantity"] <= 0, Reason.NO_QUANTITY),
        (values["line_value"] is None, Reason.NO_VALUE),
        (not _has_price(values), Reason.NO_PRICE),
        (not values["agreed_date"], Reason.NO_AGREED_DATE),
        ("arrival_date" in unreadable, Reason.UNREADABLE_ARRIVAL),
        ("received_quantity" in unreadable, Reason.UNREADABLE_RECEIPT),
        (received is not None and received < 0, Reason.UNREADABLE_RECEIPT),
        (any(amount < 0 for amount in amounts), Reason.NEGATIVE),
        (currency not in codes() or "currency" in unreadable, Reason.NO_CURRENCY),
    )
    return next((reason for broken, reason in checks if broken), None)


def _has_price(values: Mapping[str, Any]) -> bool:
    """Whether a price per unit, told or worked out from value and quantity, is within what can be stored."""
    if values["pack_price"] is not None or not values["quantity"] or values["line_value"] is None:
        return True
    return bool(values["line_value"] < values["quantity"] * (LIMIT - 1))


def current_incoterm(told: Value) -> str | None:
    """The Incoterms 2020 code that a text begins with, such as "FCA Hamburg"; None for "DDU" or anything else."""
    words = str(told or "").upper().split()
    return words[0] if words and words[0] in INCOTERMS_2020 else None


def _line_of_order(values: Mapping[str, Any]) -> str | None:
    order, line = values["order_number"], values["line_reference"]
    return f"{order}/{line}" if order and line else None


def _as_stored(name: str, value: Value, currency: str) -> Value:
    """Amounts rounded half-up to the decimals of their currency, other numbers to 6, everything else as it is."""
    if not isinstance(value, Decimal):
        return value
    return round_to(value, minor_units(currency) if name in _ROUNDED_TO_CURRENCY else SCALE)
