"""What follows from scorecards: suppliers hear by what they will be scored."""

from datetime import datetime

from portal.accounts.roles import Role
from portal.db import db
from portal.history import on
from portal.notices.service import notify
from portal.partnerships.queries import active_suppliers
from portal.scorecards.events import SchemeSet
from portal.scorecards.models import Scheme
from portal.workflow import Actor

READERS = (Role.SALES, Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN)


@on(SchemeSet)
def tell_suppliers(fact: SchemeSet, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    """Every supplier of the buyer hears that weights or scales are set, and finds them on its scorecard."""
    scheme = db.session.get_one(Scheme, fact.scheme_id)
    for partnership in db.session.scalars(active_suppliers(scheme.buyer_id)):
        notify(
            partnership.supplier_id,
            READERS,
            kind="scheme_set",
            params={"buyer": partnership.buyer.name, "begins": fact.valid_from.isoformat()},
            endpoint="supplier.scorecard",
            target=partnership.public_id,
            now=now,
        )
