"""What holds in production: settings that are safe, cookies and headers, and the names the portal answers to."""

from dataclasses import replace

import psycopg
import pytest
from flask import request
from sqlalchemy import make_url

from portal import create_app
from portal.config import Settings, UnsafeSetting, read_settings
from portal.db import db
from tests import postgres

SAFE = {
    "PORTAL_ENV": "production",
    "DATABASE_URL": "postgresql://portal@db/portal",
    "FILES_URL": "file:///srv/files",
    "SECRET_KEY": "0123456789abcdef" * 2,
    "PORTAL_KEY": "fedcba9876543210" * 2,
    "BASE_URL": "https://portal.example.com",
    "MAIL_URL": "smtp://mail.example.com:25",
}


@pytest.fixture(autouse=True)
def no_room(monkeypatch, tmp_path):
    """Nothing is written where development keeps its data."""
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))


def test_safe_settings_are_taken():
    settings = read_settings(SAFE)
    assert settings.production
    assert settings.trusted_hosts == ("portal.example.com",)
    assert (settings.proxies, settings.rate_limits) == (1, True)


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "FILES_URL", "SECRET_KEY", "PORTAL_KEY", "BASE_URL", "MAIL_URL"]
)
def test_a_missing_setting_stops_the_start_by_its_name(name):
    with pytest.raises(UnsafeSetting, match=f"Set {name}: "):
        read_settings({**SAFE, name: ""})


@pytest.mark.parametrize(
    ("unsafe", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"PORTAL_KEY": "x" * 31}, "PORTAL_KEY is too short"),
        ({"SECRET_KEY": "s" * 64}, "SECRET_KEY is not random"),
        ({"PORTAL_KEY": "changeme" * 8}, "PORTAL_KEY is not random"),
        ({"PORTAL_KEY": SAFE["SECRET_KEY"]}, "must differ"),
        ({"BASE_URL": "http://portal.example.com"}, "https://"),
        ({"BASE_URL": "https://"}, "https://"),
        ({"BASE_URL": "https://portal.example.com/sub"}, "at its root"),
        ({"TRUSTED_HOSTS": "other.example.com"}, "TRUSTED_HOSTS must hold the host"),
        ({"TRUSTED_HOSTS": "portal.example.com,*.example.com"}, "a \\* would"),
        ({"RATE_LIMITS": "off"}, "RATE_LIMITS cannot be off"),
        ({"PROXIES": "many"}, "PROXIES is “many”"),
        ({"TIMEZONE": "Mars/Olympus"}, "TIMEZONE is"),
        ({"OIDC_ISSUER": "https://id.example.com"}, "needs OIDC_CLIENT_ID"),
        (
            {"OIDC_ISSUER": "http://id.example.com", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"},
            "OIDC_ISSUER must begin with https",
        ),
        ({"MAIL_URL": "imap://mail"}, "MAIL_URL must begin"),
    ],
)
def test_an_unsafe_setting_stops_the_start_with_a_sentence(unsafe, sentence):
    with pytest.raises(UnsafeSetting, match=sentence):
        read_settings({**SAFE, **unsafe})


def test_further_names_are_told_apart_from_their_ports():
    names = read_settings({**SAFE, "TRUSTED_HOSTS": "portal.example.com, 10.0.0.5:8000 ,https://old.example"})
    assert names.trusted_hosts == ("portal.example.com", "10.0.0.5", "old.example")


def test_development_answers_under_any_name_and_believes_no_proxy():
    settings = read_settings({})
    assert (settings.production, settings.trusted_hosts, settings.proxies) == (False, (), 0)


@pytest.fixture
def live(app, client):
    """A client of the portal as it is in production, on the database of the tests."""
    settings = app.config["SETTINGS"]
    production = read_settings({**SAFE, "DATABASE_URL": settings.database_url})
    made = create_app(Settings(**{**vars(production), "database_url": settings.database_url}))
    made.test_client_class = type(client)
    with made.app_context():
        yield made.test_client()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


HTTPS = {"base_url": "https://portal.example.com"}


@pytest.mark.one_database
def test_cookies_and_headers(live):
    answer = live.get("/login", **HTTPS)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not [one for one in attributes if one.lower().startswith("domain")]
    headers = answer.headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self' 'nonce-" in policy


def test_the_cookie_that_would_remember_a_device_is_kept_like_the_other(live):
    kept = live.application.config
    assert kept["REMEMBER_COOKIE_NAME"].startswith("__Host-")
    assert (kept["REMEMBER_COOKIE_SECURE"], kept["REMEMBER_COOKIE_HTTPONLY"]) == (True, True)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "host", ["evil.example", "portal.example.com.evil.example", "evil.example:443", "localhost"]
)
def test_no_other_name_is_answered_to(live, host):
    for method in ("get", "post"):
        answer = getattr(live, method)("/login", headers={"Host": host})
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert host not in answer.text
    assert live.get("/login", headers={"X-Forwarded-Host": "evil.example"}, **HTTPS).status_code == 200


@pytest.mark.one_database
def test_the_caller_is_whom_the_proxy_saw(live):
    seen = []
    live.application.before_request(lambda: seen.append((request.remote_addr, request.scheme)))
    forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4", "X-Forwarded-Proto": "https"}
    live.get("/login", headers=forwarded, base_url="http://portal.example.com")
    assert seen == [("198.51.100.4", "https")]


@pytest.fixture(scope="module")
def roles(worker_id):
    """The addresses of a database by the portal's role, the superuser, the owner, and one who sees every row."""
    plain, superuser = postgres.new_database(f"seen_{worker_id}")
    owned, owner = postgres.new_database(f"owned_{worker_id}", plain_owner=True)
    seer = f"seer_{worker_id}"
    with psycopg.connect(owner.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("create table held (id int)")
    with psycopg.connect(superuser.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"drop role if exists {seer}")
        connection.execute(f"create role {seer} login bypassrls password '{seer}'")
    as_seer = make_url(plain).set(username=seer, password=seer).render_as_string(hide_password=False)
    yield {"plain": owned, "superuser": superuser, "owner": owner, "seer": as_seer}
    with psycopg.connect(superuser.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"drop role {seer}")


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("superuser", "SUPERUSER or BYPASSRLS"),
        ("seer", "SUPERUSER or BYPASSRLS"),
        ("owner", "the owner of the tables"),
    ],
)
def test_a_role_that_could_see_everything_stops_the_start(roles, role, sentence):
    settings = read_settings({**SAFE, "DATABASE_URL": roles[role]})
    with pytest.raises(UnsafeSetting, match=sentence):
        create_app(settings)
    create_app(replace(settings, production=False, database_url=roles[role]))


def test_a_plain_role_starts_and_so_does_whoever_finds_no_database(roles):
    create_app(read_settings({**SAFE, "DATABASE_URL": roles["plain"]}))
    away = (
        make_url(roles["plain"]).set(query={}, host="127.0.0.1", port=1).render_as_string(hide_password=False)
    )
    create_app(read_settings({**SAFE, "DATABASE_URL": away}))
