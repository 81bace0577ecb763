"""A supplier's certificates: what it holds, what buyers ask for, and how the two stand."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.accounts import queries as accounts
from portal.accounts.models import Organisation
from portal.certificates import queries, rules, service
from portal.certificates.models import Certificate, Review
from portal.certificates.workflow import REVIEW, ReviewState
from portal.db import db
from portal.errors import Missing
from portal.files.service import keep
from portal.supplier import bp
from portal.supplier.asked import asked_of_supplier
from portal.supplier.certificate_forms import CertificateForm
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import Act, Way, open_acts
from portal.web.buttons import Button, put_buttons
from portal.web.files import send
from portal.web.forms import PortalForm, page, submit


class SubmitForm(PortalForm):
    """For which buyer's requirement a certificate is submitted."""

    requirement = SelectField(_("For"))


@bp.get("/certificates")
def certificates() -> ResponseReturnValue:
    """What buyers ask for first, then what the supplier holds."""
    own = db.session.scalars(queries.certificates(organisation_id())).unique().all()
    return render_template(
        "supplier/certificates/index.html",
        asked=asked_of_supplier(organisation_id()),
        certificates=own,
        today=now().date(),
        rules=rules,
        workflow=REVIEW,
    )


@bp.route("/certificates/new", methods=["GET", "POST"])
def certificate_new() -> ResponseReturnValue:
    """Add a certificate; ``?replaces=`` starts from the one that it follows."""
    wanted = request.args.get("replaces")
    replaces = queries.certificate(organisation_id(), wanted) if wanted else None
    own = organisation()
    form = CertificateForm(data=_prefilled(own, replaces))
    form.offer(list(db.session.scalars(accounts.sites(organisation_id()))))

    def act() -> ResponseReturnValue:
        file = keep(form.file.data, organisation_id=organisation_id(), actor=actor(), now=now())
        made = service.add_certificate(
            own,
            file,
            standard=form.standard.data or "",
            entity=form.entity.data or "",
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
            number=form.number.data or "",
            issuer=form.issuer.data or "",
            covers=form.covers.data or "",
            sites=form.chosen_sites(),
            replaces=replaces,
            actor=actor(),
            now=now(),
        )
        flash(_("Added. Now submit it to the buyers who ask for it."), "good")
        return redirect(url_for("supplier.certificate", certificate=made.public_id), 303)

    return submit(form, act) or page("supplier/certificates/edit.html", form=form, replaces=replaces)


def _prefilled(own: Organisation, replaces: Certificate | None) -> dict[str, Any]:
    if replaces is None:
        return {"entity": own.legal_name}
    kept: dict[str, Any] = {
        name: getattr(replaces, name) for name in ("standard", "issuer", "entity", "covers")
    }
    return {**kept, "sites": [one.site.public_id for one in replaces.sites]}


@bp.get("/certificates/<certificate>")
def certificate(certificate: str) -> ResponseReturnValue:
    """One certificate: its data, its document, and each buyer's verdict."""
    found = queries.certificate(organisation_id(), certificate)
    reviews = list(
        db.session.scalars(
            queries.reviews_of(organisation_id()).where(Review.certificate_id == found.id)
        ).unique()
    )
    returned = any(review.state is ReviewState.RETURNED for review in reviews)
    renew = Act(
        _("Add a corrected certificate") if returned else _("Add its successor"),
        url_for("supplier.certificate_new", replaces=certificate),
        kind="primary" if returned else "secondary",
        icon="arrow-repeat",
    )
    withdraw = Act(
        _("Show it no more"),
        url_for("supplier.certificate_archive", certificate=certificate),
        post=True,
        kind="danger",
        confirm=_("Buyers will no longer see this certificate. Go on?"),
    )
    return render_template(
        "supplier/certificates/certificate.html",
        certificate=found,
        form=None if rules.why_not_offered(found, now().date()) else _submit_form(found),
        reviews=[(review, _review_acts(review)) for review in reviews],
        returned=returned,
        acts=[renew, withdraw] if found.archived_at is None else [],
        today=now().date(),
        rules=rules,
        workflow=REVIEW,
    )


def _review_acts(review: Review) -> list[Act]:
    withdraw = Way("supplier.review_withdraw", post=True, confirm=_("Take this submission back?"))
    return open_acts(REVIEW, review, {"withdraw": withdraw}, review=review.public_id)


@bp.get("/certificates/<certificate>/file")
def certificate_file(certificate: str) -> ResponseReturnValue:
    """The supplier's own document."""
    return send(queries.certificate(organisation_id(), certificate).file, inline="inline" in request.args)


@bp.post("/certificates/<certificate>/submit")
def certificate_submit(certificate: str) -> ResponseReturnValue:
    """Submit it for what a buyer asks."""
    found = queries.certificate(organisation_id(), certificate)
    form = _submit_form(found)

    def act() -> ResponseReturnValue:
        wanted = next(
            (
                one
                for one in asked_of_supplier(organisation_id())
                if one.requirement.public_id == form.requirement.data
            ),
            None,
        )
        if wanted is None:
            raise Missing
        service.submit(found, wanted.requirement, actor=actor(), now=now())
        flash(_("Submitted to %(buyer)s for review.", buyer=wanted.buyer.name), "good")
        return redirect(url_for("supplier.certificate", certificate=certificate), 303)

    return submit(form, act) or page("supplier/certificates/submit.html", form=form, certificate=found)


put_buttons(
    bp,
    "/certificates/<certificate>",
    "certificate",
    queries.certificate,
    [Button("archive", service.archive_certificate, _("Buyers no longer see it."), to="certificates")],
)


@bp.post("/reviews/<review>/withdraw")
def review_withdraw(review: str) -> ResponseReturnValue:
    """Take a submission back."""
    found = queries.review_of(organisation_id(), review)
    service.withdraw(found, actor=actor(), now=now())
    flash(_("Taken back."), "good")
    return redirect(url_for("supplier.certificate", certificate=found.certificate.public_id), 303)


def _submit_form(found: Certificate) -> SubmitForm:
    form = SubmitForm()
    submitted = {
        review.requirement_id
        for review in db.session.scalars(
            queries.reviews_of(organisation_id()).where(Review.certificate_id == found.id)
        ).unique()
        if not REVIEW.allows(review, "submit", actor(), now())
    }
    form.requirement.choices = [
        SelectChoice(one.requirement.public_id, f"{one.buyer.name}: {one.requirement.standard}")
        for one in asked_of_supplier(organisation_id())
        if one.requirement.id not in submitted
    ]
    return form
