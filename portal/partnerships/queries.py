"""Reads of partnerships. The first argument is always the organisation that reads."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.accounts.models import BuyerSetting, JoinInvitation, Membership, Organisation
from portal.accounts.queries import bearing
from portal.accounts.roles import Side
from portal.db import db, one
from portal.errors import Missing
from portal.isolation import everybody
from portal.partnerships.models import Partnership, PartnershipOffer, PartnershipRole
from portal.partnerships.rules import compact
from portal.partnerships.workflow import PartnershipState

# What a supplier's side may ever see: an invitation in its name is shown once somebody has joined.
_BEGUN = Partnership.active_since.is_not(None)
_PEOPLE = selectinload(Partnership.contacts).joinedload(PartnershipRole.person)


def suppliers(buyer_id: int, states: Iterable[PartnershipState] = ()) -> Select[Partnership]:
    """A buyer's partnerships with their suppliers, by name; only those in ``states`` where some are given."""
    statement = (
        select(Partnership)
        .join(Partnership.supplier)
        .where(Partnership.buyer_id == buyer_id)
        .options(contains_eager(Partnership.supplier))
        .order_by(Organisation.name)
    )
    wanted = list(states)
    return statement.where(Partnership.state.in_(wanted)) if wanted else statement


def active_suppliers(buyer_id: int) -> Select[Partnership]:
    """The partnerships in force: whom a buyer may invite and order from."""
    return suppliers(buyer_id, [PartnershipState.ACTIVE])


def lapsed(buyer_id: int, now: datetime) -> Select[Partnership]:
    """The invitations whose link no longer works and that nobody has taken up, the oldest first."""
    works = (
        select(JoinInvitation.id)
        .where(
            JoinInvitation.organisation_id == Partnership.supplier_id,
            JoinInvitation.accepted_at.is_(None),
            JoinInvitation.withdrawn_at.is_(None),
            JoinInvitation.expires_at > now,
        )
        .exists()
    )
    return (
        suppliers(buyer_id, [PartnershipState.INVITED]).where(~works).order_by(None).order_by(Partnership.id)
    )


def found(statement: Select[Partnership], text: str) -> Select[Partnership]:
    """Those of the partnerships whose supplier's names or numbers hold the text, in capitals or small letters."""
    if not text.strip():
        return statement
    columns = (
        Organisation.name,
        Organisation.legal_name,
        Organisation.vat_number,
        Organisation.city,
        Partnership.erp_number,
    )
    return statement.where(or_(*(column.icontains(text.strip(), autoescape=True) for column in columns)))


def supplier(buyer_id: int, public_id: str) -> Partnership:
    """One of a buyer's partnerships, with supplier, its sites and the people on both sides.

    ``Missing`` for anybody else's.
    """
    return one(
        suppliers(buyer_id)
        .where(Partnership.public_id == public_id)
        .options(_PEOPLE, contains_eager(Partnership.supplier).selectinload(Organisation.sites))
    )


def with_supplier(buyer_id: int, supplier_id: int) -> Partnership:
    """A buyer's partnership with one supplier. ``Missing`` where there is none."""
    return one(suppliers(buyer_id).where(Partnership.supplier_id == supplier_id))


def supplier_named(buyer_id: int, name: str) -> Partnership:
    """For the operator's commands: the buyer's one supplier of that name, whatever its case and spacing.

    ``Missing`` for none, and where several bear it.
    """
    by_supplier = {one.supplier: one for one in db.session.scalars(suppliers(buyer_id))}
    found = bearing(by_supplier, name)
    if len(found) != 1:
        raise Missing(
            _("Several suppliers are named “%(name)s”.", name=name)
            if found
            else _("There is no supplier named “%(name)s”.", name=name)
        )
    return by_supplier[found[0]]


def buyers(supplier_id: int) -> Select[Partnership]:
    """A supplier's partnerships with their buyers, by name."""
    return (
        select(Partnership)
        .join(Partnership.buyer)
        .where(Partnership.supplier_id == supplier_id, _BEGUN)
        .options(contains_eager(Partnership.buyer))
        .order_by(Organisation.name)
    )


