"""Where an answer leads: ``next=`` to another site, and hosts that a request makes up."""

import re
from urllib.parse import quote

import pytest

from portal.accounts.models import Person
from portal.accounts.roles import Role
from tests.accounts.mails import delivered
from tests.phone import PASSWORD

EVIL = "evil.example"
ELSEWHERE = [
    f"https://{EVIL}",
    f"https://{EVIL}/login",
    f"http:{EVIL}",
    f"https:///{EVIL}",
    f"//{EVIL}",
    f"///{EVIL}",
    f"////{EVIL}",
    f"/\\{EVIL}",
    f"\\/{EVIL}",
    f"\\\\{EVIL}",
    f"/\\/{EVIL}",
    f"/\t/{EVIL}",
    f"/\n/{EVIL}",
    f"\t//{EVIL}",
    f" //{EVIL}",
    f"/\r//{EVIL}",
    f"\x01//{EVIL}",
    f"https://localhost@{EVIL}",
    f"https://localhost.{EVIL}",
    f"https://{EVIL}#localhost",
    f"https://{EVIL}\\@localhost",
    f"//{EVIL}/%2f..",
    f"/%09/{EVIL}",
    f"/..//{EVIL}",
    f"/.//{EVIL}",
    f"/x/..//{EVIL}",
    f"javascript:alert('{EVIL}')",
    f"JaVaScRiPt://localhost/%0aalert('{EVIL}')",
    f"data:text/html,{EVIL}",
    f"ftp://{EVIL}",
    f"https:/{EVIL}",
    f"。{EVIL}",
    f"/／{EVIL}",
    f"https://{EVIL}:80@localhost:x",
    f"/ok\r\nLocation: https://{EVIL}",
]


def leads_elsewhere(location: str) -> bool:
    """Whether a browser that follows ``Location`` leaves the portal (WHATWG URL: tabs, line ends and leading
    controls fall away, backslashes are slashes)."""
    seen = re.sub(r"[\t\r\n]", "", location).lstrip("".join(map(chr, range(0x21)))).replace("\\", "/")
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", seen):
        return not re.match(r"https?://localhost(?:[/?#]|$)", seen)
    return seen.startswith("//")


def test_browsers_would_follow_these():
    followed = [f"//{EVIL}", f"/\\{EVIL}", f"/\t/{EVIL}", f"https://localhost@{EVIL}", "javascript:alert(1)"]
    assert all(map(leads_elsewhere, followed))
    assert not any(
        map(leads_elsewhere, ["/supplier/", "/x//y", "/supplier/?next=//x", "https://localhost/x"])
    )


def test_signing_in_leads_nowhere_else(client, sales, monkeypatch):
    # What is tried is where it leads; hashing forty times would only take long.
    monkeypatch.setattr(Person, "verify_and_update_password", lambda *_args: True)
    left = []
    for target in ELSEWHERE:
        for url, form in ((f"/login?next={quote(target)}", {}), ("/login", {"next": target})):
            client.delete_cookie("session")
            answer = client.post_form(url, {"email": sales.email, "password": PASSWORD, **form})
            refused = answer.status_code == 200 and "forbidden" in answer.text
            if not refused and (answer.status_code != 302 or leads_elsewhere(answer.location)):
                left.append((url, answer.status_code, answer.location))
    assert left == []


@pytest.mark.one_database
def test_who_is_signed_in_is_led_nowhere_else(client, sales, sign_in, world):
    sign_in(client, world.alpha, Role.SALES)
    left = []
    for target in ELSEWHERE:
        for url in ("/login", "/verify", "/", "/account/choose", "/supplier/", "/inbox/", "/change"):
            answer = client.get(f"{url}?next={quote(target)}")
            left += [(url, answer.location)] if answer.location and leads_elsewhere(answer.location) else []
        answer = client.post_form(f"/account/switch?next={quote(target)}", {"next": target})
        left += [answer.location] if answer.location and leads_elsewhere(answer.location) else []
    assert left == []


def test_signing_in_leads_back_to_where_one_was_stopped(client, sales):
    stopped = client.get("/supplier/bids?after=1")
    answer = client.post_form(stopped.location, {"email": sales.email, "password": PASSWORD})
    assert answer.location == "/supplier/bids?after=1"


HOSTS = [
    {"Host": EVIL},
    {"X-Forwarded-Host": EVIL},
    {"X-Host": EVIL},
    {"Forwarded": f"host={EVIL};proto=https"},
    {"X-Forwarded-Server": EVIL},
    {"X-Original-URL": f"https://{EVIL}/"},
]


@pytest.mark.one_database
@pytest.mark.parametrize("headers", HOSTS, ids=[next(iter(one)) for one in HOSTS])
def test_no_host_that_a_request_makes_up_reaches_a_mail_or_a_page(
    client, world, sign_in, sales, room, headers
):
    delivered(room)
    sign_in(client, world.alpha, Role.SUPPLIER_ADMIN)
    client._csrf_token()
    client.set_cookie("session", client.get_cookie("session").value, domain=EVIL)
    visitor = client.application.test_client()
    visitor._csrf_token()
    visitor.set_cookie("session", visitor.get_cookie("session").value, domain=EVIL)
    visitor.post_form("/reset", {"email": sales.email}, headers=headers)
    typed = {"name": "N", "email": "n@new.example", "roles": [Role.SALES]}
    client.post_form("/supplier/people/invite", typed, headers=headers)
    mails = delivered(room)
    assert len(mails) == 2
    for mail in mails:
        assert EVIL not in mail.as_string()
        assert "http://127.0.0.1:8000/" in mail.get_content()
    for url in (
        "/",
        "/login",
        "/reset",
        "/buyer/",
        "/supplier/",
        "/supplier/people",
        "/receipts/check",
        "/x",
    ):
        answer = client.get(url, headers=headers)
        assert EVIL not in answer.text + str(answer.headers), url
