"""What can happen to a purchase order as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrderDrafted:
    order_id: int
    award_id: int | None
    contract_id: int | None


@dataclass(frozen=True)
class OrderEdited:
    order_id: int


@dataclass(frozen=True)
class OrderApprovalRequested:
    order_id: int


@dataclass(frozen=True)
class OrderReturned:
    order_id: int


@dataclass(frozen=True)
class OrderDiscarded:
    order_id: int


@dataclass(frozen=True)
class OrderIssued:
    order_id: int
    revision: int


@dataclass(frozen=True)
class OrderRevised:
    """The terms in force, or the terms on offer, have changed: a new revision of the document."""

    order_id: int
    revision: int


@dataclass(frozen=True)
class OrderCancelled:
    order_id: int


@dataclass(frozen=True)
class OrderClosed:
    order_id: int
