"""The company profile and the sites of an organisation, on either side."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts import queries, service
from portal.accounts.models import Organisation, Site
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import act_to
from portal.web.company_forms import profile_form, site_form
from portal.web.forms import submit
from portal.web.paging import page_by_text
from portal.web.sides import BUTTON, FORM, SharedRoute, endpoint, side_page


def company() -> ResponseReturnValue:
    """What the organisation says of itself, and its sites."""
    return side_page(
        "company/company.html",
        company=organisation(),
        sites=page_by_text(queries.sites(organisation_id()), Site, Site.name),
        acts=act_to(_("Edit the profile"), endpoint("company_edit"), icon="pencil"),
        site_acts=act_to(_("Add a site"), endpoint("site_new"), icon="plus-lg"),
    )


def company_edit() -> ResponseReturnValue:
    """Change the profile."""
    record = queries.organisation(organisation_id())
    form = profile_form(record)

    def act() -> ResponseReturnValue:
        service.change_profile(record, **form.values(), actor=actor(), now=now())
        flash(_("Saved."), "good")
        return redirect(url_for(".company"), 303)

    return submit(form, act) or side_page("company/edit.html", form=form)


def site_new() -> ResponseReturnValue:
    """Write a further site."""
    record: Organisation = organisation()
    form = site_form(record, None)

    def act() -> ResponseReturnValue:
        service.add_site(record, **form.values(), actor=actor(), now=now())
        flash(_("The site is there."), "good")
        return redirect(url_for(".company"), 303)

    return submit(form, act) or side_page("company/site.html", form=form, site=None, acts=[])


def site(site: str) -> ResponseReturnValue:
    """One site, with the form that changes it."""
    record = queries.site(organisation_id(), site)
    form = site_form(record.organisation, record)

    def act() -> ResponseReturnValue:
        service.change_site(record, **form.values(), actor=actor(), now=now())
        flash(_("Saved."), "good")
        return redirect(url_for(".company"), 303)

    archiving = act_to(
        _("Take out of use"),
        endpoint("site_archive"),
        kind="danger",
        post=True,
        confirm=_("Take %(name)s out of use? What names it keeps it.", name=record.name),
        site=site,
    )
    acts = archiving if record.archived_at is None else []
    return submit(form, act) or side_page("company/site.html", form=form, site=record, acts=acts)


def site_archive(site: str) -> ResponseReturnValue:
    """Take a site out of use."""
    service.archive_site(queries.site(organisation_id(), site), actor=actor(), now=now())
    flash(_("The site is out of use."), "good")
    return redirect(url_for(".company"), 303)


ROUTES = (
    SharedRoute("/company", "company", company),
    SharedRoute("/company/edit", "company_edit", company_edit, FORM),
    SharedRoute("/company/sites/new", "site_new", site_new, FORM),
    SharedRoute("/company/sites/<site>", "site", site, FORM),
    SharedRoute("/company/sites/<site>/archive", "site_archive", site_archive, BUTTON),
)
