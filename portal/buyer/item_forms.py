"""The form of an item."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.catalog import queries
from portal.catalog.models import Item
from portal.catalog.rules.items import UnitDraft
from portal.catalog.service import ItemDraft
from portal.db import db
from portal.web import choices
from portal.web.forms import PortalForm, QuantityField

FILL_IN = _("Please fill this in.")


class UnitRow(Form):
    """Another unit of the item."""

    unit = SelectField(_("Unit"), choices=choices.units)
    factor = QuantityField(_("Makes how many stock units"))
    for_orders = BooleanField(_("Ordered in this unit"))
    for_prices = BooleanField(_("Priced in this unit"))


class ItemForm(PortalForm):
    """What names an item, and its units."""

    number = StringField(_("Number"), [InputRequired(FILL_IN), Length(max=60)])
    erp_number = StringField(_("Number in your ERP"), [Length(max=60)])
    name = StringField(_("Name"), [InputRequired(FILL_IN), Length(max=300)])
    category = SelectField(_("Category"))
    unit = SelectField(_("Stock unit"), choices=choices.units)
    description = TextAreaField(_("Description"), [Length(max=10_000)])
    units = FieldList(FormField(UnitRow), label=_("Other units"), description=_("Unit"))

    @property
    def blank(self) -> UnitRow:
        """A further row, with its number still open."""
        return UnitRow(prefix="units-__n__-")


@dataclass(frozen=True)
class ItemText:
    """An item as the form shows it, to tell what differs when somebody else has changed it meanwhile."""

    version: int
    number: str
    erp_number: str
    name: str
    category: str
    unit: str
    description: str
    units: list[dict[str, Any]]


def text_of(item: Item) -> ItemText:
    """The values of an item for its form."""
    rows = [
        {"unit": row.unit, "factor": row.factor, "for_orders": row.for_orders, "for_prices": row.for_prices}
        for row in item.units
    ]
    category = item.category.public_id if item.category else ""
    return ItemText(
        item.version,
        item.number,
        item.erp_number or "",
        item.name,
        category,
        item.unit,
        item.description,
        rows,
    )


def item_form(buyer_id: int, item: Item | None = None) -> ItemForm:
    """The form of a new item, or of one that stands."""
    form = ItemForm(obj=text_of(item)) if item else ItemForm(unit="H87")
    offered = list(db.session.scalars(queries.categories(buyer_id)))
    if item is not None and item.category is not None and item.category not in offered:
        offered.append(item.category)
    form.category.choices = [
        SelectChoice("", str(_("none"))),
        *(SelectChoice(one.public_id, f"{one.cpv} {one.name}") for one in offered),
    ]
    return form


def draft_of(form: ItemForm, buyer_id: int) -> ItemDraft:
    """What was typed, as the verbs take it. ``Missing`` for a category that is not the buyer's."""
    category = queries.category(buyer_id, form.category.data) if form.category.data else None
    return ItemDraft(
        number=form.number.data or "",
        name=form.name.data or "",
        unit=form.unit.data,
        erp_number=form.erp_number.data or "",
        description=form.description.data or "",
        category=category,
        units=[
            UnitDraft(row["unit"], row["factor"], row["for_orders"], row["for_prices"])
            for row in form.units.data
        ],
    )
