"""What waits in bidding: invitations to answer, bids to write or submit, and bids that an addendum returned."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from portal.accounts.roles import Role
from portal.db import db
from portal.sourcing.models import Rfq
from portal.sourcing.queries import invited
from portal.sourcing.queries.rfqs import closed, rfqs_for_supplier
from portal.sourcing.workflow import RfqState
from portal.supplier.standing import standing
from portal.web.menu import Todo

MOST = 50


def todos(organisation_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """One row for each open RFQ on which the next move is the supplier's, for those who write bids."""
    if roles.isdisjoint({Role.SALES, Role.SUPPLIER_ADMIN}):
        return
    still = rfqs_for_supplier(organisation_id).where(Rfq.state == RfqState.PUBLISHED, ~closed(now))
    rfqs = db.session.scalars(still.order_by(Rfq.id.desc()).limit(MOST)).unique().all()
    for part in invited.parts(organisation_id, rfqs):
        stands = standing(part, now)
        if stands.verb is not None:
            title, buyer = f"{part.rfq.number} · {part.rfq.title}", part.rfq.buyer.name
            yield Todo(
                stands.verb, title, _url(part), str(stands.step), due=part.rfq.deadline, organisation=buyer
            )


def _url(part: invited.Part) -> str:
    """Where the next move is made: on the bid once there is one."""
    if part.bid is not None:
        return url_for("supplier.bid", bid=part.bid.public_id)
    return url_for("supplier.rfq", rfq=part.rfq.public_id)
