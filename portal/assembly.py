"""Putting the portal together: extensions, routes with their rules, reactions, commands."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import portal.buyer.routes
import portal.models
import portal.reactions
import portal.supplier.routes
from portal import buyer, guards, isolation, sealing, supplier, timekeeping
from portal.accounts.roles import Side
from portal.buyer.menu import MENU as BUYER_MENU
from portal.buyer.policy import POLICY as BUYER_POLICY
from portal.config import ROOT, Settings
from portal.db import db
from portal.engines import listen
from portal.supplier.menu import MENU as SUPPLIER_MENU
from portal.supplier.policy import POLICY as SUPPLIER_POLICY
from portal.web import (
    access,
    account,
    context,
    errors,
    evenly,
    factor,
    filters,
    front,
    headers,
    inbox,
    limits,
    logs,
    oidc,
    passkey,
    policy,
    security,
)
from portal.web.edge import Portal


def assemble(settings: Settings) -> Flask:
    """The application with these settings."""
    logs.configure()
    app = Portal("portal")
    app.config.update(_flask_settings(settings))
    if settings.proxies:
        # The address of the caller and https come from the proxy; the host never does.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
    db.init_app(app)
    listen(app)
    isolation.init_app(app)
    sealing.init_app(app, settings)
    timekeeping.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    Babel(app, default_locale=settings.languages[0], locale_selector=context.reader_language)
    Bootstrap5(app)
    CSRFProtect(app)
    headers.init_app(app)
    evenly.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    filters.init_app(app)
    context.init_app(app)
    for table in (
        policy.SECURITY,
        front.POLICY,
        account.POLICY,
        factor.POLICY,
        passkey.POLICY,
        oidc.POLICY,
        inbox.POLICY,
        BUYER_POLICY,
        SUPPLIER_POLICY,
    ):
        access.declare(table)
    access.init_app(
        app, front.bp, account.bp, factor.bp, passkey.bp, oidc.bp, inbox.bp, buyer.bp, supplier.bp
    )
    limits.init_app(app)
    passkey.init_app(app)
    oidc.init_app(app)
    app.extensions["portal_menu"] = {Side.BUYER: BUYER_MENU, Side.SUPPLIER: SUPPLIER_MENU}
    _import_all(portal.reactions.__name__, portal.reactions.__path__)
    _add_commands(app)
    if settings.production:
        with app.app_context():
            guards.check_role(db.engine)
    return app


def _import_all(package: str, path: list[str]) -> None:
    """Import the modules of a package, so that what they register is known."""
    for module in iter_modules(path):
        import_module(f"{package}.{module.name}")


def _add_commands(app: Flask) -> None:
    from portal import cli

    cli.init_app(app)


def _flask_settings(settings: Settings) -> dict[str, object]:
    values: dict[str, object] = {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "BOOTSTRAP_SERVE_LOCAL": True,
        "MAX_CONTENT_LENGTH": 4 * settings.max_upload,
        "MAX_FORM_MEMORY_SIZE": 5_000_000,
        "MAX_FORM_PARTS": 20_000,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.production else "session",
        "SESSION_COOKIE_SECURE": settings.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_NAME": "__Host-remember" if settings.production else "remember",
        "REMEMBER_COOKIE_SECURE": settings.production,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "WTF_CSRF_SSL_STRICT": settings.production,
    }
    # An error of the database names no values: a failing bid must not appear in a log.
    engine: dict[str, object] = {"hide_parameters": True}
    if settings.database_url.startswith("postgresql"):
        limits = (
            "-c lock_timeout=5000 -c statement_timeout=20000 -c idle_in_transaction_session_timeout=30000"
        )
        engine |= {"connect_args": {"options": limits, "connect_timeout": 5}, "pool_pre_ping": True}
    return {**values, "SQLALCHEMY_ENGINE_OPTIONS": engine}
