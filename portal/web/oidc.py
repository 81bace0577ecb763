"""Signing in by an identity provider (OpenID Connect: authorization code with PKCE), where the settings name one.

The provider leads back by a GET, which changes nothing here: what it said is checked, and stands signed in a page that
sends itself. That page can be sent by the browser alone that began.
"""

import hmac
import secrets
from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_security import login_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError
from requests import RequestException

from portal.accounts import service
from portal.config import Settings
from portal.errors import Missing, RuleBroken
from portal.web import access
from portal.web.factor import own_path

bp = Blueprint("oidc", __name__, url_prefix="/account/provider")
SECONDS_TO_ANSWER = 10
SECONDS_TO_FINISH = 120
NOT_CONFIRMED = _("The identity provider did not confirm who you are. Please try again.")

POLICY = {
    "oidc.begin": access.PUBLIC,
    "oidc.callback": access.PUBLIC,
    "oidc.finish": access.PUBLIC,
}


def init_app(app: Flask) -> None:
    """Make the provider of the settings known, and its name to the sign-in page."""
    settings: Settings = app.config["SETTINGS"]
    app.jinja_env.globals.update(identity_provider=settings.oidc_name if settings.oidc_issuer else "")
    if not settings.oidc_issuer:
        return
    OAuth(app).register(
        "provider",
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS_TO_ANSWER,
        },
    )


@bp.get("/")
def begin() -> ResponseReturnValue:
    """Lead the browser to the provider."""
    provider = _provider()
    session["provider_next"] = own_path()
    try:
        # Whoever answers under the issuer's address must call itself by its name, or it speaks for another.
        if provider.load_server_metadata().get("issuer") != _settings().oidc_issuer:
            raise RuleBroken(NOT_CONFIRMED)
        return cast(ResponseReturnValue, provider.authorize_redirect(_address_here()))
    except (AuthlibBaseError, RequestException) as failure:
        raise RuleBroken(_("The identity provider does not answer. Please sign in by password.")) from failure


@bp.get("/callback")
def callback() -> ResponseReturnValue:
    """Check what the provider says, and hand it to the browser as a page that sends itself."""
    provider, issuer = _provider(), _settings().oidc_issuer
    required = {"iss": {"essential": True, "values": [issuer]}, "sub": {"essential": True}}
    try:
        claims = provider.authorize_access_token(claims_options=required).get("userinfo")
    except (AuthlibBaseError, JoseError, RequestException) as failure:
        raise RuleBroken(NOT_CONFIRMED) from failure
    if not claims:
        raise RuleBroken(NOT_CONFIRMED)
    # A provider that leaves the verification unsaid, or says it in another way, has verified nothing.
    email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
    session["provider_turn"] = turn = secrets.token_urlsafe(16)
    said = [str(claims["sub"]), email, "mfa" in (claims.get("amr") or []), turn]
    return render_template("account/provider.html", said=_signer().dumps(said))


@bp.post("/finish")
def finish() -> ResponseReturnValue:
    """Sign in as the member whom the provider named."""
    _provider()
    turn = session.pop("provider_turn", "")
    try:
        subject, email, strong, meant = _signer().loads(
            request.form.get("said", ""), max_age=SECONDS_TO_FINISH
        )
    except BadSignature:
        raise RuleBroken(NOT_CONFIRMED) from None
    if not turn or not hmac.compare_digest(turn, meant):
        raise RuleBroken(NOT_CONFIRMED)
    person = service.vouched_for(_settings().oidc_issuer, subject, email, now=access.now())
    g.second_factor_shown = strong
    if not login_user(person):
        raise RuleBroken(NOT_CONFIRMED)
    return redirect(session.pop("provider_next", "") or url_for("front.index"), 303)


def _provider() -> Any:
    if not _settings().oidc_issuer:
        raise Missing
    return current_app.extensions["authlib.integrations.flask_client"].provider


def _settings() -> Settings:
    return cast(Settings, current_app.config["SETTINGS"])


def _address_here() -> str:
    """Where the provider leads back to: always under the address that people type."""
    return _settings().base_url + url_for("oidc.callback")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="identity-provider")
