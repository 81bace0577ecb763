"""The buyer's scorecards: the list of its suppliers, the pages that both sides share, and the weights."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.models import Organisation
from portal.buyer import bp
from portal.buyer.scorecard_forms import SchemeForm
from portal.clock import day_in
from portal.partnerships.models import Partnership
from portal.partnerships.queries import suppliers
from portal.scorecards import service
from portal.scorecards.queries.cards import cards, due_range
from portal.scorecards.queries.schemes import in_force, schemes, upcoming
from portal.scorecards.rules import MEASURE_LABELS
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.actions import act_to
from portal.web.forms import page, submit
from portal.web.paging import page_by_text
from portal.web.scorecards.figures import scale_end
from portal.web.scorecards.pages import list_page, put_on, quarter_start
from portal.web.scorecards.periods import pick

put_on(bp)


@bp.get("/scorecards")
def scorecards() -> ResponseReturnValue:
    """Every supplier with its score of one period: the last full quarter, unless another is asked for."""
    reader, today = organisation_id(), day_in(now(), organisation().timezone)
    due = due_range(reader, reader, quarter_start(today))
    picked = pick(request.args.get("period"), due[1] if due else None, today)
    found = page_by_text(suppliers(reader), Partnership, Organisation.name)
    made = cards(reader, reader, [one.supplier_id for one in found.items], picked.period, now())
    return list_page(
        [(one, made[one.supplier_id]) for one in found.items],
        found,
        picked,
        acts=act_to(_("Weights and scales"), "buyer.scorecard_scheme", icon="sliders"),
        nothing=(_("You have no suppliers yet"), _("Every supplier you work with has a scorecard here.")),
    )


@bp.route("/scorecards/scheme", methods=["GET", "POST"])
def scorecard_scheme() -> ResponseReturnValue:
    """Set the weights and scales that hold from the beginning of a month on."""
    buyer = organisation()
    today = day_in(now(), buyer.timezone)
    known = schemes(buyer.id)
    form = SchemeForm.of(known[-1].scales, today)

    def act() -> ResponseReturnValue:
        valid_from, scales = form.valid_from.data, form.scales()
        service.set_scheme(buyer, valid_from, scales, actor=actor(), now=now())
        flash(_("Set. Your suppliers can read the weights before they hold."), "good")
        return redirect(url_for("buyer.scorecard_scheme"), 303)

    return submit(form, act) or page(
        "buyer/scorecards/scheme.html",
        form=form,
        current=in_force(known, today),
        upcoming=upcoming(known, today),
        measures=MEASURE_LABELS,
        scale_end=scale_end,
    )