def buyer(supplier_id: int, public_id: str) -> Partnership:
    """One of a supplier's partnerships, with the buyer, its sites and the people on both sides.

    ``Missing`` for anybody else's.
    """
    return one(
        buyers(supplier_id)
        .where(Partnership.public_id == public_id)
        .options(_PEOPLE, contains_eager(Partnership.buyer).selectinload(Organisation.sites))
    )


# It is asked at the sign-in, before the session acts for anybody.
@everybody()
def asks_second_factor(supplier_id: int, on: date) -> bool:
    """Whether a buyer that the supplier works with asks its people for a second factor on a day."""
    rows = db.session.scalars(
        select(BuyerSetting)
        .join(Partnership, Partnership.buyer_id == BuyerSetting.buyer_id)
        .where(
            Partnership.supplier_id == supplier_id,
            _BEGUN,
            Partnership.state != PartnershipState.ENDED,
            BuyerSetting.name == "suppliers_second_factor",
            BuyerSetting.valid_from <= on,
        )
        .order_by(BuyerSetting.valid_from)
    )
    return any({row.buyer_id: row.value for row in rows}.values())


def offers(supplier_id: int) -> Select[PartnershipOffer]:
    """The invitations of buyers that a supplier with an account may accept, the newest first."""
    return (
        select(PartnershipOffer)
        .join(PartnershipOffer.partnership)
        .where(
            PartnershipOffer.supplier_id == supplier_id,
            PartnershipOffer.declined_at.is_(None),
            Partnership.state == PartnershipState.INVITED,
        )
        .options(contains_eager(PartnershipOffer.partnership).joinedload(Partnership.buyer))
        .order_by(PartnershipOffer.id.desc())
    )


def offer(supplier_id: int, public_id: str) -> PartnershipOffer:
    """One offer to a supplier, answered or not. ``Missing`` for anybody else's."""
    return one(
        select(PartnershipOffer)
        .join(PartnershipOffer.partnership)
        .where(PartnershipOffer.supplier_id == supplier_id, PartnershipOffer.public_id == public_id)
        .options(contains_eager(PartnershipOffer.partnership).joinedload(Partnership.buyer))
    )


def offer_of(partnership: Partnership) -> PartnershipOffer | None:
    """The offer beside an invitation. For verbs only: no page of the buyer's may show it."""
    return db.session.scalar(
        select(PartnershipOffer).where(PartnershipOffer.partnership_id == partnership.id)
    )


def compacted(column: Any) -> ColumnElement[str]:
    """``rules.compact`` in SQL."""
    value = func.upper(column)
    for sign in " ./-":
        value = func.replace(value, sign, "")
    return value


def own_with_numbers(
    buyer_id: int, vat_number: str, registration_number: str, country: str
) -> Partnership | None:
    """The buyer's partnership with a supplier that has one of the numbers."""
    same = _same_company(vat_number, registration_number, country)
    if same is None:
        return None
    return db.session.scalars(suppliers(buyer_id).where(same).limit(1)).first()


def account_with_numbers(vat_number: str, registration_number: str, country: str) -> Organisation | None:
    """The supplier with an account, whosever partner, that has one of the numbers.

    It is for making an offer to that supplier and for nothing else: the inviting buyer must not learn of it. An
    account is one that somebody can act for.
    """
    same = _same_company(vat_number, registration_number, country)
    if same is None:
        return None
    joined = select(Membership.id).where(
        Membership.organisation_id == Organisation.id, Membership.ended_at.is_(None)
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.side == Side.SUPPLIER, Organisation.suspended_at.is_(None), same, joined.exists())
        .order_by(Organisation.id)
        .limit(1)
    ).first()


def _same_company(vat_number: str, registration_number: str, country: str) -> ColumnElement[bool] | None:
    """A registration number says something within its country only."""
    tests = []
    if compact(vat_number):
        tests.append(compacted(Organisation.vat_number) == compact(vat_number))
    if compact(registration_number) and country:
        tests.append(
            (compacted(Organisation.registration_number) == compact(registration_number))
            & (Organisation.country == country)
        )
    return or_(*tests) if tests else None


def invited_as(organisation_id: int) -> list[Partnership]:
    """The open invitations for which an organisation was made."""
    return list(
        db.session.scalars(
            select(Partnership).where(
                Partnership.supplier_id == organisation_id, Partnership.state == PartnershipState.INVITED
            )
        )
    )
