"""What the forms of both sides share about orders: rows that are schedule lines."""

from typing import Any

from portal.errors import CHANGED_SINCE, Missing
from portal.orders.models import PurchaseOrder, ScheduleLine
from portal.web.forms import PortalForm


class RowsForm(PortalForm):
    """A form with rows; a stale one says so even where only its rows have changed."""

    def is_stale(self) -> bool:
        stale = super().is_stale()
        if stale and not self.differences:
            self.form_errors.append(str(CHANGED_SINCE))
        return stale


def pair_rows(form: Any, order: PurchaseOrder) -> None:
    """Give each row its schedule line. ``Missing`` for one that is not of this order."""
    parts: dict[str, ScheduleLine] = {part.public_id: part for part in order.schedule}
    for row in form.rows:
        if row.form.part.data not in parts:
            raise Missing
        row.schedule_line = parts[row.form.part.data]
