"""How an RFQ stands for its buyer, and the acts that are open on it, as components/actions.html draws them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.buyer import openers
from portal.buyer.duties import is_own
from portal.sourcing import rules
from portal.sourcing.models import Question, Rfq
from portal.sourcing.queries import openers as queries
from portal.sourcing.workflow import RFQ, RfqState
from portal.workflow import Actor, Move

Act = dict[str, Any]

# The order of the buttons; what is further down is rarer.
ORDER = (
    "publish",
    "request_approval",
    "approve",
    "return",
    "open",
    "agree_to_open",
    "award",
    "edit",
    "invite",
    "amend",
    "extend",
    "close_unsuccessful",
    "cancel",
)
ENDPOINTS = {
    "publish": "buyer.rfq_publish",
    "request_approval": "buyer.rfq_request_approval",
    "approve": "buyer.rfq_approve",
    "return": "buyer.rfq_return",
    "open": "buyer.rfq_open",
    "agree_to_open": "buyer.rfq_agree",
    "award": "buyer.rfq_award",
    "edit": "buyer.rfq_edit",
    "invite": "buyer.rfq_invite",
    "amend": "buyer.rfq_addendum",
    "extend": "buyer.rfq_deadline",
    "close_unsuccessful": "buyer.rfq_unsuccessful",
    "cancel": "buyer.rfq_cancel",
}
ICONS = {
    "publish": "send",
    "request_approval": "person-check",
    "approve": "check2-circle",
    "return": "arrow-counterclockwise",
    "open": "envelope-open",
    "agree_to_open": "person-check",
    "award": "trophy",
    "edit": "pencil-square",
    "invite": "person-plus",
    "amend": "file-earmark-diff",
    "extend": "calendar-plus",
    "close_unsuccessful": "slash-circle",
    "cancel": "x-circle",
}
CONFIRM = {
    "publish": _("Publish the RFQ? Everybody invited is told, and from then on only an addendum changes it."),
    "request_approval": _("Ask for approval? Nobody changes the RFQ while it waits."),
    "approve": _("Approve and publish the RFQ? Everybody invited is told."),
    "agree_to_open": _("Agree that the bids are opened? A second opener then opens them."),
    "open": _("Open the bids? From then on their content can be read, and no more bids come in."),
}
GOING_OUT = frozenset({"publish", "request_approval", "approve"})
OPENING = frozenset({"open", "agree_to_open"})
DANGEROUS = {"close_unsuccessful", "cancel"}

TONES = {
    RfqState.DRAFT: "neutral",
    RfqState.AWAITING_APPROVAL: "wait",
    RfqState.PUBLISHED: "info",
    RfqState.OPENED: "wait",
    RfqState.AWARDED: "good",
    RfqState.UNSUCCESSFUL: "muted",
    RfqState.CANCELLED: "muted",
}


@dataclass(frozen=True)
class Standing:
    """A state in words, its tone as in components/status.html, and what to do next."""

    label: Any
    tone: str
    next_step: Any = None
    steps: list[Act] = field(default_factory=list)


def is_waiting_to_open(rfq: Rfq, now: datetime) -> bool:
    """Whether the deadline has passed and nobody has opened the bids; SQL: ``queries.rfqs.closed``."""
    return rfq.state is RfqState.PUBLISHED and rules.is_closed(rfq.deadline, now)


def briefly(rfq: Rfq, now: datetime) -> Standing:
    """State and tone alone, as a list shows them; closed is derived from the clock."""
    if is_waiting_to_open(rfq, now):
        return Standing(_("Closed"), "wait")
    return Standing(RFQ.label(rfq), TONES[rfq.state])


def standing(rfq: Rfq, now: datetime, unanswered: int = 0) -> Standing:
    """How the RFQ stands at ``now``, with ``unanswered`` questions, and what to do next."""
    closed = is_waiting_to_open(rfq, now)
    return replace(
        briefly(rfq, now), next_step=_next_step(rfq, now, closed, unanswered), steps=_steps(rfq, closed)
    )


def _next_step(rfq: Rfq, now: datetime, closed: bool, unanswered: int) -> Any:
    if closed:
        return openers.next_step(rfq, now)
    if rfq.state is RfqState.DRAFT:
        return _draft_step(rfq, now)
    if rfq.state is RfqState.AWAITING_APPROVAL:
        return _approval_step(rfq, now)
    if rfq.state is RfqState.PUBLISHED:
        if unanswered:
            return _("Questions wait for an answer; everybody invited will read it.")
        return _("Bids may come in until the deadline. Until then they are sealed.")
    if rfq.state is RfqState.OPENED:
        return _("Compare the bids and propose who gets what.")
    return None


def _draft_step(rfq: Rfq, now: datetime) -> Any:
    if not rfq.lines:
        return _("Write down what you need, line by line.")
    if not rfq.invitations:
        return _("Invite the suppliers that shall bid.")
    if rfq.strict and queries.lacking_passphrase(rfq.buyer_id, rfq):
        return _("Its openers set their passphrases first; see “Opening”.")
    if rfq.needs_approval(now):
        return _("Read it once more, then ask for its approval.")
    return _("Read it once more, then publish it.")


def _approval_step(rfq: Rfq, now: datetime) -> Any:
    if rules.is_closed(rfq.deadline, now):
        return _("The deadline has passed while it waited. Return it, so that its writer sets another one.")
    return _("Somebody else than its writer approves it. Until then nobody outside your company sees it.")


def _steps(rfq: Rfq, closed: bool) -> list[Act]:
    """The way of an RFQ, with the place where it stands or has stopped."""
    waits = rfq.state is RfqState.AWAITING_APPROVAL
    labels = [RFQ.label(rfq) if waits else _("Draft"), _("Published"), _("Closed"), _("Opened"), _("Awarded")]
    reached = {
        RfqState.DRAFT: 0,
        RfqState.AWAITING_APPROVAL: 0,
        RfqState.PUBLISHED: 2 if closed else 1,
        RfqState.OPENED: 3,
        RfqState.AWARDED: 4,
        RfqState.UNSUCCESSFUL: 4,
        RfqState.CANCELLED: _stopped_at(rfq),
    }[rfq.state]
    ended = rfq.state in (RfqState.UNSUCCESSFUL, RfqState.CANCELLED)
    if ended:
        labels[reached] = RFQ.label(rfq)
        labels = labels[: reached + 1]
    here = "stopped" if ended else "done" if rfq.state is RfqState.AWARDED else "now"
    return [
        {"label": label, "state": "done" if index < reached else here if index == reached else "next"}
        for index, label in enumerate(labels)
    ]


def _stopped_at(rfq: Rfq) -> int:
    if rfq.published_at is None:
        return 1
    return 4 if rfq.current_round.opened_at else 2


def acts(rfq: Rfq, actor: Actor, now: datetime, question: Question | None = None) -> list[Act]:
    """The acts open to this actor, the next one first and as the primary one; ``question`` waits for an answer."""
    moves = {move.action: move for move in RFQ.actions_for(rfq, actor, now)}
    if "approve" in moves and is_own([rfq.created_by_id, rfq.approval_asked_by_id], rfq.buyer, actor, now):
        del moves["approve"]
    if rfq.strict and moves.keys() & GOING_OUT and queries.lacking_passphrase(rfq.buyer_id, rfq):
        moves = {action: row for action, row in moves.items() if action not in GOING_OUT}
    if moves.keys() & OPENING and not _may_open(rfq, actor):
        moves = {action: row for action, row in moves.items() if action not in OPENING}
    found = [_act(rfq, moves[action]) for action in ORDER if action in moves]
    if "award" in moves:
        url = _url("buyer.rfq_comparison", rfq)
        found.insert(0, {"label": _("Compare"), "url": url, "icon": "layout-three-columns"})
    if "answer" in moves and question is not None:
        url = url_for("buyer.question_answer", question=question.public_id)
        found.insert(0, {"label": moves["answer"].label, "url": url, "icon": "chat-left-text"})
    if "publish" not in moves and rfq.lines and not rfq.invitations:
        # A draft nobody is invited to goes on with invitations.
        found.sort(key=lambda act: act["url"] != _url("buyer.rfq_invite", rfq))
    # While bids may come in nothing has to be done but to answer.
    waits = question is not None or not {"amend", "extend"} & moves.keys()
    if found and waits and found[0].get("kind") != "danger":
        found[0]["kind"] = "primary"
    return found


def _may_open(rfq: Rfq, actor: Actor) -> bool:
    """Whether this person's act is the next one of the opening."""
    done = rfq.agreed if rfq.openers_needed > 1 else ()
    people = {person.id for person in queries.openers(rfq.buyer_id, rfq)}
    return actor.person_id in people and actor.person_id not in done


def awarding_acts(rfq: Rfq, actor: Actor, now: datetime) -> list[Act]:
    """The acts beside the comparison: awarding comes first."""
    found = [act for act in acts(rfq, actor, now) if act["url"] != _url("buyer.rfq_comparison", rfq)]
    return [{**act, "kind": "primary"} if not index else act for index, act in enumerate(found)]


def _act(rfq: Rfq, move: Move) -> Act:
    act: Act = {
        "label": move.label,
        "url": _url(ENDPOINTS[move.action], rfq),
        "icon": ICONS[move.action],
        "kind": "danger" if move.action in DANGEROUS else "secondary",
    }
    if rfq.strict and move.action in OPENING:
        # A passphrase has to be typed first.
        return {**act, "url": _url("buyer.rfq_unseal", rfq)}
    if move.action in CONFIRM:
        act |= {"post": True, "confirm": CONFIRM[move.action], "version": rfq.version}
    return act


def _url(endpoint: str, rfq: Rfq) -> str:
    return url_for(endpoint, rfq=rfq.public_id)
