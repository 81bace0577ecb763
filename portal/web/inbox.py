"""The inbox of each person, for the organisation they act for."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.db import db
from portal.notices import queries, service
from portal.notices.models import Notice
from portal.web import access
from portal.web.actions import Act
from portal.web.notices import said
from portal.web.paging import page_by_key

bp = Blueprint("inbox", __name__, url_prefix="/inbox")

POLICY = {
    "inbox.index": access.PERSONAL,
    "inbox.open": access.PERSONAL,
    "inbox.read_all": access.PERSONAL,
}


@bp.get("/")
def index() -> ResponseReturnValue:
    """The reader's notices, newest first."""
    held = access.organisation()
    rows = page_by_key(queries.inbox(held.id, access.person().id), Notice)
    return render_template(
        "inbox/index.html",
        layout=f"{held.side}/base.html",
        rows=[(notice, said(notice.kind, notice.params)) for notice in rows.items],
        older=url_for("inbox.index", after=rows.older) if rows.older else None,
        newer=url_for("inbox.index", before=rows.newer) if rows.newer else None,
        acts=[Act(_("Mark all as read"), url_for("inbox.read_all"), post=True)] if rows.items else [],
    )


@bp.get("/<notice>")
def open(notice: str) -> ResponseReturnValue:
    """Go where a notice leads; that it was read is observed in a transaction of its own."""
    organisation_id, person_id, now = access.organisation_id(), access.person().id, access.now()
    found = queries.notice(organisation_id, person_id, notice)

    def note() -> None:
        service.mark_read(queries.notice(organisation_id, person_id, notice), now=now)

    access.observe(note)
    # Every endpoint that a notice leads to takes one record, so its rule has one argument.
    rule = next(current_app.url_map.iter_rules(found.endpoint))
    values: dict[str, Any] = dict.fromkeys(rule.arguments, found.target)
    return redirect(url_for(found.endpoint, **values), 303)


@bp.post("/read")
def read_all() -> ResponseReturnValue:
    """Mark everything in this inbox as read."""
    service.mark_all_read(access.organisation_id(), access.person().id, now=access.now())
    db.session.flush()
    return redirect(url_for("inbox.index"), 303)
