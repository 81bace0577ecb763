"""Signing in: Flask-Security's forms on our people and sessions, committed at the edge, with mails by the outbox.

The cookie carries a random token of a row in ``sign_in``; a signed cookie alone would outlive its logout.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, after_this_request, g, has_request_context, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import (
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    password_changed,
    password_reset,
    user_failed_authn,
)
from flask_security.utils import set_request_attr
from sqlalchemy import inspect, select

from portal import clock
from portal.accounts import service
from portal.accounts.models import Person
from portal.db import db
from portal.errors import Stale
from portal.outbox import enqueue
from portal.web import access, factor, limits
from portal.web.passwords import Passwords, normal
from portal.workflow import Actor

CONFIG: dict[str, Any] = {
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_PASSWORD_HASH": "argon2",
    # By this a link names the hash of a password. The default stretches it once more, for a fifth of a second.
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": True,
    "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_RESET_VIEW": "/login",
    "SECURITY_POST_CHANGE_VIEW": "/account/",
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=1),
    # A look-up of the mail domain would leave the machine, and silently send nothing where it cannot.
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    # The default writes "private=True", which means nothing to a cache.
    "SECURITY_CACHE_CONTROL": {"private": None, "no-store": None},
    "SECURITY_SCRIPT_NONCE_KEY": "csp_nonce",
    "SECURITY_DATETIME_FACTORY": clock.now,
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    "SECURITY_FLASH_MESSAGES": True,
}


class Store(SQLAlchemyUserDatastore):
    """People as Flask-Security sees them. It flushes; the edge commits."""

    def commit(self) -> None:
        self.db.session.flush()

    def set_uniquifier(self, user: Any, uniquifier: str | None = None) -> None:
        # A new password was hashed without the lock: a link or a password that was good then may be used up now.
        _check_unchanged(user)
        super().set_uniquifier(user, uniquifier)


def _check_unchanged(person: Person) -> None:
    """``Stale`` for somebody whose password was changed meanwhile; their row is locked from here on."""
    with db.session.no_autoflush:
        standing = db.session.scalar(
            select(Person.fs_uniquifier).where(Person.id == person.id).with_for_update()
        )
        # What is being changed in this request is compared as it was read.
        found = inspect(person).attrs.fs_uniquifier.history.deleted or (person.fs_uniquifier,)
    if standing not in (None, *found):
        raise Stale


class OutboxMail(MailUtil):
    """Mails leave as purpose and person; links are signed when the mail is delivered."""

    def send_mail(self, template: str, *args: Any, **kwargs: Any) -> None:
        recipient = kwargs.get("recipient") or args[1]
        person = kwargs.get("user") or db.session.scalar(select(Person).where(Person.email == recipient))
        if person is not None:
            purpose = template.rpartition("/")[2]
            enqueue("mail", {"purpose": purpose, "person": person.id}, due=access.now())


class LetGo:
    """Hashing takes a tenth of a second: the write lock is given back meanwhile.

    Nothing has been written yet when a sign-in or a new password is hashed; otherwise the lock stays.
    """

    def __init__(self, context: Any) -> None:
        self._context = context

    def __getattr__(self, name: str) -> Any:
        function = getattr(self._context, name)
        if name not in ("hash", "verify"):
            return function

        def unlocked(*args: Any, **kwargs: Any) -> Any:
            if has_request_context() and not (db.session.new or db.session.dirty):
                db.session.commit()
            result = function(*args, **kwargs)
            if result is False and request and request.endpoint == "security.change_password":
                limits.refuse("proof", access.person().id)
            return result

        return unlocked


def init_app(app: Flask) -> None:
    """Put signing in on the application."""
    app.config.update(CONFIG)
    app.config["SECURITY_PASSWORD_SALT"] = app.config["SECRET_KEY"]
    store = Store(db, Person, None)  # type: ignore[arg-type] # Roles belong to memberships, not to people.
    security = Security(app, store, mail_util_cls=OutboxMail, password_util_cls=Passwords)
    security.pwd_context = LetGo(security.pwd_context)
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)
    user_failed_authn.connect(_refuse, app)
    password_changed.connect(_note_new_password, app)
    password_reset.connect(_note_new_password, app)


def _load(user_id: str) -> Person | None:
    signed_in = access.current()
    if signed_in is None or signed_in.person.fs_uniquifier != user_id:
        return None
    # Flask-Security lets a password be changed only by somebody it knows to have come by a session.
    set_request_attr("fs_authn_via", "session")
    return signed_in.person


def _begin(sender: Flask, user: Person, **_extra: Any) -> None:  # noqa: ARG001
    _check_unchanged(user)
    waiting = access.any_session()
    if waiting is not None:
        # Whoever begins anew, or comes by another way, leaves no half-open session behind.
        service.end_session(waiting, now=access.now())
    signed_in, token = service.begin_session(
        user,
        request.user_agent.string,
        now=access.now(),
        awaits=not g.get("second_factor_shown") and factor.to_be_shown_by(user),
    )
    limits.forgive()
    g.let_in = True
    session["sign_in"] = token
    g.sign_in = signed_in


def _refuse(sender: Flask, user: Person, **_extra: Any) -> None:  # noqa: ARG001
    limits.refuse("password", user.id)


def _end(sender: Flask, user: Any, **_extra: Any) -> None:  # noqa: ARG001
    signed_in = access.any_session()
    session.pop("sign_in", None)
    if signed_in is not None:
        service.end_session(signed_in, now=access.now())
        g.sign_in = None
    after_this_request(_forget)


def _forget(answer: Response) -> Response:
    # Pages are not kept anyway; whatever a browser holds all the same goes too. Cookies are ended one by one.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _note_new_password(sender: Flask, user: Person, **_extra: Any) -> None:  # noqa: ARG001
    signed_in = access.current()
    keep_id = signed_in.id if signed_in else None
    service.password_was_changed(user, keep_id, actor=Actor(user.id, None), now=access.now())


def hash_password(plain: str) -> str:
    """The argon2id hash of a password, for people made by command or by invitation."""
    from flask_security import hash_password as hashed

    return str(hashed(normal(plain)))
