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
from portal.web.forms import page, submit


@bp.post("/suppliers/<partnership>/invite-again")
def supplier_invite_again(partnership: str) -> ResponseReturnValue:
    """Send a fresh link."""
    return _at_once(partnership, service.invite_again, _("A fresh link is on its way; the old one is void."))


@bp.post("/suppliers/<partnership>/unblock")
def supplier_unblock(partnership: str) -> ResponseReturnValue:
    """Take a block back."""
    return _at_once(partnership, service.unblock, _("You work with this supplier again."))


@bp.post("/suppliers/<partnership>/resume")
def supplier_resume(partnership: str) -> ResponseReturnValue:
    """Take an end back."""
    return _at_once(partnership, service.resume, _("The partnership is resumed. The supplier has been told."))


@bp.route("/suppliers/<partnership>/block", methods=["GET", "POST"])
def supplier_block(partnership: str) -> ResponseReturnValue:
    """Block, with a reason that stays inside."""
    return _with_reason(partnership, "block", service.block, _("The supplier is blocked. It is not told."))


@bp.route("/suppliers/<partnership>/end", methods=["GET", "POST"])
def supplier_end(partnership: str) -> ResponseReturnValue:
    """End, with a reason that stays inside."""
    return _with_reason(partnership, "end", service.end, _("The partnership is ended."))


def _at_once(public_id: str, verb: Callable[..., None], said: Any) -> ResponseReturnValue:
    verb(queries.supplier(organisation_id(), public_id), actor=actor(), now=now())
    flash(said, "success")
    return redirect(url_for("buyer.supplier", partnership=public_id), 303)


def _with_reason(public_id: str, action: str, verb: Callable[..., None], said: Any) -> ResponseReturnValue:
    record = queries.supplier(organisation_id(), public_id)
    form = ReasonForm()
    move = PARTNERSHIP.find(record, action, actor(), now())

    def act() -> ResponseReturnValue:
        verb(record, form.reason.data or "", actor=actor(), now=now())
        flash(said, "success")
        return redirect(url_for("buyer.supplier", partnership=public_id), 303)

    return submit(form, act) or page(
        "buyer/suppliers/reason.html", form=form, partnership=record, action=action, label=move.label
    )
