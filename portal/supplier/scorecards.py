"""The supplier's scorecards: the list of its buyers, and the pages that both sides share."""

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.models import Organisation
from portal.clock import day_in
from portal.partnerships.models import Partnership
from portal.partnerships.queries import buyers
from portal.scorecards.queries.cards import card
from portal.supplier import bp
from portal.web.access import now, organisation, organisation_id
from portal.web.paging import page_by_text
from portal.web.scorecards.pages import list_page, put_on, quarter_start
from portal.web.scorecards.periods import pick

# Each buyer has scales and days of its own, so its card is read by itself: a page holds few of them.
ON_A_PAGE = 10

put_on(bp)


@bp.get("/scorecards")
def scorecards() -> ResponseReturnValue:
    """The buyers that score the supplier, with its figures of the last full quarter or the period asked for."""
    reader, today = organisation_id(), day_in(now(), organisation().timezone)
    picked = pick(request.args.get("period"), quarter_start(today) - timedelta(days=1), today)
    found = page_by_text(buyers(reader), Partnership, Organisation.name, size=ON_A_PAGE)
    return list_page(
        [(one, card(reader, one.buyer_id, reader, picked.period, now())) for one in found.items],
        found,
        picked,
        acts=[],
        nothing=(_("No buyer works with you yet"), _("Every buyer you supply shows you its scorecard here.")),
    )
