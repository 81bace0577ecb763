"""The pages of one buyer: each domain adds a line, and its template begins with ``buyers/head.html``."""

from flask_babel import lazy_gettext as _

from portal.partnerships.models import Partnership
from portal.web.tabs import Shown, Tab, shown_tabs

TABS = [
    Tab(_("Profile"), "supplier.buyer"),
]


def tabs_of(partnership: Partnership) -> list[Shown]:
    """The tabs of a buyer's page, for this request. Every endpoint takes ``<partnership>``."""
    return shown_tabs(TABS, partnership=partnership.public_id)
