"""What a bid must hold before it may be kept as a draft, and before it may be submitted.

Each check names the form's field: ``lines-0-price`` is the price of the document's first line.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import LIMIT, PRICE_BASES, exact, line_amount, round_amount
from portal.sourcing.documents import ZERO, BidDocument, BidLine
from portal.sourcing.rules.deadlines import is_closed

SHORT, TEXT = 60, 4000
TERMS = 300
MOST_FILES = 20


@dataclass(frozen=True)
class Asked:
    """What the RFQ asks: the units in which each line (by public id) may be priced, the allowed currencies, and
    the day of the deadline at the deadline's place."""

    lines: Mapping[str, frozenset[str]]
    currencies: frozenset[str]
    deadline_day: date


def invited_to_bid(invitation: Any, now: datetime) -> None:
    """``RuleBroken`` when the RFQ takes no bids (any more), and once its deadline has passed."""
    _check_open(invitation.rfq, invitation.rfq.deadline, now)


def open_for_bids(bid: Any, now: datetime) -> None:
    """``RuleBroken`` when the RFQ takes no bids any more, and once the deadline of the bid's round has passed."""
    _check_open(bid.rfq, bid.round.deadline, now)


def open_for_drafted(bid: Any, now: datetime) -> None:
    """``RuleBroken`` as of ``open_for_bids``, and for a strict RFQ, of which no draft is kept to be submitted."""
    keeps_drafts(bid, now)
    open_for_bids(bid, now)


