"""A small application of its own that draws every component with example data.

It stands in for the portal so that the look can be tested without database or sign-in, and shows in one place
what a page may ask of its frame: the template globals, the filters and the addresses.
"""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, g, render_template, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from tests.look.example import PAGES

POLICY = (
    "default-src 'self'; script-src 'nonce-{nonce}' 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
ENDPOINTS = {
    "inbox.index": ["GET"],
    "account.profile": ["GET"],
    "account.switch": ["POST"],
    "security.login": ["GET", "POST"],
    "security.logout": ["POST"],
    "security.forgot_password": ["GET", "POST"],
    "security.reset_password": ["GET", "POST"],
    "security.change_password": ["GET", "POST"],
    "front.index": ["GET"],
    "oidc.begin": ["GET"],
}


def nonce() -> str:
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


def in_zone(at: datetime) -> str:
    return at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%d %b %Y, %H:%M %Z")


FILTERS = {
    "instant": in_zone,
    "date": lambda on: on.strftime("%d %b %Y"),
    "money": lambda amount, currency: f"{amount:,.2f} {currency}",
    "quantity": lambda amount, unit: f"{amount:,f} {unit}",
    "percent": lambda rate: f"{rate * 100:.1f} %",
    "filesize": lambda size: f"{size / 1000:,.1f} kB",
}


def add_endpoints(app: Flask) -> None:
    """Every address the frame links to; none of them answers anything."""
    for endpoint, methods in ENDPOINTS.items():
        blueprint, name = endpoint.split(".")
        if blueprint not in app.blueprints:
            app.register_blueprint(Blueprint(blueprint, blueprint))
        rule = "/" if endpoint == "front.index" else f"/{blueprint}/{name}"
        app.add_url_rule(rule, endpoint, lambda: ("", 204), methods=methods)


def make_gallery(portal_root: str, here: str) -> Flask:
    """The application; portal_root is the folder of the portal package, here that of the example pages."""
    app = Flask("gallery", template_folder=f"{portal_root}/templates", static_folder=f"{portal_root}/static")
    app.config.update(SECRET_KEY="gallery", BOOTSTRAP_SERVE_LOCAL=True, TESTING=True)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(f"{here}/templates")])
    app.jinja_env.undefined = StrictUndefined
    Bootstrap5(app)
    Babel(app)
    CSRFProtect(app)
    app.jinja_env.globals.update(csp_nonce=nonce, request_key=lambda: secrets.token_hex(8))
    # A passkey has a test of its own, since its button asks the portal for a challenge.
    app.jinja_env.globals.update(identity_provider="Acme single sign-on", passkey_form=lambda: None)
    app.jinja_env.globals["url_for_security"] = lambda name, **values: app.url_for(
        f"security.{name}", **values
    )
    app.jinja_env.filters.update(FILTERS)
    add_endpoints(app)

    @app.after_request
    def guard(response):
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce())
        return response

    @app.route("/look/<name>", methods=["GET", "POST"])
    def look(name):
        return render_template(f"look/{name}.html", **PAGES[name](request))

    @app.route("/security-page/<name>")
    def security_page(name):
        return render_template(f"security/{name}.html", **PAGES[name](request))

    @app.route("/account-page/<name>")
    def account_page(name):
        return render_template(f"account/{name}.html", **PAGES[name](request))

    @app.route("/front")
    def front():
        return render_template("front/index.html")

    @app.route("/error/<int:code>")
    def error(code):
        return render_template(f"errors/{code}.html")

    @app.route("/refused")
    def refused():
        page = PAGES["refused"](request)
        return render_template("errors/403.html", **page)

    return app
