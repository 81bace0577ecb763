"""The certificates that an RFQ asks for, beside those that its buyer asks for anyway."""

from collections.abc import Collection
from datetime import datetime

from portal import history
from portal.certificates.models import Requirement
from portal.certificates.rules import Step
from portal.certificates.service import ask_for
from portal.certificates.workflow import Gate, Scope
from portal.clock import day_in
from portal.db import db, touch
from portal.sourcing import events
from portal.sourcing.models import Rfq, RfqRequirement
from portal.sourcing.queries.standings import standings_for
from portal.sourcing.rules.drafts import check_effect, check_none_lacking, check_text
from portal.sourcing.workflow import RFQ
from portal.workflow import Actor


def ask_certificate(
    rfq: Rfq,
    standard: str,
    asks: str = "",
    *,
    at_invitation: Gate = Gate.OFF,
    at_award: Gate = Gate.WARN,
    at_order: Gate = Gate.WARN,
    actor: Actor,
    now: datetime,
) -> Requirement:
    """Ask the bidders of a draft for a certificate that no requirement exists for yet; flushed.

    Later RFQs of the buyer may choose it too. ``RuleBroken`` at ``standard`` without one, at ``at_award`` where a
    missing one would do nothing anywhere, and at ``at_invitation`` where it blocks and somebody is invited already;
    ``WrongState`` once the RFQ is no draft.
    """
    RFQ.check(rfq, "edit", actor, now)
    check_effect([at_invitation, at_award, at_order])
    requirement = ask_for(
        rfq.buyer_id,
        scope=Scope.RFQ,
        standard=check_text(standard, "standard"),
        asks=asks.strip(),
        at_invitation=at_invitation,
        at_award=at_award,
        at_order=at_order,
        actor=actor,
        now=now,
    )
    rfq.requirements.append(RfqRequirement(requirement=requirement))
    # Whoever edits the draft in another window must learn of it: that form says which certificates are asked for.
    touch(rfq)
    db.session.flush()
    check_invited(rfq, {requirement.id}, "at_invitation", now)
    fact = events.RfqCertificateAsked(rfq.id, requirement.id)
    history.record(fact, about=[rfq, requirement], readers=[rfq.buyer_id], actor=actor, now=now)
    return requirement


def check_invited(rfq: Rfq, requirement_ids: Collection[int], field: str, now: datetime) -> None:
    """``RuleBroken`` at ``field`` where one of these certificates blocks an invitation, and a supplier that is
    invited already lacks it (on the day in the buyer's zone): nobody gave a reason to invite it all the same."""
    if not requirement_ids:
        return
    today = day_in(now, rfq.buyer.timezone)
    check_none_lacking(
        [
            invitation.supplier.name
            for invitation in rfq.invitations
            for one in standings_for(rfq.buyer_id, rfq, invitation.supplier_id, Step.INVITATION, today)
            if one.requirement_id in requirement_ids and one.blocks and not one.in_order
        ],
        field,
    )
