"""What happens to goals. Both sides read every one of these."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class GoalProposed:
    goal_id: int
    buyer_id: int
    supplier_id: int


@dataclass(frozen=True)
class GoalAgreed:
    goal_id: int
    buyer_id: int
    supplier_id: int


@dataclass(frozen=True)
class GoalDeclined:
    goal_id: int
    buyer_id: int
    supplier_id: int


@dataclass(frozen=True)
class GoalWithdrawn:
    goal_id: int
    buyer_id: int
    supplier_id: int


@dataclass(frozen=True)
class GoalMeasured:
    """The value of a day was recorded, in the goal's unit."""

    goal_id: int
    buyer_id: int
    supplier_id: int
    measured_on: date
    value: Decimal


@dataclass(frozen=True)
class GoalValueCorrected:
    """Another value took the place of the one that stood for a day."""

    goal_id: int
    buyer_id: int
    supplier_id: int
    measured_on: date
    value: Decimal
    before: Decimal


@dataclass(frozen=True)
class GoalClosed:
    goal_id: int
    buyer_id: int
    supplier_id: int
