"""The forms of specs and their revisions."""

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.buyer.item_forms import FILL_IN
from portal.catalog import queries
from portal.catalog.models import Item, Spec
from portal.db import db
from portal.web.forms import PortalForm, UploadsField

LABEL_HINT = _("How it is told apart on drawings and orders: A, B, C or 1, 2, 3.")
TEXT_HINT = _("Dimensions, materials, standards, tests. What the drawings show need not be said again.")


class SpecForm(PortalForm):
    """What names a spec."""

    number = StringField(_("Number"), [InputRequired(FILL_IN), Length(max=60)])
    title = StringField(_("Title"), [InputRequired(FILL_IN), Length(max=300)])
    item = SelectField(_("Item"), description=_("The item that this spec describes, if it describes one."))


class NewSpecForm(SpecForm):
    """A spec with its first revision."""

    label = StringField(
        _("First revision"), [InputRequired(FILL_IN), Length(max=20)], default="A", description=LABEL_HINT
    )
    text = TextAreaField(_("What is specified"), [Length(max=100_000)], description=TEXT_HINT)


class NewRevisionForm(PortalForm):
    """What tells a new revision from the last."""

    label = StringField(_("Revision"), [InputRequired(FILL_IN), Length(max=20)], description=LABEL_HINT)
    change_note = TextAreaField(_("What changes, and why"), [Length(max=10_000)])


class RevisionForm(NewRevisionForm):
    """The text of a draft."""

    text = TextAreaField(_("What is specified"), [Length(max=100_000)], description=TEXT_HINT)


class FilesForm(PortalForm):
    """Files for a draft."""

    drawings = UploadsField(_("Drawings"))
    files = UploadsField(_("Other files"), description=_("Standards, models, photographs."))


@dataclass(frozen=True)
class SpecText:
    """A spec as its form shows it, to tell what differs when somebody else has changed it meanwhile."""

    version: int
    number: str
    title: str
    item: str


def new_spec_form(buyer_id: int) -> NewSpecForm:
    """The form of a new spec; ``?item=`` proposes the item."""
    form = NewSpecForm(item=request.args.get("item", ""))
    _offer_items(form, buyer_id, None)
    return form


def spec_form(buyer_id: int, spec: Spec) -> SpecForm:
    """The form of a spec that stands."""
    item = spec.item.public_id if spec.item else ""
    form = SpecForm(obj=SpecText(spec.version, spec.number, spec.title, item))
    _offer_items(form, buyer_id, spec.item)
    return form


def item_of(form: SpecForm, buyer_id: int) -> Item | None:
    """The chosen item. ``Missing`` for one that is not the buyer's."""
    return queries.item(buyer_id, form.item.data) if form.item.data else None


def _offer_items(form: SpecForm, buyer_id: int, present: Item | None) -> None:
    offered = list(db.session.scalars(queries.items(buyer_id)))
    if present is not None and present not in offered:
        offered.append(present)
    form.item.choices = [
        SelectChoice("", str(_("none"))),
        *(SelectChoice(one.public_id, f"{one.number} {one.name}") for one in offered),
    ]
