"""An RFQ goes out, its deadline moves, and it ends without an award."""

from datetime import datetime

from portal import history
from portal.accounts.service import next_number
from portal.clock import day_in
from portal.db import db, touch
from portal.sourcing import events
from portal.sourcing.models import Addendum, Rfq
from portal.sourcing.rules.drafts import check_later, check_reason
from portal.sourcing.service.audience import everyone_invited, hold, hold_seen
from portal.sourcing.service.openers import settle
from portal.sourcing.service.outcomes import cancel_awards, turn_down_rest
from portal.sourcing.workflow import RFQ
from portal.workflow import Actor


def publish(rfq: Rfq, *, actor: Actor, now: datetime) -> None:
    """Give the draft its number and send it to the invited suppliers.

    ``RuleBroken`` at ``lines``, ``invitations``, ``deadline`` or ``question_cutoff`` for what is missing, and where
    the buyer's policy wants an approval first; ``WrongState`` unless it is a draft; ``Stale`` where it was changed
    since it was read.
    """
    hold_seen(rfq)
    RFQ.advance(rfq, "publish", actor, now)
    send_out(rfq, actor=actor, now=now)


def send_out(rfq: Rfq, *, actor: Actor, now: datetime) -> None:
    """What publishing does once the RFQ has moved; the number counts per buyer and year of the buyer's zone.

    ``RuleBroken`` at ``openers`` where fewer people may open the bids than it takes.
    """
    settle(rfq, actor=actor, now=now)
    year = day_in(now, rfq.buyer.timezone).year
    rfq.number = f"RFQ-{year}-{next_number(rfq.buyer_id, 'RFQ', year):04d}"
    rfq.published_at = now
    for row in rfq.invitations:
        row.invited_at = now
    db.session.flush()
    about = [rfq, *rfq.invitations]
    history.record(
        events.RfqPublished(rfq.id), about=about, readers=everyone_invited(rfq), actor=actor, now=now
    )


def move_deadline(rfq: Rfq, deadline: datetime, reason: str, *, actor: Actor, now: datetime) -> Addendum:
    """Move the deadline forward, with a reason that everyone invited reads; it returns no bid.

    ``RuleBroken`` at ``deadline`` for an earlier one or once it has passed, at ``reason`` without one;
    ``Stale`` where somebody else has moved it or changed the RFQ.
    """
    hold_seen(rfq)
    RFQ.advance(rfq, "extend", actor, now)
    text = check_reason(reason)
    before = rfq.deadline
    check_later(deadline, before, rfq.question_cutoff, now)
    rfq.current_round.deadline = deadline
    notice = Addendum(
        buyer_id=rfq.buyer_id,
        ordinal=len(rfq.addenda) + 1,
        text=text,
        material=False,
        changes=[{"what": "deadline", "before": before.isoformat(), "after": deadline.isoformat()}],
        published_at=now,
        published_by_id=actor.person_id,
    )
    rfq.addenda.append(notice)
    touch(rfq)
    db.session.flush()
    history.record(
        events.DeadlineMoved(rfq.id, before, deadline),
        about=[rfq, notice],
        readers=everyone_invited(rfq),
        actor=actor,
        now=now,
    )
    return notice


def cancel(rfq: Rfq, reason: str, *, actor: Actor, now: datetime) -> None:
    """End an RFQ without an award, with a reason that everyone invited reads. Bids that came in stay sealed."""
    hold(rfq)
    was_published = rfq.published_at is not None
    RFQ.advance(rfq, "cancel", actor, now)
    rfq.closing_reason = check_reason(reason)
    cancel_awards(rfq, rfq.closing_reason, actor=actor, now=now)
    db.session.flush()
    fact = events.RfqCancelled(rfq.id, was_published)
    history.record(fact, about=[rfq], readers=everyone_invited(rfq), actor=actor, now=now)


def close_unsuccessful(rfq: Rfq, reason: str, *, actor: Actor, now: datetime) -> None:
    """End an opened RFQ because no bid can be awarded, with a reason; bids in the race are turned down."""
    hold(rfq)
    RFQ.advance(rfq, "close_unsuccessful", actor, now)
    rfq.closing_reason = check_reason(reason)
    cancel_awards(rfq, rfq.closing_reason, actor=actor, now=now)
    turn_down_rest(rfq, actor=actor, now=now)
    history.record(
        events.RfqUnsuccessful(rfq.id), about=[rfq], readers=everyone_invited(rfq), actor=actor, now=now
    )
