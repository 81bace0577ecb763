"""RFQs and awards that wait for somebody."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.sourcing.models import Award, Rfq
from portal.sourcing.queries import openers, waiting
from portal.sourcing.workflow import OPENERS
from portal.web import access
from portal.web.menu import Todo

MOST = 20


def todos(organisation_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """For openers the bids that wait for them; for procurement questions, RFQs to award, awards to publish and drafts;
    for approvers RFQs and awards."""
    person_id = access.actor().person_id
    if person_id is not None and not roles.isdisjoint(OPENERS):
        yield from _for_openers(organisation_id, person_id, roles, now)
    if Role.PROCUREMENT in roles:
        yield from _for_procurement(organisation_id, now)
    if Role.APPROVER in roles:
        for rfq in waiting.standing(organisation_id, "waiting", now, MOST):
            late = now >= rfq.deadline
            yield _rfq(_("Approve"), rfq, _("An RFQ waits for approval"), rfq.deadline, late)
        for award in waiting.proposed_awards(organisation_id, MOST):
            yield _award(_("Approve"), award)


def _for_openers(buyer_id: int, person_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    for rfq in openers.to_set_passphrase(buyer_id, person_id, MOST):
        about = str(_("You are to open its bids"))
        yield Todo(_("Set a passphrase"), name(rfq), url_for("buyer.passphrase"), about, due=rfq.deadline)
    for rfq in openers.to_open(buyer_id, person_id, Role.PROCUREMENT in roles, now, MOST):
        first = rfq.openers_needed > 1 and not rfq.agreed
        verb = _("Agree to open the bids") if first else _("Open the bids")
        yield _rfq(verb, rfq, _("The deadline has passed"), rfq.opens_at, late=True)


def _for_procurement(buyer_id: int, now: datetime) -> Iterator[Todo]:
    for question in waiting.open_questions(buyer_id, now, MOST):
        rfq = question.rfq
        url = url_for("buyer.question_answer", question=question.public_id)
        yield Todo(_("Answer"), name(rfq), url, str(_("A question waits for an answer")), due=rfq.deadline)
    for rfq in waiting.to_award(buyer_id, now, MOST):
        url = url_for("buyer.rfq_comparison", rfq=rfq.public_id)
        yield Todo(_("Compare"), name(rfq), url, str(_("The bids are opened")))
    for award in waiting.approved_awards(buyer_id, MOST):
        yield _award(_("Publish"), award)
    for rfq in waiting.standing(buyer_id, "draft", now, MOST):
        yield _rfq(_("Write on"), rfq, _("A draft"), rfq.deadline, late=now >= rfq.deadline)


def name(rfq: Rfq) -> str:
    """An RFQ in one line."""
    return f"{rfq.number} · {rfq.title}" if rfq.number else rfq.title


def _rfq(verb: object, rfq: Rfq, about: object, due: datetime, late: bool) -> Todo:
    return Todo(verb, name(rfq), url_for("buyer.rfq", rfq=rfq.public_id), str(about), due=due, late=late)


def _award(verb: object, award: Award) -> Todo:
    url = url_for("buyer.award", award=award.public_id)
    return Todo(verb, name(award.rfq), url, str(_("An award")))
