"""How a supplier stands with the certificates that an RFQ asks for."""

from datetime import date

from portal.certificates.queries import standings
from portal.certificates.rules import Standing, Step
from portal.sourcing.models import Rfq


def standings_for(buyer_id: int, rfq: Rfq, supplier_id: int, step: Step, on: date) -> list[Standing]:
    """The certificates that matter at a step of this RFQ: those of everybody, of the supplier, of the items'
    categories and of the RFQ itself, each in order on a day or not."""
    categories = {line.item.category_id for line in rfq.lines if line.item and line.item.category_id}
    asked = [row.requirement_id for row in rfq.requirements]
    return standings(buyer_id, supplier_id, step, on, categories=categories, requirement_ids=asked)
