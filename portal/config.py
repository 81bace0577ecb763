"""Settings from the environment. In development missing ones are made up; in production they stop the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

ROOT = Path(__file__).resolve().parent.parent


class UnsafeSetting(RuntimeError):
    """A setting without which the portal does not start; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides. ``files_url`` and ``mail_url`` are URLs; the keys are 32 bytes or more of text.

    ``portal_key_previous`` is the ``PORTAL_KEY`` that is being replaced, until ``flask keys rotate`` has run.
    ``scanner_url`` is where a ClamAV daemon listens, and empty where there is none.
    ``trusted_hosts`` are the names under which the portal answers, () for any; ``proxies`` is how many proxies stand
    before it, whose word on the caller's address is taken. ``oidc_issuer`` is the identity provider by which people
    may sign in, and empty where there is none. ``webhook_networks`` are networks (``10.1.0.0/16``) that webhooks of
    buyers may reach though they are not public.
    """

    production: bool
    database_url: str
    files_url: str
    secret_key: str
    portal_key: str
    base_url: str
    mail_url: str
    timezone: str
    languages: tuple[str, ...]
    max_upload: int = 25 * 1024 * 1024
    portal_key_previous: str = ""
    scanner_url: str = ""
    rate_limits: bool = True
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    webhook_networks: tuple[str, ...] = ()


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. ``UnsafeSetting`` names the first one that is missing or unsafe in production."""
    production = environ.get("PORTAL_ENV", "development") == "production"
    room = Path(environ.get("PORTAL_VAR", ROOT / "var")).resolve()
    if not production:
        room.mkdir(parents=True, exist_ok=True)
    port = environ.get("PORT", "8000")

    def setting(name: str, default: str) -> str:
        value = environ.get(name, "")
        if production and not value and name in NEEDED:
            raise UnsafeSetting(f"Set {name}: {NEEDED[name]}")
        return value or default

    settings = Settings(
        production=production,
        database_url=database_driver(setting("DATABASE_URL", f"sqlite:///{room / 'portal.db'}")),
        files_url=setting("FILES_URL", f"file://{room / 'files'}"),
        secret_key=setting("SECRET_KEY", "") or _own_key(room, "secret_key"),
        portal_key=setting("PORTAL_KEY", "") or _own_key(room, "portal_key"),
        base_url=setting("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        mail_url=setting("MAIL_URL", f"file://{room / 'mail'}"),
        timezone=setting("TIMEZONE", "UTC"),
        languages=tuple(setting("LANGUAGES", "en").split(",")),
        portal_key_previous=setting("PORTAL_KEY_PREVIOUS", ""),
        scanner_url=setting("SCANNER_URL", ""),
        rate_limits=setting("RATE_LIMITS", "on") != "off",
        trusted_hosts=_hosts(setting("TRUSTED_HOSTS", environ.get("BASE_URL", "") if production else "")),
        oidc_issuer=setting("OIDC_ISSUER", ""),
        oidc_client_id=setting("OIDC_CLIENT_ID", ""),
        oidc_client_secret=setting("OIDC_CLIENT_SECRET", ""),
        oidc_name=setting("OIDC_NAME", "your company’s account"),
        webhook_networks=_networks(setting("WEBHOOK_NETWORKS", "")),
        proxies=_number("PROXIES", setting("PROXIES", "1" if production else "0")),
    )
    _check(settings)
    return settings


# 32 random bytes as hexadecimal digits hold fewer than this once in many millions of years.
FEWEST_CHARACTERS = 8

NEEDED = {
    "DATABASE_URL": "where the portal keeps its data, for example postgresql://user@host/portal.",
    "FILES_URL": "where uploaded files are kept, for example file:///srv/portal/files.",
    "SECRET_KEY": "32 random bytes or more that sign sessions.",
    "PORTAL_KEY": "32 random bytes or more that protect bids; keep it outside the database and its backups.",
    "BASE_URL": "the address people type, for example https://portal.example.com.",
    "MAIL_URL": "how mail leaves, for example smtp://mail.example.com:25.",
}


def _check(settings: Settings) -> None:
    if settings.timezone not in available_timezones():
        raise UnsafeSetting(f"TIMEZONE is “{settings.timezone}”, which is not the name of a time zone.")
    if settings.scanner_url and not settings.scanner_url.startswith("clamd://"):
        raise UnsafeSetting("SCANNER_URL must be clamd://host:port or clamd:///path/of/socket.")
    if settings.oidc_issuer and not (settings.oidc_client_id and settings.oidc_client_secret):
        raise UnsafeSetting("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it.")
    if not settings.production:
        return
    if settings.oidc_issuer and not settings.oidc_issuer.startswith("https://"):
        raise UnsafeSetting("OIDC_ISSUER must begin with https:// in production.")
    for name in ("secret_key", "portal_key"):
        if len(getattr(settings, name)) < 32:
            raise UnsafeSetting(f"{name.upper()} is too short: give 32 random bytes or more.")
        if len(set(getattr(settings, name))) < FEWEST_CHARACTERS:
            raise UnsafeSetting(f"{name.upper()} is not random: give 32 random bytes or more.")
    if settings.secret_key == settings.portal_key:
        raise UnsafeSetting("SECRET_KEY and PORTAL_KEY must differ.")
    if not settings.rate_limits:
        raise UnsafeSetting("RATE_LIMITS cannot be off in production: passwords could be tried without end.")
    address = urlsplit(settings.base_url)
    if address.scheme != "https" or not address.hostname:
        raise UnsafeSetting("BASE_URL must begin with https:// in production.")
    if address.path or address.query or address.fragment:
        raise UnsafeSetting("BASE_URL must end behind the host: the portal answers at its root.")
    if address.hostname not in settings.trusted_hosts:
        raise UnsafeSetting("TRUSTED_HOSTS must hold the host of BASE_URL, or nobody could reach the portal.")
    if any("*" in host for host in settings.trusted_hosts):
        raise UnsafeSetting("TRUSTED_HOSTS must name each host; a * would let a request make up its own.")
    if urlsplit(settings.mail_url).scheme not in ("smtp", "file"):
        raise UnsafeSetting("MAIL_URL must begin with smtp:// or file://.")


def _hosts(written: str) -> tuple[str, ...]:
    """The host names of a comma-separated list of names or addresses."""
    return tuple(
        urlsplit(one if "//" in one else f"//{one}").hostname or one
        for one in (part.strip() for part in written.split(","))
        if one
    )


def _networks(written: str) -> tuple[str, ...]:
    """The networks of a comma-separated list."""
    found = tuple(one.strip() for one in written.split(",") if one.strip())
    for one in found:
        try:
            ip_network(one)
        except ValueError as error:
            raise UnsafeSetting(f"WEBHOOK_NETWORKS names “{one}”, which is no network: {error}.") from error
    return found


def _number(name: str, written: str) -> int:
    if not written.isdigit():
        raise UnsafeSetting(f"{name} is “{written}”, which is not a number.")
    return int(written)


def database_driver(url: str) -> str:
    """A PostgreSQL address with the driver that is used here; any other address as it is."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _own_key(room: Path, name: str) -> str:
    """A development key that is made once and kept beside the data, readable by its owner only."""
    path = room / "keys" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")
