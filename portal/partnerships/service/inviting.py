"""The verbs by which a supplier is invited and joins.

A buyer always invites a company of its own making: an organisation that holds what it typed. Where the numbers
point at a supplier with an account, that supplier gets an offer beside the invitation and, when it accepts, takes
the place of the made organisation. Until then the buyer sees what it typed, and the same words, mails and pages
in both cases, so that inviting tells nothing about who supplies others.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _

from portal import history
from portal.accounts import queries as accounts
from portal.accounts.models import Organisation
from portal.accounts.roles import Role, Side
from portal.accounts.rules import check_country, check_email, check_name, check_vat
from portal.accounts.service import (
    create_organisation,
    hold_organisation,
    invite_person,
    suspend,
    withdraw_invitation,
)
from portal.db import db, lock
from portal.errors import Missing, RuleBroken, WrongState
from portal.isolation import everybody
from portal.partnerships import events, queries
from portal.partnerships.models import Partnership, PartnershipOffer
from portal.partnerships.service.keeping import check_erp_number
from portal.partnerships.workflow import PARTNERSHIP, PartnershipState, PartnershipType
from portal.workflow import PORTAL, Actor

FIRST_ROLES = (Role.SUPPLIER_ADMIN, Role.SALES)


@dataclass(frozen=True)
class SupplierDraft:
    """A supplier as the inviting buyer types it, and the first person who is asked to join.

    ``country`` is an ISO 3166-1 alpha-2 code or empty.
    """

    name: str
    person_name: str
    email: str
    vat_number: str = ""
    registration_number: str = ""
    country: str = ""
    type: PartnershipType = PartnershipType.TRANSACTIONAL
    erp_number: str = ""
    note: str = ""


# A company is made that is nobody's yet, and who has its numbers may be anybody.
@everybody()
def invite_supplier(buyer: Organisation, draft: SupplierDraft, *, actor: Actor, now: datetime) -> Partnership:
    """A new partnership, INVITED and flushed; the first person gets a mail with a link.

    ``RuleBroken`` at the field for what is missing, malformed or the buyer's own already: an ERP number, or a
    supplier of the buyer with one of the numbers. What others have is never a reason to refuse.
    """
    name, vat_number = check_name(draft.name), check_vat(draft.vat_number)
    person_name, email = check_name(draft.person_name, "person_name"), check_email(draft.email)
    country = check_country(draft.country) if draft.country else ""
    numbers = (vat_number, draft.registration_number.strip(), country)
    # Of two who invite the same company at once, the second has to see the first's; an import holds the buyer too.
    hold_organisation(buyer.id)
    _check_not_own(buyer.id, *numbers)
    known = queries.account_with_numbers(*numbers)
    made = create_organisation(
        Side.SUPPLIER,
        name,
        actor=actor,
        now=now,
        email=email,
        **dict(zip(("vat_number", "registration_number", "country"), numbers, strict=True)),
    )
    partnership = Partnership(
        buyer_id=buyer.id,
        supplier=made,
        type=draft.type,
        erp_number=check_erp_number(buyer.id, draft.erp_number, None),
        note=draft.note.strip(),
        created_at=now,
    )
    db.session.add(partnership)
    db.session.flush()
    invite_person(made, email=email, name=person_name, roles=FIRST_ROLES, actor=actor, now=now)
    _record_invited(partnership, actor, now)
    if known is not None:
        offer = PartnershipOffer(partnership=partnership, supplier=known, created_at=now)
        db.session.add(offer)
        db.session.flush()
        _record_offered(offer, now)
    return partnership


# The made company's invitations are withdrawn, and an offer, of which the buyer must not know, is renewed.
@everybody()
def invite_again(partnership: Partnership, *, actor: Actor, now: datetime) -> None:
    """Send the first person a fresh link; the old one lets nobody in any more. An ended invitation stands again.

    ``WrongState`` once the supplier has joined, ``NotAllowed`` without the role.
    """
    PARTNERSHIP.check(partnership, "invite_again", actor, now)
    _hold(partnership)
    PARTNERSHIP.advance(partnership, "invite_again", actor, now)
    partnership.reason = ""
    last = accounts.last_invitation(partnership.supplier_id)
    if last is None:
        raise Missing
    _withdraw_invitations(partnership.supplier_id, actor, now)
    invite_person(
        partnership.supplier, email=last.email, name=last.name, roles=FIRST_ROLES, actor=actor, now=now
    )
    _record_invited(partnership, actor, now)
    offer = queries.offer_of(partnership)
    if offer is not None:
        offer.declined_at = None
        _record_offered(offer, now)


# The supplier takes the place of a company that the buyer made.
@everybody()
def accept_offer(offer: PartnershipOffer, *, actor: Actor, now: datetime) -> None:
    """Take up a buyer's invitation with the account one has.

    ``RuleBroken`` for a supplier of that buyer already, ``WrongState`` once it was answered or is over,
    ``NotAllowed`` without the role.
    """
    partnership = offer.partnership
    _hold(partnership)
    lock(offer)
    _check_open(offer)
    PARTNERSHIP.check(partnership, "activate", actor, now)
    if _works_with(partnership.buyer_id, offer.supplier_id):
        raise RuleBroken(_("You work with this buyer already. It can resume the partnership with you."))
    _take_the_place(partnership, offer.supplier, now)
    _activate(partnership, actor, actor, now)


def decline_offer(offer: PartnershipOffer, *, actor: Actor, now: datetime) -> None:
    """Leave a buyer's invitation alone. The buyer is not told, and its invitation stands as it stood.

    ``WrongState`` once it was answered or is over.
    """
    # Of two answers that come at once, the second finds the first.
    lock(offer)
    db.session.refresh(offer.partnership)
    _check_open(offer)
    offer.declined_at = now
    history.record(
        events.PartnershipOfferDeclined(offer.partnership_id),
        about=[offer],
        readers=[offer.supplier_id],
        actor=actor,
        now=now,
    )


def person_joined(organisation_id: int, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the invitations for which an organisation was made become partnerships, as somebody has joined it.

    Who speaks for the supplier to which an offer was made accepts the offer by following the link.
    """
    for partnership in queries.invited_as(organisation_id):
        offer = queries.offer_of(partnership)
        if (
            offer is not None
            and _speaks_for(person_id, offer.supplier_id)
            and not _works_with(partnership.buyer_id, offer.supplier_id)
        ):
            _take_the_place(partnership, offer.supplier, now)
        _activate(partnership, PORTAL, actor, now)


