"""The people of an organisation, for its administrators on either side: inviting, roles, letting go."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts import queries, service
from portal.accounts.models import Membership, Person
from portal.accounts.roles import ROLE_LABELS
from portal.db import db
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import act_to
from portal.web.forms import submit
from portal.web.paging import page_by_text
from portal.web.people_forms import InviteForm, RolesForm, invite_form, roles_form
from portal.web.sides import BUTTON, FORM, SharedRoute, endpoint, side_page


def people() -> ResponseReturnValue:
    """Who belongs to the organisation, and whose invitation is still open."""
    standing = queries.members(organisation_id()).where(Membership.ended_at.is_(None))
    return side_page(
        "company/people.html",
        rows=page_by_text(standing, Membership, Person.name),
        invitations=db.session.scalars(queries.invitations(organisation_id())).all(),
        labels=ROLE_LABELS,
        acts=act_to(_("Invite somebody"), endpoint("person_invite"), kind="primary", icon="person-plus"),
    )


def person_invite() -> ResponseReturnValue:
    """Ask somebody to join, with roles."""
    form: InviteForm = invite_form(organisation())

    def act() -> ResponseReturnValue:
        invitation = service.invite_person(organisation(), **form.values(), actor=actor(), now=now())
        flash(_("A mail is on its way to %(email)s.", email=invitation.email), "good")
        return redirect(url_for(".people"), 303)

    return submit(form, act) or side_page("company/invite.html", form=form)


def join_invitation_withdraw(join_invitation: str) -> ResponseReturnValue:
    """Take an invitation back."""
    invitation = queries.invitation(organisation_id(), join_invitation)
    service.withdraw_invitation(invitation, actor=actor(), now=now())
    flash(_("The invitation of %(name)s is withdrawn.", name=invitation.name), "good")
    return redirect(url_for(".people"), 303)


def join_invitation_again(join_invitation: str) -> ResponseReturnValue:
    """Send a fresh link."""
    invitation = queries.invitation(organisation_id(), join_invitation)
    service.invite_person_again(invitation, actor=actor(), now=now())
    flash(
        _("A fresh link is on its way to %(email)s; the old one is void.", email=invitation.email), "good"
    )
    return redirect(url_for(".people"), 303)


def person(person: str) -> ResponseReturnValue:
    """One member, with the form of their roles."""
    member = queries.member(organisation_id(), person)
    form: RolesForm = roles_form(member)

    def act() -> ResponseReturnValue:
        service.change_roles(member, form.roles.data or [], actor=actor(), now=now())
        flash(_("Saved."), "good")
        return redirect(url_for(".people"), 303)

    ending = act_to(
        _("End the membership"),
        endpoint("person_end"),
        kind="danger",
        post=True,
        confirm=_("Let %(name)s go? They can no longer act for your company.", name=member.person.name),
        person=person,
    )
    return submit(form, act) or side_page("company/person.html", form=form, member=member, acts=ending)


def person_end(person: str) -> ResponseReturnValue:
    """Let a member go."""
    member = queries.member(organisation_id(), person)
    service.end_membership(member, actor=actor(), now=now())
    flash(_("%(name)s no longer acts for your company.", name=member.person.name), "good")
    return redirect(url_for(".people"), 303)


ROUTES = (
    SharedRoute("/people", "people", people),
    SharedRoute("/people/invite", "person_invite", person_invite, FORM),
    SharedRoute(
        "/people/invitations/<join_invitation>/withdraw",
        "join_invitation_withdraw",
        join_invitation_withdraw,
        BUTTON,
    ),
    SharedRoute(
        "/people/invitations/<join_invitation>/again",
        "join_invitation_again",
        join_invitation_again,
        BUTTON,
    ),
    SharedRoute("/people/<person>", "person", person, FORM),
    SharedRoute("/people/<person>/end", "person_end", person_end, BUTTON),
)
