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
