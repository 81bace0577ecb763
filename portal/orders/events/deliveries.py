"""What can happen on the way of the goods."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShipmentAnnounced:
    order_id: int
    notice_id: int


@dataclass(frozen=True)
class ShipmentCancelled:
    order_id: int
    notice_id: int


@dataclass(frozen=True)
class DeliveryConfirmed:
    order_id: int
    notice_id: int


@dataclass(frozen=True)
class GoodsReceived:
    order_id: int
    receipt_id: int
    notice_id: int | None


@dataclass(frozen=True)
class ReceiptReversed:
    """``receipt_id`` was wrong; ``counter_id`` is the receipt that takes it back."""

    order_id: int
    receipt_id: int
    counter_id: int


@dataclass(frozen=True)
class LotAccepted:
    """Quality accepts a receipt line, at once or after it was blocked; the decision tells the quantity."""

    order_id: int
    receipt_line_id: int
    decision_id: int


@dataclass(frozen=True)
class LotBlocked:
    """Quality holds a receipt line back until it is decided."""

    order_id: int
    receipt_line_id: int
    decision_id: int


@dataclass(frozen=True)
class LotRejected:
    """Quality rejects a receipt line or a part of it; the decision tells how much."""

    order_id: int
    receipt_line_id: int
    decision_id: int