def keeps_drafts(bid: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for a strict RFQ: a draft would be kept where the portal can read it."""
    if bid.rfq.strict:
        raise RuleBroken(_("This RFQ keeps no drafts. Fill the form in and send it in one go."))


def sends_at_once(bid: Any, now: datetime) -> None:
    """``RuleBroken`` for an RFQ that is not strict, and as of ``open_for_bids``, once nothing is stored any more."""
    if not bid.rfq.strict:
        raise RuleBroken(_("Save the bid first, look it through, then submit it."))
    if is_closed(bid.round.deadline, now):
        raise RuleBroken(_("The deadline has passed. Nothing of what you have written is stored."))
    open_for_bids(bid, now)


def _check_open(rfq: Any, deadline: datetime, now: datetime) -> None:
    if is_closed(deadline, now):
        raise RuleBroken(_("The deadline has passed. What you have written is kept as a draft."))
    if not rfq.takes_bids:
        raise RuleBroken(_("This RFQ takes no bids any more."))


def returned(bid: Any, now: datetime) -> None:
    """``RuleBroken`` unless a material addendum has returned the bid in time to confirm it."""
    open_for_bids(bid, now)
    if bid.returned_by is None:
        raise RuleBroken(_("There is nothing to confirm: the bid answers the RFQ as it stands."))


def amount(line: BidLine, currency: str) -> Decimal | None:
    """What an offered line costs in the bid's currency, rounded once; None where price or quantity is missing."""
    if not line.offered or line.price is None or line.quantity is None:
        return None
    return line_amount(line.quantity, line.price, line.price_per, currency)


def total(document: BidDocument) -> Decimal:
    """The rounded lines that are offered and priced, with freight and other costs, in the bid's currency."""
    amounts = [amount(line, document.currency) or ZERO for line in document.offered]
    return sum(amounts, document.freight + document.other_costs)


def check_addendum(addendum: int, material: int, latest: int) -> None:
    """``RuleBroken`` when a submission answers an addendum older than the last material one, or one not yet there."""
    if not material <= addendum <= latest:
        raise RuleBroken(
            _(
                "Addendum %(number)s has changed this RFQ. Read what changed, then submit again.",
                number=latest,
            ),
            "addendum",
        )


def check_draft(document: BidDocument, asked: Asked) -> None:
    """``RuleBroken`` for the first value that cannot be kept, even in a draft. Gaps are fine."""
    for problem in draft_problems(document, asked):
        raise problem


def check_complete(document: BidDocument, asked: Asked) -> None:
    """``RuleBroken`` for the first reason why this bid cannot be submitted."""
    for problem in problems(document, asked):
        raise problem


def problems(document: BidDocument, asked: Asked) -> Iterator[RuleBroken]:
    """Every reason why this bid cannot be submitted."""
    yield from draft_problems(document, asked)
    if not document.offered:
        yield RuleBroken(_("Offer at least one line."), "lines")
    for place, line in enumerate(document.lines):
        if line.offered:
            yield from _gaps(line, f"lines-{place}-", asked)
    if document.valid_until is None:
        yield RuleBroken(_("Say until when the bid is valid."), "valid_until")
    elif document.valid_until < asked.deadline_day:
        yield RuleBroken(_("The bid must be valid at least until the deadline."), "valid_until")


def draft_problems(document: BidDocument, asked: Asked) -> Iterator[RuleBroken]:
    """Every value that cannot be kept, even in a draft."""
    found = [*_head_problems(document, asked), *_line_problems(document, asked)]
    yield from found
    if not found:
        in_all = total(document)
        if in_all >= LIMIT:
            yield RuleBroken(
                _("The bid must stay below %(most)s in all.", most=_most(document.currency)), "lines"
            )


def _head_problems(document: BidDocument, asked: Asked) -> Iterator[RuleBroken]:
    if document.currency not in asked.currencies:
        yield RuleBroken(_("This RFQ takes no bids in this currency."), "currency")
    yield from _amount(document.freight, document.currency, "freight")
    yield from _amount(document.other_costs, document.currency, "other_costs")
    yield from _text(document.payment_terms, TERMS, "payment_terms")
    yield from _text(document.quote_number, SHORT, "quote_number")
    yield from _text(document.remark, TEXT, "remark")
    if len(document.files) > MOST_FILES:
        yield RuleBroken(_("At most %(most)s files belong to one bid.", most=MOST_FILES), "files")


def _line_problems(document: BidDocument, asked: Asked) -> Iterator[RuleBroken]:
    seen: set[str] = set()
    for place, line in enumerate(document.lines):
        if line.rfq_line not in asked.lines or line.rfq_line in seen:
            yield RuleBroken(
                _("A line of this bid is no longer asked for; please look through the lines."), "lines"
            )
            continue
        seen.add(line.rfq_line)
        yield from _line(line, document.currency, f"lines-{place}-", asked)


def _line(line: BidLine, currency: str, at: str, asked: Asked) -> Iterator[RuleBroken]:
    if line.price_per not in PRICE_BASES:
        yield RuleBroken(_("A price is per 1, 100 or 1,000."), at + "price_per")
        return
    if line.unit not in asked.lines[line.rfq_line]:
        yield RuleBroken(_("This line cannot be priced in this unit."), at + "unit")
    yield from _numbers(line, currency, at)
    yield from _text(line.remark, TEXT, at + "remark")
    yield from _text(line.deviation, TEXT, at + "deviation")


def _numbers(line: BidLine, currency: str, at: str) -> Iterator[RuleBroken]:
    given = [(line.price, at + "price"), (line.quantity, at + "quantity")]
    found = [
        problem for number, field in given if number is not None for problem in _refusal(exact, number, field)
    ]
    yield from found
    if found:
        return
    if line.price is not None and line.price < 0:
        yield RuleBroken(_("A price cannot be negative."), at + "price")
    if line.quantity is not None and line.quantity <= 0:
        yield RuleBroken(_("The quantity must be more than zero."), at + "quantity")
    if line.price is not None and line.quantity is not None:
        cost = line_amount(line.quantity, line.price, line.price_per, currency)
        if cost >= LIMIT:
            yield RuleBroken(
                _("Price times quantity must stay below %(most)s.", most=_most(currency)), at + "price"
            )


def _most(currency: str) -> str:
    """The least amount that is too large to be kept (``portal.money``), with its currency."""
    return f"{LIMIT:,f} {currency}"


def _gaps(line: BidLine, at: str, asked: Asked) -> Iterator[RuleBroken]:
    if line.price is None:
        yield RuleBroken(_("Give a price for each line that you offer."), at + "price")
    if line.quantity is None:
        yield RuleBroken(_("Give the quantity that you offer."), at + "quantity")
    if line.delivery_date is None:
        yield RuleBroken(_("Say when you deliver this line."), at + "delivery_date")
    elif line.delivery_date < asked.deadline_day:
        yield RuleBroken(_("The delivery cannot come before the bids are opened."), at + "delivery_date")


def _amount(cost: Decimal, currency: str, field: str) -> Iterator[RuleBroken]:
    found = list(_refusal(exact, cost, field))
    yield from found
    if found:
        return
    if cost < 0:
        yield RuleBroken(_("A cost cannot be negative."), field)
    elif cost != round_amount(cost, currency):
        yield RuleBroken(
            _("%(currency)s has no smaller unit than that; please round.", currency=currency), field
        )


def _text(text: str, most: int, field: str) -> Iterator[RuleBroken]:
    if len(text) > most:
        yield RuleBroken(_("At most %(most)s characters fit here.", most=most), field)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text):
        yield RuleBroken(
            _("There is an invisible control character in this text; please type it again."), field
        )


def _refusal(check: Callable[[Decimal], Any], value: Decimal, field: str) -> Iterator[RuleBroken]:
    """The check's refusal, put at the field."""
    try:
        check(value)
    except RuleBroken as refusal:
        yield RuleBroken(refusal.sentence, field)
