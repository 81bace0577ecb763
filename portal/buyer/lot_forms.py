"""Forms of what quality decides about a lot."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from portal.buyer.order_forms import REASON, ReasonForm
from portal.web.forms import QuantityField


class BlockForm(ReasonForm):
    """Why a lot is held back."""

    note = TextAreaField(_("Note for your own company"), [REASON])


class RejectForm(BlockForm):
    """How much of a lot is rejected, and why."""

    quantity = QuantityField(_("Rejected"))
