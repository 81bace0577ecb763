"""Mails as those who receive them read them: each with an identifier of its own, and a date."""

import dataclasses
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest

from portal.accounts.roles import Role
from portal.db import transaction
from portal.notices.service import notify
from portal.reactions.lines import first
from portal.web.mail import message_id, send
from portal.web.notices import DETAILS, SENTENCES, details
from tests.accounts.mails import delivered


def test_two_notices_are_two_mails(app, world, now, room):
    delivered(room)
    for _again in range(2):
        with transaction():
            notify(
                world.alpha.id,
                {Role.SALES, Role.LOGISTICS},
                kind="rfq_invited",
                params={"number": "RFQ-1", "title": "Brackets", "buyer": "Acme"},
                endpoint="supplier.rfq",
                target="0" * 32,
                now=now,
            )
    mails = delivered(room)
    assert len(mails) == 4, "one for each person and each notice"
    identifiers = {mail["Message-ID"] for mail in mails}
    assert len(identifiers) == 4
    assert all(one.startswith("<") and one.endswith("@portal>") for one in identifiers)
    assert all(parsedate_to_datetime(mail["Date"]) for mail in mails)


def test_a_mail_sent_twice_is_the_same_mail():
    assert message_id("notice:1") == message_id("notice:1") == "<notice.1@portal>"


def test_a_notice_from_before_its_sentence_named_more_is_still_told(app, client, sign_in, world, now, room):
    delivered(room)
    with transaction():
        notify(
            world.alpha.id,
            {Role.SALES},
            kind="rfq_invited",
            params={"number": "RFQ-1", "title": None},
            endpoint="supplier.rfq",
            target="0" * 32,
            now=now,
        )
    (mail,) = delivered(room)
    assert mail["Subject"] == "… invites you to bid on RFQ-1: …"
    assert "Bids are due" not in mail.get_content()
    sign_in(client, world.alpha, Role.SALES)
    page = client.get("/inbox/")
    assert page.status_code == 200
    assert "invites you to bid on RFQ-1" in page.text


def test_a_mail_names_the_first_of_many_lines(app):
    kept = [{"position": at, "description": "Bolt"} for at in range(1, 13)]
    with app.test_request_context():
        ((label, said),) = details("bid_awarded", {"lines": first(kept)})
    assert label == "Awarded to you"
    assert said.split("\n")[-2:] == ["10. Bolt", "and 2 more"]


def test_details_stand_beside_sentences_and_none_is_a_price():
    assert DETAILS.keys() <= SENTENCES.keys()
    for labels in DETAILS.values():
        assert not labels.keys() & {"price", "amount"}
        assert all(str(label) for label in labels.values())


@pytest.mark.one_database
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_what_is_typed_adds_no_header_to_a_mail(app, world, now, room, ends):
    delivered(room)
    with transaction():
        notify(
            world.alpha.id,
            {Role.SALES},
            kind="rfq_invited",
            params={"number": "RFQ-1", "title": f"Brackets{ends}Bcc: eve@evil.example", "buyer": "Acme"},
            endpoint="supplier.rfq",
            target="0" * 32,
            now=now,
        )
    (mail,) = delivered(room)
    assert mail["Bcc"] is None
    assert {"From", "To", "Subject", "Message-ID", "Date"} <= set(mail.keys())
    assert not any(char in mail["Subject"] for char in "\r\n\u2028\x0b")


class MailServer:
    """A mail server that notes what it is asked, in order."""

    asked: list

    def __init__(self, host: str, port: int, timeout: float) -> None:
        MailServer.asked = [(host, port)]

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def starttls(self, context: ssl.SSLContext | None = None) -> None:
        self.asked.append(context)

    def login(self, user: str, password: str) -> None:
        self.asked.append((user, password))

    def send_message(self, message: EmailMessage) -> None:
        self.asked.append(message)


def test_a_password_goes_to_a_mail_server_that_proved_its_name(app, monkeypatch):
    monkeypatch.setattr(smtplib, "SMTP", MailServer)
    settings = dataclasses.replace(app.config["SETTINGS"], mail_url="smtp://portal:word@mail.example:587")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    message = EmailMessage()
    with app.app_context():
        send(message)
    place, context, credentials, sent = MailServer.asked
    assert (place, credentials, sent) == (("mail.example", 587), ("portal", "word"), message)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
