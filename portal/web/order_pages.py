"""What the pages of both sides show alike about contracts, orders and deliveries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from portal.clock import day_in
from portal.orders.models import (
    Contract,
    GoodsReceipt,
    GoodsReceiptLine,
    LotDecision,
    PurchaseOrder,
    ScheduleChange,
    ScheduleLine,
    ShipNotice,
)
from portal.orders.rules.contracts import is_expired
from portal.orders.rules.orders import is_overdue, least_deliverable
from portal.orders.workflow import (
    CHANGE,
    CONTRACT,
    ORDER,
    RECEIPT_LINE,
    SCHEDULE,
    SHIP_NOTICE,
    ContractState,
    DateBasis,
    OrderState,
    ScheduleState,
)
from portal.web import access, filters
from portal.workflow import Workflow

TABLES: dict[type, Workflow] = {
    Contract: CONTRACT,
    PurchaseOrder: ORDER,
    ScheduleLine: SCHEDULE,
    ScheduleChange: CHANGE,
    ShipNotice: SHIP_NOTICE,
    GoodsReceiptLine: RECEIPT_LINE,
}

# A state's word tells its colour, whichever record it is of.
TONES: dict[str, str] = {
    "draft": "neutral",
    "approved": "info",
    "awaiting_signatures": "wait",
    "in_force": "good",
    "terminated": "muted",
    "awaiting_approval": "wait",
    "issued": "wait",
    "accepted": "good",
    "accepted_with_changes": "good",
    "rejected": "bad",
    "closed": "muted",
    "cancelled": "muted",
    "open": "wait",
    "changed": "wait",
    "amended": "wait",
    "not_accepted": "bad",
    "proposed": "wait",
    "refused": "bad",
    "withdrawn": "muted",
    "announced": "info",
    "delivered": "wait",
    "received": "good",
    "blocked": "wait",
    "reversed": "muted",
}

BASIS = {
    DateBasis.ARRIVAL: _("Dates count to the arrival at the site"),
    DateBasis.HANDOVER: _("Dates count to the handover to the carrier"),
}


@dataclass(frozen=True)
class Shown:
    """A state as the page says it."""

    label: Any
    tone: str


# Nobody has been asked about a schedule line of a draft.
NOT_ISSUED = Shown(_("Not issued yet"), "neutral")


def shown(record: Any) -> Shown:
    """The state of a record in words and colour."""
    workflow = TABLES[type(record)]
    state = workflow.state_of(record)
    if state is ContractState.IN_FORCE and is_expired(record.ends_on, today()):
        return Shown(_("Expired"), "muted")
    return Shown(workflow.labels[state], TONES[state])


@dataclass(frozen=True)
class Row:
    """A schedule line as a page shows it: the four dates apart, ``arrived_on`` being the last arrival."""

    part: ScheduleLine
    state: Shown
    arrived_on: date | None
    late: bool
    wish: str
    said: str
    take_back_url: str

    @property
    def line(self) -> Any:
        return self.part.line


def rows_of(
    order: PurchaseOrder,
    arrivals: Mapping[int, date],
    prices: bool,
    take_back: Callable[[ScheduleLine], str],
) -> list[Row]:
    """The schedule lines of an order. ``prices`` shows what a change says about the price; ``take_back`` gives
    the address at which the reader takes an own proposal back, empty where there is none."""
    day = today()
    return [
        Row(
            part,
            shown(part) if order.issued_at else NOT_ISSUED,
            arrivals.get(part.id),
            is_overdue(part, order, day),
            wish_of(part.open_change, prices),
            part.open_change.reason if part.open_change else part.answer_reason,
            take_back(part),
        )
        for part in order.schedule
    ]


def wish_of(change: ScheduleChange | None, prices: bool) -> str:
    """What a change asks for, in a few words; empty without one."""
    if change is None:
        return ""
    line = change.schedule_line.line
    if change.cancels:
        return str(_("to be cancelled"))
    words = []
    if change.new_quantity is not None:
        words.append(filters.quantity(change.new_quantity, line.unit))
    if change.new_date is not None:
        words.append(filters.day(change.new_date))
    if change.new_price is not None:
        words.append(price_of(change.new_price, line) if prices else str(_("another price")))
    return " · ".join(words)


def price_of(price: Any, line: Any) -> str:
    """A price with its basis: "12.50 EUR per 100 pc"."""
    order = getattr(line, "order", None) or line.contract
    per = filters.quantity(line.price_per, line.unit)
    return str(_("%(price)s per %(per)s", price=filters.money(price, order.currency, True), per=per))


@dataclass(frozen=True)
class Step:
    """One step of an order's way; ``state`` as components/steps.html takes it."""

    label: Any
    state: str
    note: str = ""


def steps_of(order: PurchaseOrder) -> list[Step]:
    """How far an order has come."""
    done = [
        (_("Draft"), order.issued_at is not None, ""),
        (
            _("Issued"),
            order.issued_at is not None,
            filters.instant(order.issued_at) if order.issued_at else "",
        ),
        (_("Answered"), _agreed(order), ""),
        (_("Delivered"), bool(order.schedule) and _delivered(order), ""),
        (_("Closed"), order.state is OrderState.CLOSED, ""),
    ]
    stopped = order.state in (OrderState.CANCELLED, OrderState.REJECTED)
    current = next((at for at, one in enumerate(done) if not one[1]), len(done))
    return [
        Step(label, _step_state(at, current, stopped), note) for at, (label, _done, note) in enumerate(done)
    ]


def _step_state(at: int, current: int, stopped: bool) -> str:
    if at < current:
        return "done"
    if at == current:
        return "stopped" if stopped else "now"
    return "next"


def _agreed(order: PurchaseOrder) -> bool:
    live = [part for part in order.schedule if part.state is not ScheduleState.CANCELLED]
    return order.issued_at is not None and bool(live) and all(part.agreed_date for part in live)


def _delivered(order: PurchaseOrder) -> bool:
    return _agreed(order) and all(
        part.received_quantity >= least_deliverable(part.quantity, order.under_tolerance)
        for part in order.schedule
        if part.state is not ScheduleState.CANCELLED
    )


def today() -> date:
    """The calendar date at the place of the organisation that reads."""
    return day_in(access.now(), access.organisation().timezone)


def with_states(records: Iterable[Any]) -> list[tuple[Any, Shown]]:
    """Records of a list beside their states."""
    return [(record, shown(record)) for record in records]


def with_outcomes(receipts: Iterable[GoodsReceipt]) -> list[tuple[GoodsReceipt, list[tuple[Any, Shown]]]]:
    """Receipts, each beside its lines with how these stand."""
    return [(receipt, with_states(receipt.lines)) for receipt in receipts]


def with_verdicts(decisions: Iterable[LotDecision]) -> list[tuple[LotDecision, Shown]]:
    """Decisions about a lot beside what was decided, in words and colour."""
    return [(one, Shown(RECEIPT_LINE.labels[one.verdict], TONES[one.verdict])) for one in decisions]
