"""The verbs of partnerships, by topic: inviting and joining, standing, what each side keeps."""

from portal.partnerships.service.inviting import (
    SupplierDraft,
    accept_offer,
    decline_offer,
    invite_again,
    invite_supplier,
    person_joined,
)
from portal.partnerships.service.keeping import ContactDraft, change, set_contacts, set_customer_number
from portal.partnerships.service.standing import block, end, resume, unblock

__all__ = [
    "ContactDraft",
    "SupplierDraft",
    "accept_offer",
    "block",
    "change",
    "decline_offer",
    "end",
    "invite_again",
    "invite_supplier",
    "person_joined",
    "resume",
    "set_contacts",
    "set_customer_number",
    "unblock",
]
