"""Routes of nobody's side: the front page, health, one's own account, the inbox."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from portal.db import db
from portal.web import access

bp = Blueprint("front", __name__)

POLICY = {
    "front.index": access.PUBLIC,
    "front.healthz": access.PUBLIC,
    "front.readyz": access.PUBLIC,
    "static": access.PUBLIC,
    "bootstrap.static": access.PUBLIC,
}


@bp.get("/")
def index() -> ResponseReturnValue:
    """The dashboard of whoever is signed in, the front page for everybody else."""
    if access.current() is None:
        return render_template("front.html")
    held = access.membership()
    if held is None:
        return redirect(url_for("account.choose"), 303)
    return redirect(url_for(f"{held.organisation.side}.home"), 303)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The database answers too."""
    db.session.execute(text("select 1"))
    return {"status": "ok"}
