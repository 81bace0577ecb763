"""Questions of bidders and their answers."""

from datetime import datetime

from portal import history
from portal.db import db
from portal.errors import RuleBroken
from portal.sourcing import events
from portal.sourcing.models import Invitation, Question
from portal.sourcing.rules.drafts import ANSWERED, check_text
from portal.sourcing.service.audience import audience, hold
from portal.sourcing.workflow import RFQ
from portal.workflow import Actor


def ask(invitation: Invitation, text: str, *, actor: Actor, now: datetime) -> Question:
    """Ask the buyer something about the RFQ of the invitation. Only the asker's side learns who asked.

    ``RuleBroken`` at ``text`` for an empty question, and after the cut-off.
    """
    rfq = invitation.rfq
    RFQ.check(rfq, "ask", actor, now)
    asked = Question(
        buyer_id=rfq.buyer_id,
        supplier_id=invitation.supplier_id,
        rfq=rfq,
        text=check_text(text, "text"),
        asked_at=now,
    )
    db.session.add(asked)
    db.session.flush()
    # The event names who acted, so the buyer is not among its readers.
    fact = events.QuestionAsked(rfq.id, asked.id)
    history.record(fact, about=[rfq, asked], readers=[invitation.supplier_id], actor=actor, now=now)
    return asked


def answer(question: Question, text: str, *, actor: Actor, now: datetime) -> None:
    """Answer a question to everyone invited, without naming the asker. A given answer is not changed.

    ``RuleBroken`` at ``text`` for an empty answer, and after the deadline.
    """
    rfq = question.rfq
    hold(rfq)
    RFQ.advance(rfq, "answer", actor, now)
    if question.answered_at is not None:
        raise RuleBroken(ANSWERED, "text")
    question.answer = check_text(text, "text")
    question.answered_at = now
    question.answered_by_id = actor.person_id
    db.session.flush()
    fact = events.QuestionAnswered(rfq.id, question.id)
    history.record(fact, about=[rfq, question], readers=audience(rfq), actor=actor, now=now)
