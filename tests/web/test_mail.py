"""Mails as those who receive them read them: each with an identifier of its own, and a date."""

from email.utils import parsedate_to_datetime

from portal.accounts.roles import Role
from portal.db import transaction
from portal.notices.service import notify
from portal.web.mail import message_id
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
