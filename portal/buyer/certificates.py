"""Certificates for the buyer's quality engineers: the queue, the review, what suppliers have shown."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.buyer import bp
from portal.certificates import queries, rules, service
from portal.certificates.models import Certificate, Review
from portal.certificates.workflow import REVIEW
from portal.db import db, one
from portal.web.access import actor, now, organisation_id
from portal.web.actions import Way, open_acts
from portal.web.files import send
from portal.web.forms import PortalForm, page, submit
from portal.web.paging import page_by_key


class ReturnForm(PortalForm):
    """Why a certificate goes back to its supplier."""

    reason = TextAreaField(_("What is wrong with it"), [Length(max=2000)])


@bp.get("/certificates")
def certificates() -> ResponseReturnValue:
    """What awaits a verdict first, then everything that suppliers have shown."""
    shown = page_by_key(queries.certificates_shown(organisation_id()), Certificate)
    return render_template(
        "buyer/certificates/index.html",
        queue=db.session.scalars(queries.awaiting(organisation_id())).unique().all(),
        shown=shown,
        today=now().date(),
        rules=rules,
    )


@bp.get("/certificates/<certificate>")
def certificate(certificate: str) -> ResponseReturnValue:
    """One certificate that a supplier has shown, with this buyer's reviews of it."""
    found = _shown(certificate)
    reviews = queries.reviews(organisation_id()).where(Review.certificate_id == found.id)
    return render_template(
        "buyer/certificates/certificate.html",
        certificate=found,
        reviews=db.session.scalars(reviews).unique().all(),
        today=now().date(),
        rules=rules,
        workflow=REVIEW,
    )


@bp.get("/certificates/<certificate>/file")
def certificate_file(certificate: str) -> ResponseReturnValue:
    """The certificate's document; ``?inline`` shows a PDF on our own page."""
    return send(_shown(certificate).file, inline="inline" in request.args)


@bp.get("/reviews/<review>")
def review(review: str) -> ResponseReturnValue:
    """The document beside its data and beside what the requirement asks."""
    found = queries.review(organisation_id(), review)
    ways = {
        "accept": Way("buyer.review_accept", post=True, kind="primary", icon="check-lg"),
        "return": Way("buyer.review_return", icon="arrow-return-left"),
    }
    return render_template(
        "buyer/certificates/review.html",
        review=found,
        certificate=found.certificate,
        acts=open_acts(REVIEW, found, ways, review=review),
        today=now().date(),
        rules=rules,
        workflow=REVIEW,
    )


@bp.post("/reviews/<review>/accept")
def review_accept(review: str) -> ResponseReturnValue:
    """Accept it."""
    found = queries.review(organisation_id(), review)
    service.accept(found, actor=actor(), now=now())
    flash(_("Accepted. The supplier has been told."), "good")
    return redirect(_next_in_queue(), 303)


@bp.route("/reviews/<review>/return", methods=["GET", "POST"])
def review_return(review: str) -> ResponseReturnValue:
    """Return it with a reason."""
    found = queries.review(organisation_id(), review)
    form = ReturnForm(obj=found)
    if not form.is_submitted():
        REVIEW.check(found, "return", actor(), now())

    def act() -> ResponseReturnValue:
        service.return_(found, form.reason.data or "", actor=actor(), now=now())
        flash(_("Returned. The supplier has been told why."), "good")
        return redirect(_next_in_queue(), 303)

    return submit(form, act) or page("buyer/certificates/return.html", form=form, review=found)


def _next_in_queue() -> str:
    waiting = db.session.scalars(queries.awaiting(organisation_id()).limit(1)).unique().first()
    if waiting is None:
        return url_for("buyer.certificates")
    return url_for("buyer.review", review=waiting.public_id)


def _shown(public_id: str) -> Certificate:
    return one(queries.certificates_shown(organisation_id()).where(Certificate.public_id == public_id))
