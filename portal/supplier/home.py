"""The supplier's first page: what waits, each with one verb and a due time."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.supplier import bp
from portal.supplier.todo import SOURCES
from portal.web.menu import waiting


@bp.get("/")
def home() -> ResponseReturnValue:
    """What waits for the person who is signed in."""
    return render_template("supplier/home.html", todos=waiting(SOURCES))
