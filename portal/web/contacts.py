"""The form in which each side of a partnership says who answers for what."""

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from portal.accounts import queries
from portal.accounts.models import Membership, Person
from portal.db import db
from portal.errors import Missing
from portal.partnerships.models import Partnership
from portal.partnerships.service import ContactDraft
from portal.web.forms import PortalForm


class ContactRow(Form):
    """One person and what they answer for."""

    person = SelectField(_("Person"))
    role = StringField(_("Answers for"), [Length(max=100)])


class ContactsForm(PortalForm):
    """The people of one side."""

    contacts = FieldList(FormField(ContactRow), label=_("People"), description=_("Person"))

    def __init__(self, partnership: Partnership, organisation_id: int) -> None:
        rows = [
            {"person": row.person.public_id, "role": row.role}
            for row in partnership.contacts
            if row.organisation_id == organisation_id
        ]
        super().__init__(data={"contacts": rows})
        self.people = _people(organisation_id)
        for entry in self.contacts:
            entry.form.person.choices = self.offered

    @property
    def offered(self) -> list[SelectChoice]:
        """The people who may be chosen."""
        return [SelectChoice(public_id, person.name) for public_id, person in self.people.items()]

    @property
    def blank(self) -> ContactRow:
        """A further row, with its number still open."""
        row = ContactRow(prefix="contacts-__n__-")
        row.person.choices = self.offered
        return row

    def drafts(self) -> list[ContactDraft]:
        """What was chosen. ``Missing`` for somebody who is no member."""
        drafts = []
        for row in self.contacts.data:
            if row["person"] not in self.people:
                raise Missing
            drafts.append(ContactDraft(self.people[row["person"]], row["role"] or ""))
        return drafts


def _people(organisation_id: int) -> dict[str, Person]:
    standing = queries.members(organisation_id).where(Membership.ended_at.is_(None))
    return {member.person.public_id: member.person for member in db.session.scalars(standing)}
