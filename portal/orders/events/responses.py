"""What both sides answer to each other about the schedule lines of an issued order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrderAnswered:
    """The supplier's answer, by schedule line."""

    order_id: int
    accepted: tuple[int, ...]
    changed: tuple[int, ...]
    not_accepted: tuple[int, ...]


@dataclass(frozen=True)
class ChangesProposed:
    """The supplier asks to change schedule lines that were agreed before."""

    order_id: int
    schedule_lines: tuple[int, ...]


@dataclass(frozen=True)
class ProposalWithdrawn:
    order_id: int
    schedule_line_id: int


@dataclass(frozen=True)
class ChangesDecided:
    """The buyer's word on what the supplier proposed."""

    order_id: int
    taken: tuple[int, ...]
    refused: tuple[int, ...]


@dataclass(frozen=True)
class OrderAmended:
    """The buyer changes what was not agreed yet, and asks to change what was."""

    order_id: int
    changed: tuple[int, ...]
    asked: tuple[int, ...]


@dataclass(frozen=True)
class AmendmentRetracted:
    order_id: int
    schedule_line_id: int


@dataclass(frozen=True)
class AmendmentAnswered:
    """The supplier's word on what the buyer asked to change."""

    order_id: int
    taken: tuple[int, ...]
    refused: tuple[int, ...]


@dataclass(frozen=True)
class CancellationAsked:
    """The buyer cancels what was not agreed yet, and asks for consent to cancel what was."""

    order_id: int
    cancelled: tuple[int, ...]
    asked: tuple[int, ...]
