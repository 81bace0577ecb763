"""The verbs of organisations: their profile, their sites, and what a buyer decides for itself."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.accounts import events, rules
from portal.accounts.models import BuyerSetting, Membership, NumberRange, Organisation, Site
from portal.accounts.roles import Side
from portal.accounts.service.sessions import end_sessions_for
from portal.clock import day_in, zone
from portal.db import db, insert_into
from portal.errors import RuleBroken, WrongState
from portal.workflow import Actor


def create_organisation(
    side: Side, name: str, *, actor: Actor, now: datetime, **profile: Any
) -> Organisation:
    """A new organisation, flushed. Buyers are created by the operator, suppliers by a buyer's invitation."""
    organisation = Organisation(side=side, name=name, created_at=now, **{"legal_name": name, **profile})
    db.session.add(organisation)
    db.session.flush()
    fact = events.OrganisationCreated(organisation.id)
    readers = {organisation.id, actor.organisation_id or organisation.id}
    history.record(fact, about=[organisation], readers=readers, actor=actor, now=now)
    return organisation


def change_profile(organisation: Organisation, *, actor: Actor, now: datetime, **profile: Any) -> None:
    """Change what the organisation says of itself. ``RuleBroken`` at the field that does not hold."""
    for field in ("name", "legal_name"):
        profile[field] = rules.check_name(profile[field], field)
    if profile.get("email", "").strip():
        profile["email"] = rules.check_email(profile["email"])
    if "website" in profile:
        profile["website"] = rules.check_website(profile["website"])
    rules.check_country(profile["country"])
    rules.check_currency(profile["currency"])
    zone(profile["timezone"])
    profile["vat_number"] = rules.check_vat(profile["vat_number"])
    for name, value in profile.items():
        setattr(organisation, name, value)
    _record(events.ProfileChanged(organisation.id), organisation, actor, now)


def suspend(organisation: Organisation, *, actor: Actor, now: datetime) -> None:
    """Let nobody act for an organisation any more; every session that acts for it ends."""
    organisation.suspended_at = now
    members = db.session.scalars(select(Membership.id).where(Membership.organisation_id == organisation.id))
    end_sessions_for(members, now=now)
    _record(events.OrganisationSuspended(organisation.id), organisation, actor, now)


def add_site(organisation: Organisation, *, actor: Actor, now: datetime, **values: Any) -> Site:
    """A further site. ``RuleBroken`` at ``name`` where the organisation has one of that name."""
    _check_site(organisation, values, None)
    site = Site(organisation_id=organisation.id, **values)
    db.session.add(site)
    db.session.flush()
    _record(events.SiteAdded(organisation.id, site.id), organisation, actor, now)
    return site


def change_site(site: Site, *, actor: Actor, now: datetime, **values: Any) -> None:
    """Change a site; refusals as in ``add_site``."""
    _check_site(site.organisation, values, site)
    for name, value in values.items():
        setattr(site, name, value)
    _record(events.SiteChanged(site.organisation_id, site.id), site.organisation, actor, now)


def archive_site(site: Site, *, actor: Actor, now: datetime) -> None:
    """Take a site out of use; what names it keeps it. ``WrongState`` where that was done before."""
    if site.archived_at is not None:
        raise WrongState(_("This site is out of use already."))
    site.archived_at = now
    _record(events.SiteArchived(site.organisation_id, site.id), site.organisation, actor, now)


def _check_site(organisation: Organisation, values: dict[str, Any], same: Site | None) -> None:
    values["name"] = rules.check_name(values["name"])
    rules.check_country(values["country"])
    zone(values["timezone"])
    taken = db.session.scalar(
        select(Site).where(Site.organisation_id == organisation.id, Site.name == values["name"])
    )
    if taken is not None and taken is not same:
        raise RuleBroken(_("There is a site of that name already."), "name")


def set_policy(buyer: Organisation, name: str, value: Any, *, actor: Actor, now: datetime) -> None:
    """Put a setting in force from today on, by the buyer's time zone; what was in force before stays readable.

    ``RuleBroken`` at the setting's name for a value that it cannot have.
    """
    stored = rules.check_setting(name, value)
    today = day_in(now, buyer.timezone)
    db.session.merge(BuyerSetting(buyer_id=buyer.id, name=name, valid_from=today, value=stored))
    db.session.flush()
    _record(events.SettingChanged(buyer.id, name), buyer, actor, now)


def hold_organisation(organisation_id: int) -> None:
    """Lock an organisation until the transaction ends, for what it does one after the other and no table holds.

    Its key stays free: whoever stores something that names it waits for nobody.
    """
    held = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(held.with_for_update(key_share=True))


def next_number(buyer_id: int, kind: str, year: int) -> int:
    """The next number of a buyer's range for a kind of document and a year; gaps come of rollbacks only.

    One statement begins the range or counts it up, so that two who ask at once wait for each other.
    """
    begin = insert_into(NumberRange).values(buyer_id=buyer_id, kind=kind, year=year, last=1)
    return db.session.execute(
        begin.on_conflict_do_update(
            index_elements=["buyer_id", "kind", "year"], set_={"last": NumberRange.last + 1}
        ).returning(NumberRange.last)
    ).scalar_one()


def _record(fact: Any, organisation: Organisation, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[organisation], readers=[organisation.id], actor=actor, now=now)
