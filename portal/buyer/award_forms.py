"""The form of an award: a quantity for each line and bidder."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.buyer.dialogue_forms import REASON
from portal.buyer.rfq_forms import LONG, plain_lines
from portal.errors import RuleBroken
from portal.sourcing.models import OpenedLine
from portal.sourcing.service.awards import Share
from portal.web.forms import PortalForm, QuantityField


class ShareForm(Form):
    """What one bidder gets of one line, in the line's unit; empty for nothing."""

    offer = HiddenField()
    quantity = QuantityField(_("Quantity"))


class AwardForm(PortalForm):
    """``offers`` are the offered lines that may win, by a key for each line and bid."""

    shares = FieldList(FormField(ShareForm), description=_("Line"))
    reason = TextAreaField(
        _("Reason of the award"), [InputRequired(REASON), Length(max=LONG)], filters=[plain_lines]
    )
    override_reason = StringField(
        _("Reason to award without a certificate"),
        [Length(max=1000)],
        description=_("Needed only where a missing certificate blocks."),
    )

    def __init__(self, offers: Mapping[str, OpenedLine], suggested: Mapping[str, Decimal]) -> None:
        super().__init__(data={"shares": [{"offer": key, "quantity": suggested.get(key)} for key in offers]})
        self.offers = offers
        for entry in self.shares:
            offer = offers.get(entry.form.offer.data)
            if offer is not None:
                entry.number = f"{offer.rfq_line.position}, {offer.opened_bid.bid.supplier.name}"
        self.fields_of = {entry.form.offer.data: entry.form for entry in self.shares}

    def filled(self) -> list[Any]:
        """The rows with a quantity, in the order of the page."""
        return [
            entry
            for entry in self.shares
            if entry.form.offer.data in self.offers and entry.form.quantity.data
        ]

    def given(self) -> list[Share]:
        """What was typed."""
        return [
            Share(self.offers[entry.form.offer.data], entry.form.quantity.data) for entry in self.filled()
        ]

    def refuse(self, refusal: RuleBroken) -> None:
        """The verb counts the shares it was given; the page counts its rows."""
        for index, entry in enumerate(self.filled()):
            if refusal.field == f"shares-{index}-quantity":
                refusal = RuleBroken(refusal.sentence, entry.form.quantity.id)
                break
        super().refuse(refusal)
