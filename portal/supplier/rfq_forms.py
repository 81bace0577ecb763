"""Forms of what a supplier answers to an RFQ."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


class DeclineForm(PortalForm):
    """Why the supplier will not bid."""

    reason = TextAreaField(
        _("Reason"),
        [InputRequired(_("Please give a reason.")), Length(max=2000)],
        description=_("Only the buyer reads it."),
    )


class QuestionForm(PortalForm):
    """A question to the buyer."""

    text = TextAreaField(
        _("Your question"),
        [InputRequired(_("Please write your question.")), Length(max=4000)],
        description=_("Everybody invited reads question and answer; nobody is told who asked."),
    )
