"""Notices of sourcing, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "rfq_invited": _("%(buyer)s invites you to bid on %(number)s: %(title)s"),
    "rfq_for_approval": _("The RFQ “%(title)s” waits for your approval"),
    "rfq_approved": _("The RFQ “%(title)s” was approved and is published"),
    "rfq_returned": _("The RFQ “%(title)s” came back from approval"),
    "question_asked": _("A question was asked about %(number)s"),
    "question_answered": _("%(buyer)s has answered a question about %(number)s: %(title)s"),
    "addendum_published": _("%(buyer)s has published an addendum to %(number)s: %(title)s"),
    "deadline_moved": _("%(buyer)s has moved the deadline of %(number)s: %(title)s"),
    "rfq_cancelled": _("%(buyer)s has cancelled %(number)s: %(title)s"),
    "invitation_declined": _("A supplier declined to bid on %(number)s"),
    "bid_disqualified": _("%(buyer)s has disqualified your bid on %(number)s: %(title)s"),
    "bid_awarded": _("%(buyer)s has awarded your bid on %(number)s: %(title)s"),
    "bid_not_awarded": _("%(buyer)s has not awarded your bid on %(number)s: %(title)s"),
    "award_proposed": _("An award of %(number)s waits for your approval"),
    "award_approved": _("The award of %(number)s was approved"),
}
