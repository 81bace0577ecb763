"""The verbs by which a partnership stands or rests. Why it does is for the buyer's eyes only."""

from datetime import datetime

from portal import history
from portal.partnerships import events
from portal.partnerships.models import Partnership
from portal.partnerships.rules import check_reason
from portal.partnerships.service.inviting import withdraw_open_invitation
from portal.partnerships.workflow import PARTNERSHIP
from portal.workflow import Actor


def block(partnership: Partnership, reason: str, *, actor: Actor, now: datetime) -> None:
    """Ask this supplier for nothing new until it is unblocked; what is under way goes on. It is not told.

    ``RuleBroken`` at ``reason`` for none, ``WrongState`` unless it is active, ``NotAllowed`` without the role.
    """
    PARTNERSHIP.check(partnership, "block", actor, now)
    partnership.reason = check_reason(reason)
    PARTNERSHIP.advance(partnership, "block", actor, now)
    fact = events.PartnershipBlocked(partnership.id)
    history.record(fact, about=[partnership], readers=[partnership.buyer_id], actor=actor, now=now)


def unblock(partnership: Partnership, *, actor: Actor, now: datetime) -> None:
    """Work with the supplier again. Refusals as in ``block``."""
    PARTNERSHIP.advance(partnership, "unblock", actor, now)
    partnership.reason = ""
    fact = events.PartnershipUnblocked(partnership.id)
    history.record(fact, about=[partnership], readers=[partnership.buyer_id], actor=actor, now=now)


def end(partnership: Partnership, reason: str, *, actor: Actor, now: datetime) -> None:
    """End the partnership; both sides keep what they have. The supplier is told, but not why.

    An invitation that nobody has taken up is withdrawn. Refusals as in ``block``.
    """
    PARTNERSHIP.check(partnership, "end", actor, now)
    told = check_reason(reason)
    # Before anything of the partnership is written, as whoever follows the link has it.
    withdraw_open_invitation(partnership, actor=actor, now=now)
    partnership.reason = told
    PARTNERSHIP.advance(partnership, "end", actor, now)
    _record_to_both(events.PartnershipEnded(partnership.id), partnership, actor, now)


def resume(partnership: Partnership, *, actor: Actor, now: datetime) -> None:
    """Work together again after an end. Refusals as in ``block``, and ``WrongState`` where nobody ever joined."""
    PARTNERSHIP.advance(partnership, "resume", actor, now)
    partnership.reason = ""
    _record_to_both(events.PartnershipResumed(partnership.id), partnership, actor, now)


def _record_to_both(
    fact: events.PartnershipEnded | events.PartnershipResumed,
    partnership: Partnership,
    actor: Actor,
    now: datetime,
) -> None:
    readers = [partnership.buyer_id]
    if partnership.active_since is not None:
        readers.append(partnership.supplier_id)
    history.record(fact, about=[partnership], readers=readers, actor=actor, now=now)
