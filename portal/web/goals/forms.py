"""Forms of goals, the same on both sides."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import DateField, Form, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.models import Organisation
from portal.accounts.roles import Side
from portal.collaboration.rules.terms import DIRECTION_LABELS, Direction
from portal.errors import Missing
from portal.partnerships.models import Partnership
from portal.web.forms import PortalForm, QuantityField

PARTNER_LABELS = {Side.BUYER: _("Supplier"), Side.SUPPLIER: _("Buyer")}


class GoalForm(PortalForm):
    """A goal as one side proposes it."""

    partnership = SelectField(_("With"))
    title = StringField(
        _("What is to be reached"), [InputRequired(_("Say what the goal is.")), Length(max=300)]
    )
    why = TextAreaField(_("Why it matters"), [Length(max=4000)])
    unit = StringField(
        _("Unit"), [InputRequired(_("Name the unit in which the goal is measured.")), Length(max=40)]
    )
    direction = SelectField(
        _("Direction"),
        choices=[SelectChoice(kind.value, label) for kind, label in DIRECTION_LABELS.items()],
        coerce=Direction,
        default=Direction.UP,
    )
    baseline = QuantityField(_("Where it starts"))
    target = QuantityField(_("Target"), [InputRequired(_("Give the target."))])
    due_on = DateField(_("To be reached by"), [InputRequired(_("Give the date."))])

    def offer(self, partnerships: Iterable[Partnership], own: Organisation) -> None:
        """Offer the other sides of the partnerships, by name."""
        self.partnership.label.text = PARTNER_LABELS[own.side]
        self._partnerships = {one.public_id: one for one in partnerships}
        self.partnership.choices = choices(self._partnerships.values(), own)

    def chosen(self) -> Partnership:
        """The partnership that was chosen among those offered."""
        found = self._partnerships.get(self.partnership.data or "")
        if found is None:
            raise Missing
        return found


class ValueForm(PortalForm):
    """A measured value of a day."""

    measured_on = DateField(_("Measured for"), [InputRequired(_("Give the day."))])
    value = QuantityField(_("Value"), [InputRequired(_("Give the value."))])


class DeclineForm(PortalForm):
    """Why a proposal is declined."""

    reason = TextAreaField(_("Why not"), [Length(max=2000)])


class GoalFilter(Form):
    """The choice above the list; sent by GET, so it changes nothing and needs no keys."""

    partner = SelectField(_("With"), validate_choice=False)

    def offer(self, partnerships: Iterable[Partnership], own: Organisation) -> None:
        """Offer everybody, or the other side of one partnership."""
        self.partner.label.text = PARTNER_LABELS[own.side]
        self.partner.choices = [SelectChoice("", _("All")), *choices(partnerships, own)]


def choices(partnerships: Iterable[Partnership], own: Organisation) -> list[SelectChoice]:
    """The other sides of partnerships by name, under the partnerships' public ids."""
    names = {
        one.public_id: one.supplier.name if own.side is Side.BUYER else one.buyer.name for one in partnerships
    }
    return [SelectChoice(key, names[key]) for key in sorted(names, key=lambda key: names[key].casefold())]
