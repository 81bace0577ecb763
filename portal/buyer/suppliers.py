"""Suppliers: the list, inviting one, its page, and what the buyer keeps of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.models import Organisation
from portal.accounts.queries import last_invitation
from portal.buyer import bp
from portal.buyer.supplier_forms import InviteForm, keep_form
from portal.buyer.supplier_tabs import tabs_of
from portal.partnerships import queries, service
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PARTNERSHIP, TYPE_LABELS, PartnershipState, PartnershipType
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import Act, Way, act_to, open_acts
from portal.web.contacts import ContactsForm
from portal.web.forms import page, submit
from portal.web.paging import page_by_text
from portal.web.search import search_form


@bp.get("/suppliers")
def suppliers() -> ResponseReturnValue:
    """The suppliers in the chosen state, by what is searched for."""
    state = request.args.get("state", "")
    states = [PartnershipState(state)] if state in set(PartnershipState) else []
    search = search_form(_("Name, city or number"))
    found = queries.found(queries.suppliers(organisation_id(), states), search.q.data or "")
    return render_template(
        "buyer/suppliers/list.html",
        rows=page_by_text(found, Partnership, Organisation.name),
        search=search,
        state=state if states else "",
        workflow=PARTNERSHIP,
        types=TYPE_LABELS,
        acts=act_to(_("Invite a supplier"), "buyer.supplier_new", kind="primary", icon="person-plus"),
    )


@bp.route("/suppliers/new", methods=["GET", "POST"])
def supplier_new() -> ResponseReturnValue:
    """Invite a supplier. The answer is the same whether or not it has an account already."""
    form = InviteForm()

    def act() -> ResponseReturnValue:
        draft = form.draft()
        partnership = service.invite_supplier(organisation(), draft, actor=actor(), now=now())
        flash(
            _("%(name)s is invited. A mail is on its way to %(email)s.", name=draft.name, email=draft.email),
            "good",
        )
        return _to(partnership)

    return submit(form, act) or page("buyer/suppliers/new.html", form=form)


@bp.get("/suppliers/<partnership>")
def supplier(partnership: str) -> ResponseReturnValue:
    """One supplier: who it is, who answers for what, and how the partnership stands."""
    record = queries.supplier(organisation_id(), partnership)
    waiting = record.state is PartnershipState.INVITED
    return render_template(
        "buyer/suppliers/supplier.html",
        partnership=record,
        tabs=tabs_of(record),
        workflow=PARTNERSHIP,
        type=TYPE_LABELS[record.type],
        invitation=last_invitation(record.supplier_id) if waiting else None,
        acts=_acts(record),
    )


@bp.route("/suppliers/<partnership>/edit", methods=["GET", "POST"])
def supplier_edit(partnership: str) -> ResponseReturnValue:
    """Change type, number and note."""
    record = queries.supplier(organisation_id(), partnership)
    form = keep_form(record)

    def act() -> ResponseReturnValue:
        values = {**form.values(), "type": PartnershipType(form.type.data)}
        service.change(record, **values, actor=actor(), now=now())
        flash(_("Saved."), "good")
        return _to(record)

    return submit(form, act) or page("buyer/suppliers/edit.html", form=form, partnership=record)


@bp.route("/suppliers/<partnership>/contacts", methods=["GET", "POST"])
def supplier_contacts(partnership: str) -> ResponseReturnValue:
    """Say who of the buyer's people answers for what."""
    record = queries.supplier(organisation_id(), partnership)
    form = ContactsForm(record, organisation_id())

    def act() -> ResponseReturnValue:
        service.set_contacts(record, organisation_id(), form.drafts(), actor=actor(), now=now())
        flash(_("Saved. The supplier sees it too."), "good")
        return _to(record)

    return submit(form, act) or page("buyer/suppliers/contacts.html", form=form, partnership=record)


def _to(partnership: Partnership) -> ResponseReturnValue:
    return redirect(url_for("buyer.supplier", partnership=partnership.public_id), 303)


WAYS = {
    "invite_again": Way("buyer.supplier_invite_again", post=True, kind="primary", icon="envelope"),
    "unblock": Way("buyer.supplier_unblock", post=True, kind="primary"),
    "resume": Way("buyer.supplier_resume", post=True, kind="primary"),
    "block": Way("buyer.supplier_block", kind="danger"),
    "end": Way("buyer.supplier_end", kind="danger"),
}


def _acts(partnership: Partnership) -> list[Act]:
    here = partnership.public_id
    acts = open_acts(PARTNERSHIP, partnership, WAYS, partnership=here)
    if partnership.active_since is not None:
        acts += act_to(_("Scorecard"), "buyer.scorecard", icon="bar-chart-line", partnership=here)
    return [*acts, *act_to(_("Edit"), "buyer.supplier_edit", icon="pencil", partnership=here)]
