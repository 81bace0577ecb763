"""The buyer's routes of documents, which both sides share."""

from portal.buyer import bp
from portal.web.documents import put_on

put_on(bp)
