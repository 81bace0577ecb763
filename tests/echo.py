"""A route of the tests' own that writes, whatever the method: for what the edge promises of every route."""

from flask import Flask, redirect, request

from portal.accounts.roles import SUPPLIER_ROLES
from portal.db import db
from portal.errors import RuleBroken
from portal.outbox import enqueue
from portal.web import access

ENDPOINT = "echo"


def put_on(app: Flask) -> None:
    """Add the route to an application under test."""
    app.add_url_rule("/supplier/echo", ENDPOINT, _echo, methods=["GET", "POST"])
    access.declare({ENDPOINT: access.may(*SUPPLIER_ROLES)})


def _echo() -> object:
    enqueue("echo", {}, due=access.now())
    db.session.flush()
    if request.form.get("name") == "refuse me":
        raise RuleBroken("No.")
    return redirect("/supplier/", 303)
