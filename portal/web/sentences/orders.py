"""What happened to contracts, orders and deliveries, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "ClauseAdded": _("added the clause"),
    "ClauseChanged": _("changed the clause"),
    "ClauseArchived": _("archived the clause"),
    "ContractDrafted": _("drafted the contract"),
    "ContractEdited": _("changed the draft"),
    "ContractApprovalRequested": _("asked for approval"),
    "ContractApproved": _("approved the contract"),
    "ContractReopened": _("took the contract back to draft"),
    "ContractDiscarded": _("discarded the draft"),
    "ContractIssued": _("issued the contract for signature"),
    "ContractSigned": _("signed the contract"),
    "ContractEnteredIntoForce": _("brought the contract into force"),
    "ContractTerminated": _("terminated the contract"),
    "OrderDrafted": _("drafted the order"),
    "OrderEdited": _("changed the draft"),
    "OrderApprovalRequested": _("asked for approval"),
    "OrderReturned": _("returned the order to draft"),
    "OrderDiscarded": _("discarded the draft"),
    "OrderIssued": _("issued the order"),
    "OrderRevised": _("made revision %(revision)s of the order"),
    "OrderCancelled": _("brought the order to its end: every line is cancelled"),
    "OrderClosed": _("closed the order"),
    "OrderAnswered": _("answered the order"),
    "ChangesProposed": _("proposed to change what was agreed"),
    "ProposalWithdrawn": _("took a proposal back"),
    "ChangesDecided": _("decided about the proposed changes"),
    "OrderAmended": _("changed the order"),
    "AmendmentRetracted": _("took a change back"),
    "AmendmentAnswered": _("answered the buyer’s changes"),
    "CancellationAsked": _(
        "cancelled the order, as far as nothing was agreed, and asked for consent to the rest"
    ),
    "ShipmentAnnounced": _("announced a shipment"),
    "ShipmentCancelled": _("cancelled a shipment"),
    "DeliveryConfirmed": _("confirmed the delivery"),
    "GoodsReceived": _("posted a goods receipt"),
    "ReceiptReversed": _("took a goods receipt back"),
    "LotAccepted": _("accepted a lot"),
    "LotBlocked": _("blocked a lot"),
    "LotRejected": _("rejected a lot"),
}
