"""The tables of contracts, orders and deliveries, by topic."""

from portal.orders.models.contracts import Clause, Contract, ContractClause, ContractLine, Signature
from portal.orders.models.deliveries import (
    DeliveryConfirmation,
    GoodsReceipt,
    GoodsReceiptLine,
    LotDecision,
    ShipNotice,
    ShipNoticeLine,
)
from portal.orders.models.orders import PoLine, PurchaseOrder, ScheduleChange, ScheduleLine

__all__ = [
    "Clause",
    "Contract",
    "ContractClause",
    "ContractLine",
    "DeliveryConfirmation",
    "GoodsReceipt",
    "GoodsReceiptLine",
    "LotDecision",
    "PoLine",
    "PurchaseOrder",
    "ScheduleChange",
    "ScheduleLine",
    "ShipNotice",
    "ShipNoticeLine",
    "Signature",
]
