"""The buyer's first page: what waits, each with one verb and a due time."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.buyer import bp
from portal.buyer.todo import SOURCES
from portal.web.menu import waiting


@bp.get("/")
def home() -> ResponseReturnValue:
    """What waits for the person who is signed in."""
    return render_template("buyer/home.html", todos=waiting(SOURCES))
