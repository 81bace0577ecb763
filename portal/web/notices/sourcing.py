"""Notices of sourcing, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, as_lines, in_its_zone, shortened

SENTENCES: dict[str, Any] = {
    "rfq_invited": _("%(buyer)s invites you to bid on %(number)s: %(title)s"),
    "rfq_for_approval": _("The RFQ “%(title)s” waits for your approval"),
    "rfq_approved": _("The RFQ “%(title)s” was approved and is published"),
    "rfq_returned": _("The RFQ “%(title)s” came back from approval"),
    "named_to_open": _("You are named to open the bids for %(number)s: %(title)s"),
    "passphrase_wanted": _("You are named to open the bids for “%(title)s”: please set a passphrase"),
    "bids_to_open": _("The bids for %(number)s can be opened: %(title)s"),
    "opening_agreed": _("One opener has agreed to open the bids for %(number)s; a second one opens them"),
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

DETAILS: dict[str, dict[str, Any]] = {
    "rfq_invited": {
        "deadline": _("Bids are due before"),
        "cutoff": _("Questions until"),
        "lines": _("What is asked for"),
    },
    "named_to_open": {"when": _("They can be opened from")},
    "addendum_published": {
        "text": _("What it says"),
        "returns_bids": _("Bids sent before"),
        "deadline": _("Bids are due before"),
    },
    "deadline_moved": {"deadline": _("Bids are due before"), "before": _("In place of")},
    "bid_awarded": {"lines": _("Awarded to you")},
}


def _of_bids(returned: bool, _record: Any) -> str:
    if returned:
        return str(_("they do not count until they are confirmed or revised"))
    return str(_("they go on to count"))


WRITERS: dict[str, Writers] = {
    "rfq_invited": {"deadline": in_its_zone, "cutoff": in_its_zone, "lines": as_lines},
    "named_to_open": {"when": in_its_zone},
    "addendum_published": {"text": shortened, "returns_bids": _of_bids, "deadline": in_its_zone},
    "deadline_moved": {"deadline": in_its_zone, "before": in_its_zone},
    "bid_awarded": {"lines": as_lines},
}
