"""Which certificates a buyer asks for, and what a missing one does."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.models import Organisation
from portal.buyer import bp
from portal.catalog.models import Category
from portal.certificates import queries, service
from portal.certificates.models import Requirement
from portal.certificates.workflow import GATE_LABELS, Gate, Scope
from portal.db import db
from portal.partnerships.models import Partnership
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.buttons import Button, put_buttons
from portal.web.forms import PortalForm, page, submit
from portal.web.paging import page_by_key

SCOPES = [
    SelectChoice(Scope.EVERYTHING.value, _("Every supplier")),
    SelectChoice(Scope.CATEGORY.value, _("Suppliers of a category")),
    SelectChoice(Scope.SUPPLIER.value, _("One supplier")),
]
GATES = [SelectChoice(gate.value, label) for gate, label in GATE_LABELS.items()]
NOBODY = SelectChoice("", "—")


class AskedForm(PortalForm):
    """What is asked for, and what happens without it."""

    standard = StringField(
        _("Certificate or standard"),
        [InputRequired(_("Please name the certificate.")), Length(max=120)],
        description=_("For example ISO 9001, IATF 16949 or EN 10204 3.1."),
    )
    asks = TextAreaField(_("What it must show"), [Length(max=4000)])
    at_invitation = SelectField(_("Missing at an invitation"), choices=GATES, default=Gate.OFF.value)
    at_award = SelectField(_("Missing at an award"), choices=GATES, default=Gate.WARN.value)
    at_order = SelectField(_("Missing at an order"), choices=GATES, default=Gate.WARN.value)

    def asked(self) -> dict[str, Any]:
        """The values as the verbs take them."""
        values = self.values()
        return {**values, **{name: Gate(values[name]) for name in ("at_invitation", "at_award", "at_order")}}


class RequirementForm(AskedForm):
    """The same, and of whom it is asked."""

    scope = RadioField(_("Asked of"), choices=SCOPES, default=Scope.EVERYTHING.value)
    category = SelectField(_("Category"), default="")
    supplier = SelectField(_("Supplier"), default="")

    def offer(self, categories: Iterable[Category], suppliers: Iterable[Organisation]) -> None:
        """Offer the buyer's own categories and suppliers, and no others."""
        self._categories = {category.public_id: category for category in categories}
        self._suppliers = {supplier.public_id: supplier for supplier in suppliers}
        self.category.choices = [
            NOBODY,
            *(SelectChoice(key, one.name) for key, one in self._categories.items()),
        ]
        self.supplier.choices = [
            NOBODY,
            *(SelectChoice(key, one.name) for key, one in self._suppliers.items()),
        ]

    def asked(self) -> dict[str, Any]:
        """The values as the verbs take them."""
        values = super().asked()
        category = self._categories.get(values.pop("category"))
        supplier = self._suppliers.get(values.pop("supplier"))
        values["category_id"] = category.id if category else None
        values["supplier_id"] = supplier.id if supplier else None
        return {**values, "scope": Scope(values["scope"])}


@bp.get("/requirements")
def requirements() -> ResponseReturnValue:
    """What is asked for now."""
    rows = page_by_key(queries.requirements(organisation_id()), Requirement)
    return render_template("buyer/certificates/requirements.html", rows=rows, gates=GATE_LABELS)


@bp.route("/requirements/new", methods=["GET", "POST"])
def requirement_new() -> ResponseReturnValue:
    """Ask for a further certificate."""
    form = _form(None)

    def act() -> ResponseReturnValue:
        service.ask_for(organisation().id, actor=actor(), now=now(), **form.asked())
        flash(_("From now on this is asked for."), "good")
        return redirect(url_for("buyer.requirements"), 303)

    return submit(form, act) or page("buyer/certificates/requirement.html", form=form, requirement=None)


@bp.route("/requirements/<requirement>", methods=["GET", "POST"])
def requirement(requirement: str) -> ResponseReturnValue:
    """Change what is asked; one that RFQs ask for stays theirs."""
    found = queries.requirement(organisation_id(), requirement)
    of_rfqs = found.scope is Scope.RFQ
    form = AskedForm(obj=found) if of_rfqs else _form(found)
    scope = {"scope": Scope.RFQ} if of_rfqs else {}

    def act() -> ResponseReturnValue:
        service.change_requirement(found, actor=actor(), now=now(), **form.asked(), **scope)
        flash(_("Saved."), "good")
        return redirect(url_for("buyer.requirements"), 303)

    return submit(form, act) or page("buyer/certificates/requirement.html", form=form, requirement=found)


put_buttons(
    bp,
    "/requirements/<requirement>",
    "requirement",
    queries.requirement,
    [Button("archive", service.archive_requirement, _("This is asked for no more."), to="requirements")],
)


def _form(record: Requirement | None) -> RequirementForm:
    form = RequirementForm(obj=record)
    categories = db.session.scalars(
        select(Category)
        .where(Category.buyer_id == organisation_id(), Category.archived_at.is_(None))
        .order_by(Category.name)
    ).all()
    partners = db.session.scalars(
        select(Partnership)
        .where(Partnership.buyer_id == organisation_id())
        .options(joinedload(Partnership.supplier))
    ).all()
    form.offer(categories, [partner.supplier for partner in partners])
    if record is not None and not form.is_submitted():
        form.category.data = record.category.public_id if record.category else ""
        form.supplier.data = record.supplier.public_id if record.supplier else ""
    return form
