"""What an import did, for programs and for people."""

from itertools import islice
from typing import Any

from flask_babel import gettext as _

from portal.imports.deliveries.applying import Applied
from portal.imports.deliveries.rules import SENTENCES
from portal.imports.deliveries.staged import LeftOutRow, Staged

_SHOWN = 20


def as_json(staged: Staged, outcome: Applied) -> dict[str, Any]:
    """The keys that integrators rely on, and more beside them.

    ``rows``, ``lines``, ``orders``, ``suppliers``, ``items`` and ``total_value`` tell what the file holds: the same
    however often it is imported. Of its lines ``added`` are new, ``already_there`` were there and stay as they were,
    ``arrived`` were there without an arrival and have it now. ``left_out`` counts the rows that could not stand, by
    themselves or beside what was there; ``repeated`` those that say exactly what an earlier row says. ``total_value``
    is a decimal string in ``currency``, both null where the file has several; ``values`` has the sum of each.
    """
    totals = staged.totals()
    left_out = _left_out(staged, outcome)
    return {
        "rows": totals.rows,
        "lines": totals.lines,
        "orders": totals.orders,
        "suppliers": totals.suppliers,
        "items": totals.items,
        "total_value": None if totals.total_value is None else f"{totals.total_value:f}",
        "currency": next(iter(totals.values)) if len(totals.values) == 1 else None,
        "values": {currency: f"{value:f}" for currency, value in totals.values.items()},
        "added": outcome.added,
        "already_there": outcome.already_there,
        "arrived": outcome.arrived,
        "repeated": totals.repeated,
        "rounded": totals.rounded,
        "left_out": len(left_out),
        "left_out_rows": [
            {"row": row, "reason": str(reason), "text": str(SENTENCES[reason])} for row, reason in left_out
        ],
        "unreadable": [cell._asdict() for cell in staged.unreadable()],
        "incoterms_not_2020": staged.incoterms_not_current(),
        "form": staged.layout.table.form,
        "header_row": staged.layout.header_row,
        "columns": {name: column.header for name, column in staged.layout.columns.items()},
    }


def as_text(staged: Staged, outcome: Applied) -> str:
    """A page for a person: what came in, and the commonest of what did not."""
    totals = staged.totals()
    values = ", ".join(f"{value:,f} {currency}" for currency, value in totals.values.items()) or "0"
    left_out = _left_out(staged, outcome)
    return "\n".join(
        [
            _(
                "%(rows)s rows with %(lines)s lines of %(orders)s orders, %(suppliers)s suppliers and %(items)s "
                "items, worth %(values)s.",
                rows=totals.rows,
                lines=totals.lines,
                orders=totals.orders,
                suppliers=totals.suppliers,
                items=totals.items,
                values=values,
            ),
            _(
                "Added %(added)s lines; %(there)s were there already.",
                added=outcome.added,
                there=outcome.already_there,
            ),
            *(
                [_("Added the arrival of %(count)s lines that had come without it.", count=outcome.arrived)]
                if outcome.arrived
                else []
            ),
            _(
                "Left out %(count)s rows; %(repeated)s repeat an earlier one.",
                count=len(left_out),
                repeated=totals.repeated,
            ),
            *(
                _("  row %(row)s: %(why)s", row=row, why=SENTENCES[reason])
                for row, reason in left_out[:_SHOWN]
            ),
            _("%(count)s cells could not be read and count as missing.", count=totals.unreadable),
            *(
                _("  %(column)s: “%(text)s”, %(times)s times", column=column, text=text, times=times)
                for column, text, times in islice(staged.unreadable_by_text(), _SHOWN)
            ),
        ]
    )


def _left_out(staged: Staged, outcome: Applied) -> list[LeftOutRow]:
    return sorted([*staged.left_out(), *outcome.left_out])
