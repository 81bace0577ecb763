"""What happened between a buyer and a supplier, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "PartnershipInvited": _("invited the supplier"),
    "PartnershipOffered": _("passed a buyer’s invitation on to you"),
    "PartnershipOfferDeclined": _("left a buyer’s invitation alone"),
    "PartnershipActivated": _("joined; the partnership begins"),
    "PartnershipChanged": _("changed type, numbers or note"),
    "PartnershipContactsChanged": _("changed who answers for what"),
    "CustomerNumberChanged": _("changed the customer number"),
    "PartnershipBlocked": _("blocked the supplier"),
    "PartnershipUnblocked": _("unblocked the supplier"),
    "PartnershipEnded": _("ended the partnership"),
    "PartnershipResumed": _("resumed the partnership"),
}
