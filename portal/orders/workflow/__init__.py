"""The states of contracts, purchase orders, schedule lines, changes, ship notices and receipts."""

from portal.orders.workflow.contracts import CONTRACT, ContractState
from portal.orders.workflow.deliveries import (
    DECIDED_LOT,
    RECEIPT_LINE,
    SHIP_NOTICE,
    UNDECIDED_LOT,
    ReceiptState,
    ShipNoticeState,
)
from portal.orders.workflow.orders import LIVE, ORDER, DateBasis, OrderState
from portal.orders.workflow.schedule import CHANGE, SCHEDULE, ChangeState, ScheduleState

__all__ = [
    "CHANGE",
    "CONTRACT",
    "DECIDED_LOT",
    "LIVE",
    "ORDER",
    "RECEIPT_LINE",
    "SCHEDULE",
    "SHIP_NOTICE",
    "UNDECIDED_LOT",
    "ChangeState",
    "ContractState",
    "DateBasis",
    "OrderState",
    "ReceiptState",
    "ScheduleState",
    "ShipNoticeState",
]
