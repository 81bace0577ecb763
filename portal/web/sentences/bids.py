"""What a supplier did with its bid, in words. But for the view, only the supplier itself ever reads them."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "InvitationViewed": _("looked at the RFQ for the first time"),
    "BidStarted": _("began a bid"),
    "BidDraftSaved": _("saved a draft"),
    "BidSubmitted": _("submitted the bid"),
    "BidConfirmed": _("confirmed the bid unchanged after an addendum"),
    "BidWithdrawn": _("withdrew the bid"),
    "SealingKeyMade": _("made a key that seals bids"),
    "SigningKeyMade": _("made the key that signs receipts"),
}
