"""Mails: rendered and signed when the outbox delivers them, sent by SMTP or written to a folder by ``MAIL_URL``."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template, url_for
from flask_babel import force_locale
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from portal import clock, outbox
from portal.accounts.models import JoinInvitation, Person
from portal.db import db
from portal.notices.models import Notice
from portal.web.notices import details, said

SENDER = "Supplier portal"


@outbox.handler("mail")
def deliver(job: outbox.Job) -> None:
    """Render a mail as the application at work would answer a request, and send it."""
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        message = _message(job.payload)
        if message is not None:
            message["Message-ID"] = message_id(job.key)
            message["Date"] = clock.now()
            send(message)


def message_id(key: str) -> str:
    """The Message-ID of a job: the same over all tries, so that a mail sent twice arrives once.

    A colon would end the identifier for those who read it (RFC 5322, section 3.6.4), and mails would pass
    for repetitions of one another.
    """
    return f"<{key.replace(':', '.')}@portal>"


def invitation_token(public_id: str) -> str:
    """The signed token of an invitation's link."""
    return str(_signer().dumps(public_id))


def read_invitation_token(token: str) -> str | None:
    """The invitation's public id, or None for a token that this portal did not sign."""
    try:
        return str(_signer().loads(token))
    except BadSignature:
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="join-invitation")


def _message(payload: dict[str, Any]) -> EmailMessage | None:
    purpose = payload["purpose"]
    if purpose == "join":
        invitation = db.session.scalar(
            select(JoinInvitation).where(JoinInvitation.public_id == payload["invitation"])
        )
        if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
            return None
        link = url_for("account.join", token=invitation_token(invitation.public_id), _external=True)
        return _write(invitation.email, invitation.name, "en", "join", invitation=invitation, link=link)
    if purpose == "notice":
        return _notice(payload["notice"])
    person = db.session.get(Person, payload["person"])
    if person is None or not person.active:
        return None
    context: dict[str, Any] = {"person": person}
    if purpose == "reset_instructions":
        from flask_security.recoverable import generate_reset_password_token

        token = generate_reset_password_token(person)
        context["link"] = url_for("security.reset_password", token=token, _external=True)
    return _write(person.email, person.name, person.language or "en", purpose, **context)


def _notice(notice_id: int) -> EmailMessage | None:
    notice = db.session.get(Notice, notice_id)
    person = db.session.get(Person, notice.person_id) if notice else None
    if notice is None or person is None or not person.active:
        return None
    link = url_for("inbox.open", notice=notice.public_id, _external=True)
    language = person.language or "en"
    with force_locale(language):
        sentence, more = said(notice.kind, notice.params), details(notice.kind, notice.params)
    return _write(person.email, person.name, language, "notice", sentence=sentence, details=more, link=link)


def _write(address: str, name: str, language: str, template: str, **context: Any) -> EmailMessage:
    """Render ``templates/mail/<template>.txt``: its first line is the subject."""
    with force_locale(language):
        text = render_template(f"mail/{template}.txt", name=name, **context).strip()
    subject, _newline, body = text.partition("\n")
    message = EmailMessage()
    message["From"] = f"{SENDER} <no-reply@{urlsplit(current_app.config['SETTINGS'].base_url).hostname}>"
    message["To"] = address
    # A header holds one line, whatever a name or a title contains.
    message["Subject"] = " ".join(subject.split())
    message.set_content(body.strip() + "\n")
    return message


def send(message: EmailMessage) -> None:
    """Hand a message over: ``smtp://host:port`` or ``file:///folder``, where each mail becomes an .eml file."""
    target = urlsplit(current_app.config["SETTINGS"].mail_url)
    if target.scheme == "file":
        folder = Path(target.path)
        folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").replace("/", "-")
        (folder / f"{name}.eml").write_bytes(bytes(message))
        return
    with smtplib.SMTP(target.hostname or "localhost", target.port or 25, timeout=20) as server:
        if target.username:
            # Without a context of its own, smtplib would tell the password to whoever answers.
            server.starttls(context=ssl.create_default_context())
            server.login(target.username, target.password or "")
        server.send_message(message)
