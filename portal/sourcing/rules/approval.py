"""What an RFQ must be to be published, where its buyer's policy asks for an approval first."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.sourcing.rules.deadlines import can_publish, is_closed


def may_go_out(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` for an RFQ that its buyer's policy wants approved first, and where ``can_publish`` refuses."""
    if rfq.needs_approval(now):
        raise RuleBroken(_("RFQs are approved before they are published. Ask for an approval."))
    can_publish(rfq, now)


def ready_for_approval(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` for an RFQ that may be published without an approval, and where ``can_publish`` refuses."""
    if not rfq.needs_approval(now):
        raise RuleBroken(_("This RFQ can be published without an approval."))
    can_publish(rfq, now)


def can_approve(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` once the deadline has passed while the RFQ waited, and where ``can_publish`` refuses."""
    if is_closed(rfq.deadline, now):
        raise RuleBroken(
            _("The deadline has passed while the RFQ waited. Return it, so that its writer sets another one.")
        )
    can_publish(rfq, now)
