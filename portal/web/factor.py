"""The second factor: setting up an authenticator, giving its code when signing in, and recovery codes.

Whoever has shown the password holds a session that awaits the code; it opens these pages and no other.
"""

import base64
import binascii
import re

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal import sealing
from portal.accounts import queries, rules, service
from portal.accounts.models import Organisation, Person, SignIn
from portal.accounts.roles import Side
from portal.clock import day_in
from portal.errors import Missing, NotAllowed, RuleBroken
from portal.partnerships.queries import asks_second_factor
from portal.web import access, limits
from portal.web.forms import PortalForm, page, submit
from portal.workflow import Actor

bp = Blueprint("factor", __name__, url_prefix="/account/second-factor")
ISSUER = "Supplier portal"
# A browser reads a second slash, or a backslash, as the beginning of another host.
OWN_PATH = re.compile(r"/(?![/\\])[^\\\s]*")
# Where a day begins first: a supplier's people are asked as soon as it has begun anywhere.
FIRST_DAY_ZONE = "Pacific/Kiritimati"

POLICY = {
    "factor.code": access.AWAITING,
    "factor.set_up": access.binding(access.AWAITING),
    "factor.leave": access.AWAITING,
    "factor.renew": access.binding(access.PERSONAL),
    "factor.remove": access.binding(access.PERSONAL),
}


class CodeForm(PortalForm):
    """A code of the app, or a recovery code."""

    code = StringField(_("Code"), [InputRequired(_("Please type the code.")), Length(max=40)])


class SetUpForm(CodeForm):
    """The first code of a new app; the secret it belongs to travels along, wrapped for this person."""

    secret = HiddenField()


def is_asked_of(person: Person) -> bool:
    """Whether an organisation for which the person acts asks for a second factor today."""
    return any(_asks(member.organisation) for member in queries.memberships(person.id))


def _asks(organisation: Organisation) -> bool:
    if organisation.side is Side.BUYER:
        return queries.policy(organisation.id, day_in(access.now(), organisation.timezone)).second_factor
    return asks_second_factor(organisation.id, day_in(access.now(), FIRST_DAY_ZONE))


def to_be_shown_by(person: Person) -> bool:
    """Whether signing in takes this person more than the password."""
    return queries.authenticator(person.id) is not None or is_asked_of(person)


@bp.route("/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """The second step of signing in: the code, then on to where one was going."""
    signed_in = _session()
    if not signed_in.awaits:
        return redirect(url_for("front.index"), 303)
    app = queries.authenticator(signed_in.person_id)
    if app is None and not queries.passkeys(signed_in.person_id):
        return redirect(url_for("factor.set_up", next=own_path()), 303)
    form = CodeForm()

    def act() -> ResponseReturnValue:
        typed = form.code.data or ""
        try:
            service.check_code(signed_in.person, typed, actor=_actor(signed_in), now=access.now())
        except RuleBroken:
            limits.refuse("proof", signed_in.person_id)
            raise
        service.admit(signed_in, now=access.now())
        limits.forgive(limits.PROOFS)
        if not rules.CODE.fullmatch(rules.plain_code(typed)):
            left = queries.recovery_codes_left(signed_in.person_id)
            flash(_("That recovery code is used up; %(left)s are left.", left=left), "wait")
        return redirect(own_path() or url_for("front.index"), 303)

    return submit(form, act) or page("account/code.html", form=form, by_code=app is not None)


@bp.route("/", methods=["GET", "POST"])
def set_up() -> ResponseReturnValue:
    """Set up an app that shows codes, or another one in its place."""
    signed_in = _session()
    person = signed_in.person
    if signed_in.awaits and (queries.authenticator(person.id) or queries.passkeys(person.id)):
        # Who knows only the password must not put an app of their own beside what the owner has.
        return redirect(url_for("factor.code", next=own_path()), 303)
    form = SetUpForm(data={"secret": _wrapped(person, service.new_secret())})

    def act() -> ResponseReturnValue:
        codes = service.set_up(
            person,
            _unwrapped(person, form.secret.data or ""),
            form.code.data or "",
            keep_id=signed_in.id,
            actor=_actor(signed_in),
            now=access.now(),
        )
        service.admit(signed_in, now=access.now())
        limits.forgive(limits.PROOFS)
        return render_template("account/recovery_codes.html", codes=codes, onward=own_path())

    done = submit(form, act)
    if done is not None:
        return done
    app = TOTP(_unwrapped(person, form.secret.data or ""), 6, SHA1(), rules.STEP_SECONDS)  # noqa: S303
    address = app.get_provisioning_uri(person.email, ISSUER)
    return page(
        "account/second_factor.html",
        form=form,
        picture=_picture(address),
        typed=_readable(_unwrapped(person, form.secret.data or "")),
        obliged=signed_in.awaits,
    )


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """Sign out without having shown the second factor."""
    service.end_session(_session(), now=access.now())
    session.pop("sign_in", None)
    return redirect(url_for("front.index"), 303)


@bp.post("/recovery-codes")
def renew() -> ResponseReturnValue:
    """Fresh recovery codes; those that were left are void."""
    if queries.authenticator(access.person().id) is None:
        raise Missing
    codes = service.renew_recovery_codes(access.person(), actor=access.actor(), now=access.now())
    return render_template("account/recovery_codes.html", codes=codes, onward=url_for("account.profile"))


@bp.post("/remove")
def remove() -> ResponseReturnValue:
    """Do without a second factor, where nobody asks for one."""
    person = access.person()
    if is_asked_of(person):
        raise NotAllowed(
            _("A company you act for asks for a second factor; you can set up another app instead.")
        )
    service.remove_second_factor(person, actor=access.actor(), now=access.now())
    flash(_("From now on your password is enough."), "good")
    return redirect(url_for("account.profile"), 303)


def _session() -> SignIn:
    found = access.any_session()
    if found is None:
        raise NotAllowed(_("Please sign in."))
    return found


def _actor(signed_in: SignIn) -> Actor:
    return Actor(signed_in.person_id, None)


def own_path() -> str:
    """Where the person was going: a path of this portal, or nothing."""
    wanted = request.args.get("next", "")
    return wanted if OWN_PATH.fullmatch(wanted) else ""


def _wrapped(person: Person, secret: bytes) -> str:
    name, wrapped = sealing.ring().wrap(secret, f"setting up {person.public_id}")
    return f"{name}.{base64.urlsafe_b64encode(wrapped).decode()}"


def _unwrapped(person: Person, sent: str) -> bytes:
    name, _dot, wrapped = sent.partition(".")
    try:
        return sealing.ring().unwrap(
            base64.urlsafe_b64decode(wrapped.encode()), name, f"setting up {person.public_id}"
        )
    except (sealing.Unreadable, binascii.Error, ValueError):
        raise RuleBroken(_("This form is no longer complete. Please open the page again.")) from None


def _picture(address: str) -> Markup:
    """The address as a QR code, drawn into the page: nothing but paths that we make."""
    drawn = segno.make(address, micro=False).svg_inline(scale=5, border=2, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - It is drawn of paths and numbers, and holds nothing that anybody typed.


def _readable(secret: bytes) -> str:
    plain = base64.b32encode(secret).decode()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
