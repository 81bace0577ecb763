"""Showing anew who one is before an act that binds the company, or in a session that nobody has used for long.

The question comes in the place of the answer and carries everything that was sent, so that nothing typed is lost:
sent back with the password or a code, the act goes on as it was asked for. It stands at the edge, before the view,
so that no other way of sending a request leads around it.
"""

from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_security import verify_password

from portal.accounts import rules, service
from portal.accounts.models import Person, SignIn
from portal.db import db, transaction
from portal.errors import RuleBroken
from portal.web import access, limits
from portal.web.passwords import normal
from portal.workflow import Actor

LASTS = timedelta(minutes=15)
FIELD = "confirm"
# What no page repeats: the form asks for a passphrase again.
ASKED_ANEW = frozenset({FIELD, "csrf_token", "passphrase", "current", "again"})


def ask() -> ResponseReturnValue | None:
    """The question, where this request needs its answer and does not bring it; None lets the request go on."""
    signed_in = access.any_session()
    if signed_in is None or not _is_needed(signed_in):
        return None
    proof = request.form.get(FIELD, "")
    if not proof:
        return _question(None)
    limits.count(limits.PROOFS)
    if not _shows(signed_in.person, proof):
        limits.refuse("proof", signed_in.person_id)
        return _question(_("This is neither your password nor a code that your app shows now."))
    with transaction():
        db.session.add(signed_in)
        service.confirm(signed_in, now=access.now())
    limits.forgive(limits.PROOFS)
    return None


def _is_needed(signed_in: SignIn) -> bool:
    rule = access.rule_of(request.endpoint or "")
    if rules.is_unused(signed_in.seen_at, access.now()):
        return True
    return rule is not None and rule.binding and access.now() - signed_in.confirmed_at >= LASTS


def _shows(person: Person, proof: str) -> bool:
    """Whether this is the person's password, or the present code of their app."""
    if not rules.CODE.fullmatch(rules.plain_code(proof)):
        return person.password is not None and bool(verify_password(normal(proof), person.password))
    try:
        with transaction():
            service.check_code(person, proof, actor=Actor(person.id, None), now=access.now())
    except RuleBroken:
        return False
    return True


def _question(wrong: object) -> ResponseReturnValue:
    held = access.membership()
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in ASKED_ANEW]
    layout = f"{held.organisation.side}/base.html" if held else "account/base.html"
    return render_template("account/confirm.html", sent=sent, wrong=wrong, layout=layout), 403
