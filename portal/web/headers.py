"""The headers of every answer: a strict content security policy with nonces, and nothing kept by caches."""

import secrets

from flask import Flask, Response, current_app, g, request

from portal.web import access

# Seconds after which a request that met a database or a store away may be sent again.
RETRY_AFTER = 5


def init_app(app: Flask) -> None:
    """Give each request an id and a nonce, and each answer its headers."""
    app.before_request(_begin)
    app.after_request(_finish)


def csp_nonce() -> str:
    """The nonce of this request's own scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    csp_nonce()


def _finish(response: Response) -> Response:
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{csp_nonce()}'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; frame-src 'self'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if current_app.config["SETTINGS"].production:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if response.status_code == 503:
        headers.setdefault("Retry-After", str(RETRY_AFTER))
    headers["X-Request-Id"] = g.get("request_id", "")
    if "now" in g and request.method not in access.SAFE:
        # By this instant the request was judged, so that whoever was late can see by how much.
        headers["X-Received-At"] = g.now.isoformat(timespec="milliseconds")
    if request.endpoint not in ("static", "bootstrap.static") and "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-store"
    return response
