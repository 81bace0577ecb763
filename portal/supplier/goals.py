"""Goals with buyers: the pages that both sides share."""

from portal.supplier import bp
from portal.web.goals.pages import put_on

put_on(bp)
