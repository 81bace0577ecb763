"""What can happen to clauses and contracts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClauseAdded:
    clause_id: int


@dataclass(frozen=True)
class ClauseChanged:
    clause_id: int


@dataclass(frozen=True)
class ClauseArchived:
    clause_id: int


@dataclass(frozen=True)
class ContractDrafted:
    contract_id: int
    award_id: int


@dataclass(frozen=True)
class ContractEdited:
    contract_id: int


@dataclass(frozen=True)
class ContractApprovalRequested:
    contract_id: int


@dataclass(frozen=True)
class ContractApproved:
    contract_id: int


@dataclass(frozen=True)
class ContractReopened:
    contract_id: int


@dataclass(frozen=True)
class ContractDiscarded:
    contract_id: int


@dataclass(frozen=True)
class ContractIssued:
    contract_id: int
    revision: int


@dataclass(frozen=True)
class ContractSigned:
    contract_id: int
    side: str


@dataclass(frozen=True)
class ContractEnteredIntoForce:
    contract_id: int


@dataclass(frozen=True)
class ContractTerminated:
    contract_id: int
