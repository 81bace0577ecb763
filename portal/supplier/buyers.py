"""Buyers: the list with what they offer, one buyer's page, and what the supplier keeps of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from portal.accounts.models import Organisation
from portal.db import db
from portal.partnerships import queries, service
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PARTNERSHIP
from portal.supplier import bp
from portal.supplier.buyer_tabs import tabs_of
from portal.web.access import actor, now, organisation_id
from portal.web.actions import Way, act_to, open_acts
from portal.web.contacts import ContactsForm
from portal.web.forms import PortalForm, page, submit
from portal.web.paging import page_by_text


class NumberForm(PortalForm):
    """The buyer's number at the supplier."""

    customer_number = StringField(
        _("Customer number"),
        [Length(max=60)],
        description=_("Under which number you keep this buyer. It is printed on what you exchange."),
    )


@bp.get("/buyers")
def buyers() -> ResponseReturnValue:
    """Whom the supplier works with, and who wants to."""
    return render_template(
        "supplier/buyers/list.html",
        rows=page_by_text(queries.buyers(organisation_id()), Partnership, Organisation.name),
        offers=db.session.scalars(queries.offers(organisation_id())).unique().all(),
    )


@bp.get("/buyers/<partnership>")
def buyer(partnership: str) -> ResponseReturnValue:
    """One buyer: who it is and who answers for what."""
    record = queries.buyer(organisation_id(), partnership)
    return render_template(
        "supplier/buyers/buyer.html",
        partnership=record,
        tabs=tabs_of(record),
        acts=[
            *act_to(_("Scorecard"), "supplier.scorecard", icon="bar-chart-line", partnership=partnership),
            *act_to(
                _("Edit the customer number"), "supplier.buyer_edit", icon="pencil", partnership=partnership
            ),
        ],
    )


@bp.route("/buyers/<partnership>/edit", methods=["GET", "POST"])
def buyer_edit(partnership: str) -> ResponseReturnValue:
    """Change the customer number."""
    record = queries.buyer(organisation_id(), partnership)
    form = NumberForm(obj=record)

    def act() -> ResponseReturnValue:
        service.set_customer_number(record, form.customer_number.data or "", actor=actor(), now=now())
        flash(_("Saved. The buyer sees it too."), "good")
        return redirect(url_for("supplier.buyer", partnership=partnership), 303)

    return submit(form, act) or page("supplier/buyers/edit.html", form=form, partnership=record)


@bp.route("/buyers/<partnership>/contacts", methods=["GET", "POST"])
def buyer_contacts(partnership: str) -> ResponseReturnValue:
    """Say who of the supplier's people answers for what."""
    record = queries.buyer(organisation_id(), partnership)
    form = ContactsForm(record, organisation_id())

    def act() -> ResponseReturnValue:
        service.set_contacts(record, organisation_id(), form.drafts(), actor=actor(), now=now())
        flash(_("Saved. The buyer sees it too."), "good")
        return redirect(url_for("supplier.buyer", partnership=partnership), 303)

    return submit(form, act) or page("supplier/buyers/contacts.html", form=form, partnership=record)


@bp.get("/offers/<offer>")
def offer(offer: str) -> ResponseReturnValue:
    """A buyer that wants to work with this supplier; once that is answered, the list of buyers."""
    record = queries.offer(organisation_id(), offer)
    if not record.is_open:
        flash(_("This invitation has been answered, or it is over."), "info")
        return redirect(url_for("supplier.buyers"), 303)
    ways = {
        "activate": Way("supplier.offer_accept", post=True, kind="primary", icon="check-lg"),
    }
    acts = open_acts(PARTNERSHIP, record.partnership, ways, offer=offer)
    return render_template(
        "supplier/buyers/offer.html",
        offer=record,
        acts=[*acts, *act_to(_("Leave it alone"), "supplier.offer_decline", post=True, offer=offer)],
    )


@bp.post("/offers/<offer>/accept")
def offer_accept(offer: str) -> ResponseReturnValue:
    """Begin to work with the buyer."""
    record = queries.offer(organisation_id(), offer)
    service.accept_offer(record, actor=actor(), now=now())
    flash(_("You now work with %(name)s.", name=record.partnership.buyer.name), "good")
    return redirect(url_for("supplier.buyer", partnership=record.partnership.public_id), 303)


@bp.post("/offers/<offer>/decline")
def offer_decline(offer: str) -> ResponseReturnValue:
    """Leave the buyer's invitation alone."""
    service.decline_offer(queries.offer(organisation_id(), offer), actor=actor(), now=now())
    flash(_("The invitation is left alone. The buyer has not been told."), "good")
    return redirect(url_for("supplier.buyers"), 303)
