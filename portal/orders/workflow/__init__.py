"""The states of contracts, purchase orders, schedule lines, changes, ship notices and receipts."""

from portal.orders.workflow.contracts import CONTRACT, ContractState
from portal.orders.workflow.deliveries import RECEIPT_LINE, SHIP_NOTICE, ReceiptState, ShipNoticeState
from portal.orders.workflow.orders import LIVE, ORDER, DateBasis, OrderState
from portal.orders.workflow.schedule import CHANGE, SCHEDULE, ChangeState, ScheduleState

__all__ = [
    "CHANGE",
    "CONTRACT",
    "LIVE",
    "ORDER",
    "RECEIPT_LINE",
    "SCHEDULE",
    "SHIP_NOTICE",
    "ChangeState",
    "ContractState",
    "DateBasis",
    "OrderState",
    "ReceiptState",
    "ScheduleState",
    "ShipNoticeState",
]
