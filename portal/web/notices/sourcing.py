"""Notices of sourcing, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "rfq_invited": _("You are invited to bid on %(number)s"),
    "rfq_for_approval": _("The RFQ “%(title)s” waits for your approval"),
    "rfq_approved": _("The RFQ “%(title)s” was approved and is published"),
    "rfq_returned": _("The RFQ “%(title)s” came back from approval"),
    "question_asked": _("A question was asked about %(number)s"),
    "question_answered": _("A question about %(number)s was answered"),
    "addendum_published": _("An addendum to %(number)s was published"),
    "deadline_moved": _("The deadline of %(number)s was moved"),
    "rfq_cancelled": _("%(number)s was cancelled"),
    "invitation_declined": _("A supplier declined to bid on %(number)s"),
    "bid_disqualified": _("Your bid on %(number)s was disqualified"),
    "bid_awarded": _("Your bid on %(number)s was awarded"),
    "bid_not_awarded": _("Your bid on %(number)s was not awarded"),
    "award_proposed": _("An award of %(number)s waits for your approval"),
    "award_approved": _("The award of %(number)s was approved"),
}
