"""The supplier's routes of documents, which both sides share."""

from portal.supplier import bp
from portal.web.documents import put_on

put_on(bp)
