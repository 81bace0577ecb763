"""How a partnership stands: inviting again, blocking, ending, and taking either back."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.supplier_forms import ReasonForm
from portal.partnerships import queries, service
from portal.partnerships.workflow import PARTNERSHIP
from portal.web.access import actor, now, organisation_id
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit

put_buttons(
    bp,
    "/suppliers/<partnership>",
    "supplier",
    queries.supplier,
    [
        Button("invite-again", service.invite_again, _("A fresh link is on its way; the old one is void.")),
        Button("unblock", service.unblock, _("You work with this supplier again.")),
        Button("resume", service.resume, _("The partnership is resumed. The supplier has been told.")),
    ],
)


@bp.route("/suppliers/<partnership>/block", methods=["GET", "POST"])
def supplier_block(partnership: str) -> ResponseReturnValue:
    """Block, with a reason that stays inside."""
    return _with_reason(partnership, "block", service.block, _("The supplier is blocked. It is not told."))


@bp.route("/suppliers/<partnership>/end", methods=["GET", "POST"])
def supplier_end(partnership: str) -> ResponseReturnValue:
    """End, with a reason that stays inside."""
    return _with_reason(partnership, "end", service.end, _("The partnership is ended."))


def _with_reason(public_id: str, action: str, verb: Callable[..., None], said: Any) -> ResponseReturnValue:
    record = queries.supplier(organisation_id(), public_id)
    form = ReasonForm()
    move = PARTNERSHIP.find(record, action, actor(), now())

    def act() -> ResponseReturnValue:
        verb(record, form.reason.data or "", actor=actor(), now=now())
        flash(said, "good")
        return redirect(url_for("buyer.supplier", partnership=public_id), 303)

    return submit(form, act) or page(
        "buyer/suppliers/reason.html", form=form, partnership=record, action=action, label=move.label
    )
