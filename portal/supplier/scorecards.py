"""The supplier's scorecards: its buyers, and the pages that both sides share."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.models import Organisation
from portal.partnerships.models import Partnership
from portal.partnerships.queries import buyers
from portal.supplier import bp
from portal.web.access import organisation_id
from portal.web.paging import page_by_text
from portal.web.scorecards.pages import put_on

put_on(bp)


@bp.get("/scorecards")
def scorecards() -> ResponseReturnValue:
    """The buyers that score the supplier."""
    return render_template(
        "supplier/scorecards/list.html",
        page=page_by_text(buyers(organisation_id()), Partnership, Organisation.name),
    )
