"""Sending twice has one effect and one answer: the request keys of unsafe forms.

The key is unique per person and kept with the body's hash and the answer's address, in the transaction of the
change itself. On PostgreSQL a second request with the same key waits at the unique index for the first.
"""

import hashlib
import hmac
import re
from datetime import datetime

from flask import Response, current_app, g, redirect, request
from flask_babel import lazy_gettext as _
from sqlalchemy import Integer, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Key, Model, db, insert_into
from portal.errors import Refusal, Stale
from portal.web import access

FORM = re.compile(r"[0-9a-f]{32}")
APART = ("csrf_token", "request_key", "confirm")


class RequestKey(Model):
    """One unsafe request that took effect, and where its answer leads."""

    __tablename__ = "request_key"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)
    id: Mapped[Key]
    organisation_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    body_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer, default=0)
    location: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]


def earlier_answer() -> Response | None:
    """The answer that this request already got, or None when it is the first.

    ``Stale`` for a key that came with another body, ``Refusal`` for a business form without a key.
    """
    held = access.membership()
    rule = access.rule_of(request.endpoint or "")
    if held is None or rule is None or rule.side is None:
        return None
    key = request.form.get("request_key", "")
    if not FORM.fullmatch(key):
        raise Refusal(_("This form is no longer complete. Please open the page again."))
    body = _body_hash()
    made = db.session.execute(
        insert_into(RequestKey)
        .values(
            organisation_id=held.organisation_id,
            key=key,
            body_sha256=body,
            status=0,
            location="",
            at=access.now(),
        )
        .on_conflict_do_nothing()
        .returning(RequestKey.id)
    ).scalar()
    if made is not None:
        g.request_key_id = made
        return None
    row = db.session.scalars(
        select(RequestKey).where(RequestKey.organisation_id == held.organisation_id, RequestKey.key == key)
    ).one()
    if row.body_sha256 != body:
        raise Stale(_("This form was already sent with other content. Please open the page again."))
    return _again(row)


def _again(row: RequestKey) -> Response:
    response = redirect(row.location, row.status)
    response.headers["Idempotent-Replay"] = "true"
    assert isinstance(response, Response)
    return response


def shown_once(location: str) -> None:
    """Say that this request is answered by a page of its own, and where whoever sends it again is led instead."""
    g.shown_once = location


def remember(response: Response) -> None:
    """Keep the answer beside the key, in the transaction of the change."""
    row_id = g.pop("request_key_id", None)
    if row_id is None:
        return
    status, location = response.status_code, response.location
    if not location:
        status, location = 303, g.pop("shown_once", None)
    if not location:
        raise RuntimeError(f"{request.endpoint} answers a form without a redirect")
    db.session.execute(
        update(RequestKey).where(RequestKey.id == row_id).values(status=status, location=location)
    )


def _body_hash() -> str:
    # Keyed, since a price is short: whoever reads the database alone cannot try prices until the hash fits.
    secret = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(secret, request.path.encode(), hashlib.sha256)
    for name, values in sorted(request.form.lists()):
        if name not in APART:
            digest.update(repr((name, values)).encode())
    for name, taken in sorted(g.get("uploads", {}).items()):
        digest.update(repr((name, [upload.sha256 for upload in taken if upload.error is None])).encode())
    return digest.hexdigest()
