"""Goals with suppliers: the pages that both sides share."""

from portal.buyer import bp
from portal.web.goals.pages import put_on

put_on(bp)
