"""The verbs by which each side keeps what it knows of a partnership: type, numbers, note, and who answers for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal import history
from portal.accounts.models import Membership, Person
from portal.accounts.queries import members
from portal.db import db, lock
from portal.errors import Missing, RuleBroken
from portal.partnerships import events
from portal.partnerships.models import Partnership, PartnershipRole
from portal.partnerships.workflow import PartnershipType
from portal.workflow import Actor


@dataclass(frozen=True)
class ContactDraft:
    """Who answers for what, in the organisation's own words."""

    person: Person
    role: str


def change(
    partnership: Partnership,
    *,
    type: PartnershipType,
    erp_number: str,
    note: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Change what the buyer keeps of a supplier. ``RuleBroken`` at ``erp_number`` for another supplier's."""
    partnership.erp_number = check_erp_number(partnership.buyer_id, erp_number, partnership)
    partnership.type = type
    partnership.note = note.strip()
    fact = events.PartnershipChanged(partnership.id)
    history.record(fact, about=[partnership], readers=[partnership.buyer_id], actor=actor, now=now)


def check_erp_number(buyer_id: int, text: str, same: Partnership | None) -> str | None:
    """The number of a supplier in the buyer's ERP, or None for an empty one.

    ``RuleBroken`` at ``erp_number`` where another supplier of the buyer has it.
    """
    number = text.strip() or None
    if number is None:
        return None
    with db.session.no_autoflush:
        taken = db.session.scalar(
            select(Partnership).where(Partnership.buyer_id == buyer_id, Partnership.erp_number == number)
        )
    if taken is not None and taken is not same:
        raise RuleBroken(
            _("Another supplier has the ERP number %(number)s already.", number=number), "erp_number"
        )
    return number


def set_customer_number(partnership: Partnership, number: str, *, actor: Actor, now: datetime) -> None:
    """Say under which number the supplier keeps this buyer; it is printed on what goes between the two."""
    partnership.customer_number = number.strip()
    fact = events.CustomerNumberChanged(partnership.id)
    history.record(fact, about=[partnership], readers=_both(partnership), actor=actor, now=now)


def set_contacts(
    partnership: Partnership,
    organisation_id: int,
    contacts: Sequence[ContactDraft],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say who answers for what on one side; the other side's people stay as they are.

    ``RuleBroken`` at ``contacts-<n>-role`` for a role that is missing or there twice; ``Missing`` for somebody who
    is no member of the organisation.
    """
    lock(partnership, selectinload(Partnership.contacts))
    people = {
        member.person_id
        for member in db.session.scalars(members(organisation_id).where(Membership.ended_at.is_(None)))
    }
    standing = {
        (row.person_id, row.role): row
        for row in partnership.contacts
        if row.organisation_id == organisation_id
    }
    rows: dict[tuple[int, str], PartnershipRole] = {}
    for index, draft in enumerate(contacts):
        role, field = draft.role.strip(), f"contacts-{index}-role"
        if draft.person.id not in people:
            raise Missing
        if not role:
            raise RuleBroken(_("Say what this person answers for."), field)
        key = (draft.person.id, role)
        if key in rows:
            raise RuleBroken(_("This stands there twice."), field)
        rows[key] = standing.get(key) or PartnershipRole(
            organisation_id=organisation_id, person=draft.person, role=role
        )
    others = [row for row in partnership.contacts if row.organisation_id != organisation_id]
    partnership.contacts = [*others, *rows.values()]
    db.session.flush()
    fact = events.PartnershipContactsChanged(partnership.id, organisation_id)
    history.record(fact, about=[partnership], readers=_both(partnership), actor=actor, now=now)


def _both(partnership: Partnership) -> list[int]:
    """Both sides, or the buyer alone while nobody has joined."""
    if partnership.active_since is None:
        return [partnership.buyer_id]
    return [partnership.buyer_id, partnership.supplier_id]