def withdraw_open_invitation(partnership: Partnership, *, actor: Actor, now: datetime) -> None:
    """Let the link of an invitation that is over lead nowhere."""
    if partnership.state is PartnershipState.INVITED:
        _withdraw_invitations(partnership.supplier_id, actor, now)


def _hold(partnership: Partnership) -> None:
    """Lock an invitation and the partnership, in the order in which whoever follows the link comes upon them."""
    db.session.scalars(accounts.invitations(partnership.supplier_id).with_for_update()).all()
    lock(partnership)


def _check_open(offer: PartnershipOffer) -> None:
    if not offer.is_open:
        raise WrongState(_("This invitation has been answered, or it is over."))


def _check_not_own(buyer_id: int, vat_number: str, registration_number: str, country: str) -> None:
    own = queries.own_with_numbers(buyer_id, vat_number, registration_number, country)
    if own is not None:
        field = "vat_number" if vat_number else "registration_number"
        raise RuleBroken(
            _("You have a supplier with this number already: %(name)s.", name=own.supplier.name), field
        )


def _speaks_for(person_id: int, supplier_id: int) -> bool:
    return person_id in {person.id for person in accounts.people_with(supplier_id, FIRST_ROLES)}


def _works_with(buyer_id: int, supplier_id: int) -> bool:
    own = queries.suppliers(buyer_id).where(Partnership.supplier_id == supplier_id)
    return db.session.scalar(own) is not None


def _take_the_place(partnership: Partnership, supplier: Organisation, now: datetime) -> None:
    made = partnership.supplier
    partnership.supplier = supplier
    _withdraw_invitations(made.id, PORTAL, now)
    suspend(made, actor=PORTAL, now=now)


def _activate(partnership: Partnership, mover: Actor, actor: Actor, now: datetime) -> None:
    PARTNERSHIP.advance(partnership, "activate", mover, now)
    partnership.active_since = now
    db.session.flush()
    readers = [partnership.buyer_id, partnership.supplier_id]
    fact = events.PartnershipActivated(partnership.id)
    history.record(fact, about=[partnership], readers=readers, actor=actor, now=now)


def _withdraw_invitations(organisation_id: int, actor: Actor, now: datetime) -> None:
    for invitation in db.session.scalars(accounts.invitations(organisation_id)):
        withdraw_invitation(invitation, actor=actor, now=now)


def _record_invited(partnership: Partnership, actor: Actor, now: datetime) -> None:
    fact = events.PartnershipInvited(partnership.id)
    history.record(fact, about=[partnership], readers=[partnership.buyer_id], actor=actor, now=now)


def _record_offered(offer: PartnershipOffer, now: datetime) -> None:
    # By the portal, in the installation's chain: in the buyer's own the event would be there for it to see.
    fact = events.PartnershipOffered(offer.partnership_id)
    history.record(fact, about=[offer], readers=[offer.supplier_id], actor=PORTAL, now=now)
