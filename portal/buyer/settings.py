"""A buyer's settings: what it decides for itself, in force from the day it is saved."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectChoice, SelectField

from portal.accounts import queries, service
from portal.accounts.rules import AMOUNTS, TwoOpeners
from portal.buyer import bp
from portal.clock import day_in
from portal.web import filters
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import act_to
from portal.web.forms import DecimalTextField, PortalForm, page, submit

TOLERANCE = _("In percent of a schedule line’s quantity. Printed on each order.")


TWO_OPENERS = {
    TwoOpeners.NEVER: _("never"),
    TwoOpeners.FROM_VALUE: _("from an estimated value on"),
    TwoOpeners.ALWAYS: _("always"),
}


class SettingsForm(PortalForm):
    """One field for each setting, under its name."""

    proposer_may_approve = BooleanField(
        _("Who writes an award, an order, a contract or an RFQ may also approve it")
    )
    rfqs_need_approval = BooleanField(_("An RFQ needs an approval before it is published"))
    orders_need_approval = BooleanField(_("An order needs an approval before it is issued"))
    issuer_may_receive = BooleanField(_("Who issues an order may also post its receipt"))
    second_factor = BooleanField(
        _("Our people sign in with a second factor"),
        description=_("A code of an app on the phone, besides the password."),
    )
    suppliers_second_factor = BooleanField(
        _("Our suppliers’ people sign in with a second factor"),
        description=_("Asked of everybody of every supplier you work with, from their next sign-in on."),
    )
    two_openers = SelectField(
        _("Two different people open the bids"),
        choices=[SelectChoice(str(value), label) for value, label in TWO_OPENERS.items()],
    )
    two_openers_from = DecimalTextField(
        _("Estimated value from which it takes two"),
        description=_("In your own currency. An RFQ that states no value counts as one above it."),
    )
    under_tolerance = DecimalTextField(_("Tolerated under-delivery"), description=TOLERANCE)
    over_tolerance = DecimalTextField(_("Tolerated over-delivery"), description=TOLERANCE)


@bp.get("/settings")
def settings() -> ResponseReturnValue:
    """What is in force, and since when."""
    form = SettingsForm()
    labels = {field.name: field.label.text for field in form}
    history = [
        (labels[row.name], _in_words(row.name, row.value), row.valid_from)
        for row in queries.settings(organisation_id())
        if row.name in labels
    ]
    policy = asdict(queries.policy(organisation_id(), _today()))
    return render_template(
        "buyer/settings/settings.html",
        standing=[(labels[name], _in_words(name, value)) for name, value in policy.items()],
        history=history,
        acts=act_to(_("Change the settings"), "buyer.settings_edit", icon="pencil"),
    )


@bp.route("/settings/edit", methods=["GET", "POST"])
def settings_edit() -> ResponseReturnValue:
    """Put other settings in force from today on; an earlier period computes as it did."""
    policy = queries.policy(organisation_id(), _today())
    form = SettingsForm(obj=policy)

    def act() -> ResponseReturnValue:
        standing = asdict(policy)
        changed = {name: value for name, value in form.values().items() if value != standing[name]}
        for name, value in changed.items():
            service.set_policy(organisation(), name, value, actor=actor(), now=now())
        flash(_("Saved. It holds from today on.") if changed else _("Nothing was changed."), "good")
        return redirect(url_for("buyer.settings"), 303)

    return submit(form, act) or page("buyer/settings/edit.html", form=form)


def _today() -> date:
    return day_in(now(), organisation().timezone)


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name == "two_openers":
        return str(TWO_OPENERS[TwoOpeners(value)])
    if name in AMOUNTS:
        return filters.money(Decimal(value), organisation().currency)
    return f"{filters.quantity(Decimal(value))} %"
