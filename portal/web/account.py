"""One's own account: joining by invitation, the profile, and for whom one acts."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_security import login_user
from sqlalchemy import select
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts import queries, rules, service
from portal.accounts.models import JoinInvitation, Person
from portal.db import db
from portal.errors import Missing
from portal.web import access, context, factor, passkey, timeline
from portal.web.forms import PortalForm, page, submit
from portal.web.mail import read_invitation_token
from portal.web.security import hash_password
from portal.web.zones import ZONES

bp = Blueprint("account", __name__, url_prefix="/account")

POLICY = {
    "account.join": access.PUBLIC,
    "account.profile": access.PERSONAL,
    "account.choose": access.PERSONAL,
    "account.switch": access.PERSONAL,
    "account.end_session": access.PERSONAL,
    "account.end_others": access.PERSONAL,
}


class JoinForm(PortalForm):
    """Setting a password, and a name where the person is new."""

    name = StringField(_("Your name"), [InputRequired(_("Please tell us your name.")), Length(max=200)])
    password = PasswordField(
        _("Password"),
        [
            InputRequired(_("Please choose a password.")),
            Length(min=12, max=128, message=_("Use 12 characters or more.")),
        ],
    )
    password_confirm = PasswordField(
        _("Repeat the password"),
        [
            InputRequired(_("Please type the password a second time.")),
            EqualTo("password", _("The two passwords differ.")),
        ],
    )


class ProfileForm(PortalForm):
    """What a person says of themselves."""

    name = StringField(_("Your name"), [InputRequired(_("Please tell us your name.")), Length(max=200)])
    timezone = SelectField(_("Time zone"), choices=[SelectChoice("", _("as the organisation")), *ZONES])


@bp.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> ResponseReturnValue:
    """Take up an invitation: set a password and be signed in."""
    public_id = read_invitation_token(token)
    invitation = db.session.scalar(select(JoinInvitation).where(JoinInvitation.public_id == public_id))
    if invitation is None:
        raise Missing
    service.check_invitation(invitation, access.now())
    known = db.session.scalar(
        select(Person).where(Person.email == invitation.email, Person.password.is_not(None))
    )
    # Who was invited by address alone says the name first; an address is none.
    form = JoinForm(data={"name": "" if invitation.name == invitation.email else invitation.name})
    if known is not None:
        del form.name, form.password, form.password_confirm

    def act() -> ResponseReturnValue:
        name = invitation.name if known else (form.name.data or "")
        secret = None if known else _chosen(form.password.data or "", invitation, name)
        member = service.accept_invitation(invitation, name=name, password_hash=secret, now=access.now())
        if known is None:
            login_user(member.person)
            return redirect(url_for("front.index"), 303)
        flash(_("You can now act for %(name)s. Please sign in.", name=invitation.organisation.name), "good")
        return redirect(url_for("security.login"), 303)

    return submit(form, act) or page("account/invitation.html", form=form, invitation=invitation)


def _chosen(password: str, invitation: JoinInvitation, name: str) -> str:
    """The hash of the password that somebody new has chosen."""
    rules.check_password(password, (invitation.email, name, invitation.organisation.name))
    return hash_password(password)


@bp.route("/", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    """One's name, time zone, password and sessions."""
    person = access.person()
    form = ProfileForm(obj=person)

    def act() -> ResponseReturnValue:
        service.change_person(
            person,
            name=form.name.data or "",
            timezone=form.timezone.data or "",
            actor=access.actor(),
            now=access.now(),
        )
        flash(_("Saved."), "good")
        return redirect(url_for("account.profile"), 303)

    here = access.current()
    held = access.membership()
    return submit(form, act) or page(
        "account/profile.html",
        form=form,
        sessions=queries.sessions(person.id, access.now()),
        here=here.id if here else None,
        authenticator=queries.authenticator(person.id),
        codes_left=queries.recovery_codes_left(person.id),
        passkeys=queries.passkeys(person.id),
        passkeys_offered=passkey.is_offered(),
        obliged=factor.is_asked_of(person),
        lately=timeline.events_of_own(person),
        layout=f"{held.organisation.side}/base.html" if held else "account/base.html",
    )


@bp.post("/sessions/<session>/end")
def end_session(session: str) -> ResponseReturnValue:
    """End one of one's own sessions."""
    for signed_in in queries.sessions(access.person().id, access.now()):
        if signed_in.public_id == session:
            service.end_session(signed_in, now=access.now())
            flash(_("That session has ended."), "good")
            return redirect(url_for("account.profile"), 303)
    raise Missing


@bp.post("/sessions/end")
def end_others() -> ResponseReturnValue:
    """End all of one's own sessions but this one."""
    here = access.current()
    keep_id = here.id if here else None
    service.end_other_sessions(access.person(), keep_id, actor=access.actor(), now=access.now())
    flash(_("Every other session has ended."), "good")
    return redirect(url_for("account.profile"), 303)


@bp.get("/choose")
def choose() -> ResponseReturnValue:
    """Choose for which organisation one acts."""
    places = [context.place(member) for member in queries.memberships(access.person().id)]
    return render_template("account/choose.html", memberships=places)


@bp.post("/switch")
def switch() -> ResponseReturnValue:
    """Act for another of one's organisations from now on."""
    signed_in = access.current()
    wanted = request.form.get("membership", "")
    for member in queries.memberships(access.person().id):
        if member.public_id == wanted and signed_in is not None:
            service.act_for(signed_in, member)
            if queries.authenticator(signed_in.person_id) is None and factor.is_asked_of(signed_in.person):
                # The company was joined, or began to ask, after this session had begun.
                signed_in.awaits = True
            return redirect(url_for("front.index"), 303)
    abort(404)
