"""Passkeys: adding one, removing one, and signing in with one, which takes neither password nor code.

The challenge stands in the page, signed, with the time at which it was put and whom it is for; the database keeps
nothing until it is answered. A device that verifies its owner is something one has and something one is or knows.
"""

import ipaddress
import json
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_security import login_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.accounts import queries, service
from portal.accounts.models import Passkey, Person
from portal.db import EPOCH, MILLISECOND, db
from portal.errors import RuleBroken
from portal.web import access, limits
from portal.web.factor import ISSUER, own_path
from portal.web.forms import PortalForm, page, submit

bp = Blueprint("passkey", __name__, url_prefix="/account/passkeys")
ANSWERED_WITHIN = timedelta(minutes=5)

POLICY = {
    "passkey.sign_in": access.PUBLIC,
    "passkey.add": access.binding(access.PERSONAL),
    "passkey.remove": access.binding(access.PERSONAL),
}


class PasskeyForm(PortalForm):
    """What a device signed, and the challenge that it was given."""

    challenge = HiddenField()
    credential = HiddenField()


class AddForm(PasskeyForm):
    """A further passkey."""

    name = StringField(
        _("Name"),
        [InputRequired(_("Please name the device.")), Length(max=100)],
        description=_("So that you know it in the list: “Phone”, “Laptop at work”."),
    )


def init_app(app: Flask) -> None:
    """Let the sign-in page put its challenge."""
    app.jinja_env.globals.update(passkey_form=_sign_in_form)


def is_offered() -> bool:
    """Whether browsers give passkeys to this portal: they are bound to a name, never to an address in numbers."""
    try:
        ipaddress.ip_address(_host())
    except ValueError:
        return True
    return False


def _sign_in_form() -> PasskeyForm | None:
    """The form of the sign-in page, with its challenge; None where passkeys are not offered."""
    if not is_offered():
        return None
    challenge = secrets.token_bytes(32)
    form = PasskeyForm(formdata=None, data={"challenge": _signed(challenge, "sign in")})
    options = generate_authentication_options(
        rp_id=_host(), challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    form.options = options_to_json(options)
    return form


@bp.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey. Whatever does not hold is refused in the same words."""
    refused = RuleBroken(_("This passkey does not sign in here. Please try again, or use your password."))
    challenge, put_at = _opened(request.form.get("challenge", ""), "sign in")
    sent, passkey = _credential(), None
    try:
        passkey = db.session.scalar(
            select(Passkey)
            .where(Passkey.credential_id == base64url_to_bytes(str(sent.get("id", ""))))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if passkey is None or put_at <= passkey.used_at:
            raise refused
        verified = verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        if passkey is not None:
            limits.refuse("passkey", passkey.person_id)
        raise refused from None
    service.use_passkey(passkey, verified.new_sign_count, now=access.now())
    g.second_factor_shown = True
    if not login_user(passkey.person):
        raise refused
    return redirect(own_path() or url_for("front.index"), 303)


@bp.route("/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Add a passkey of this device."""
    person = access.person()
    challenge = secrets.token_bytes(32)
    form = AddForm(data={"challenge": _signed(challenge, person.public_id)})

    def act() -> ResponseReturnValue:
        expected, _put_at = _opened(form.challenge.data or "", person.public_id)
        try:
            made = verify_registration_response(
                credential=_credential(),
                expected_challenge=expected,
                expected_rp_id=_host(),
                expected_origin=_origin(),
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            raise RuleBroken(_("The device gave no passkey that fits. Please try again.")) from None
        service.add_passkey(
            person,
            name=form.name.data or "",
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            actor=access.actor(),
            now=access.now(),
        )
        flash(_("From now on this device signs you in."), "good")
        return redirect(url_for("account.profile"), 303)

    done = submit(form, act)
    if done is not None:
        return done
    # Shown again, the page puts a challenge of its own.
    form.challenge.data = _signed(challenge, person.public_id)
    return page("account/passkey.html", form=form, options=_registration(person, challenge))


def _registration(person: Person, challenge: bytes) -> str:
    """What the browser asks its device for, as JSON: a key that it keeps and that verifies its owner."""
    options = generate_registration_options(
        rp_id=_host(),
        rp_name=ISSUER,
        user_id=bytes.fromhex(person.public_id),
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=one.credential_id) for one in queries.passkeys(person.id)
        ],
    )
    return str(options_to_json(options))


@bp.post("/<passkey>/remove")
def remove(passkey: str) -> ResponseReturnValue:
    """Remove one of one's own passkeys."""
    found = queries.passkey(access.person().id, passkey)
    service.remove_passkey(found, actor=access.actor(), now=access.now())
    flash(_("That passkey signs nobody in any more."), "good")
    return redirect(url_for("account.profile"), 303)


def _credential() -> dict[str, Any]:
    try:
        sent = json.loads(request.form.get("credential", ""))
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise RuleBroken(_("Your browser gave no passkey."))
    return sent


def _signed(challenge: bytes, purpose: str) -> str:
    return str(_signer().dumps([challenge.hex(), purpose, (access.now() - EPOCH) // MILLISECOND]))


def _opened(signed: str, purpose: str) -> tuple[bytes, datetime]:
    """The challenge and when it was put. ``RuleBroken`` for one that is not of this portal, purpose and time."""
    late = RuleBroken(_("That took too long. Please try again."))
    try:
        challenge, put_for, milliseconds = _signer().loads(signed)
    except BadSignature:
        raise late from None
    put_at = EPOCH + milliseconds * MILLISECOND
    if put_for != purpose or access.now() - put_at > ANSWERED_WITHIN:
        raise late
    return bytes.fromhex(challenge), put_at


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="passkey-challenge")


def _origin() -> str:
    return str(current_app.config["SETTINGS"].base_url)


def _host() -> str:
    return urlsplit(_origin()).hostname or ""
