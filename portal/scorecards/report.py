"""A scorecard for programs and for people who read a terminal: the same figures as the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.measures.price import Price
from portal.measures.shares import Share, SplitShare
from portal.scorecards.card import Card
from portal.scorecards.rules import MEASURE_LABELS, STANDINGS

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A card with the names of both sides."""

    supplier: str
    buyer: str
    card: Card


def as_json(named: Named) -> Values:
    """The keys that integrators rely on.

    Numbers of lines, lots, certificates and the like are whole numbers; quantities, amounts, rates and other figures
    are decimal strings; ``null`` is no data. ``to`` is the last day included. A share over several units or
    currencies has no total: its ``due``, ``on_time`` and ``rate`` are ``null``, and ``parts`` has one share for each,
    as it has where there is one.
    """
    card = named.card
    period = card.period
    last = period.end - timedelta(days=1) if period.end else None
    return {
        "supplier": named.supplier,
        "buyer": named.buyer,
        "from": period.start.isoformat() if period.start else None,
        "to": last.isoformat() if last else None,
        "on_time": {
            "by_line": _counted(card.on_time.by_line, "due", "on_time"),
            "by_quantity": _split(card.on_time.by_quantity, "unit", "due", "on_time"),
            "by_value": _split(card.on_time.by_value, "currency", "due", "on_time"),
            "early": int(card.on_time.early.part),
            "by_latest_date": _counted(card.on_time.by_latest, "due", "on_time"),
        },
        "quality": _quality(card),
        "responsiveness": {
            "invitations": _counted(card.responsiveness.invitations, "invited", "answered"),
            "acknowledgement_hours": _text(card.responsiveness.hours),
            "orders": len(card.responsiveness.orders),
            "unanswered_orders": card.responsiveness.unanswered_orders,
        },
        "price": _price(card.price)
        | {"against_median": None if card.against_median is None else _price(card.against_median)},
        "certificates": _counted(card.certificates.in_order, "required", "in_order"),
        "goals": _goals(card),
        "score": _score(card),
    }


def _counted(share: Share, whole: str, part: str) -> Values:
    return {whole: int(share.whole), part: int(share.part), "rate": _text(share.rate)}


def _amounts(share: Share | None, whole: str, part: str) -> Values:
    if share is None:
        return {whole: None, part: None, "rate": None}
    return {whole: _text(share.whole), part: _text(share.part), "rate": _text(share.rate)}


def _split(shares: SplitShare, key: str, whole: str, part: str) -> Values:
    parts = [{key: name} | _amounts(share, whole, part) for name, share in shares.parts]
    return {key: shares.key} | _amounts(shares.total, whole, part) | {"parts": parts}


def _quality(card: Card) -> Values:
    quality = card.quality
    return {
        "ppm": _text(quality.ppm),
        "by_unit": [
            {
                "unit": one.unit,
                "received": _text(one.received),
                "nonconforming": _text(one.nonconforming),
                "ppm": _text(one.ppm),
            }
            for one in quality.by_unit
        ],
        "lots": _counted(quality.lots, "inspected", "accepted"),
    }


def _price(price: Price) -> Values:
    compared = sum(1 for row in price.rows if row.against is not None)
    return {
        "awards": len(price.rows),
        "compared": compared,
        "index": _text(price.index),
        "parts": [
            {"currency": currency} | _amounts(share, "before", "now")
            for currency, share in price.by_currency.parts
        ],
    }


def _goals(card: Card) -> Values:
    return {
        "goals": len(card.goals.courses),
        **_counted(card.goals.met, "measured", "met"),
        "progress": _text(card.goals.progress),
        "rows": [
            {
                "title": one.goal.title,
                "unit": one.goal.unit,
                "baseline": _text(one.goal.baseline),
                "target": _text(one.goal.target),
                "due": one.goal.due_on.isoformat(),
                "value": _text(one.course.latest.value if one.course.latest else None),
                "progress": _text(one.course.progress),
                "standing": str(one.course.standing),
            }
            for one in card.goals.courses
        ],
    }


def _score(card: Card) -> Values:
    score = card.score
    return {
        "value": _text(score.value),
        "band": score.band.name if score.band else None,
        "standing": str(score.standing),
        "weight_with_data": _text(score.weight_with_data),
        "parts": [
            {
                "measure": str(part.scale.measure),
                "weight": _text(part.scale.weight),
                "floor": _text(part.scale.floor),
                "target": _text(part.scale.target),
                "value": _text(part.value),
                "points": _text(part.points),
            }
            for part in score.parts
        ],
    }


def _text(value: Decimal | None) -> str | None:
    """Exact, without exponent and without zeros that say nothing."""
    if value is None:
        return None
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def as_text(named: Named) -> str:
    """A page for a person, one figure a line."""
    values = as_json(named)
    rows = [
        (_("On time in full, by line"), _share_line(values["on_time"]["by_line"], "due", "on_time")),
        *_parts(_("On time in full, by quantity"), values["on_time"]["by_quantity"], "unit"),
        *_parts(_("On time in full, by value"), values["on_time"]["by_value"], "currency"),
        *(
            (_("Nonconforming per million"), f"{one['ppm'] or _('no data')} ({one['unit']})")
            for one in values["quality"]["by_unit"]
        ),
        (_("Lots accepted"), _share_line(values["quality"]["lots"], "inspected", "accepted")),
        (
            _("Invitations answered"),
            _share_line(values["responsiveness"]["invitations"], "invited", "answered"),
        ),
        (
            _("Working hours to acknowledge an order"),
            values["responsiveness"]["acknowledgement_hours"] or _("no data"),
        ),
        (_("Price against the last one paid"), values["price"]["index"] or _("no data")),
        (_("Certificates in order"), _share_line(values["certificates"], "required", "in_order")),
        (_("Goals met"), _share_line(values["goals"], "measured", "met")),
        (_("Score"), _score_line(named.card)),
        *((f"  {MEASURE_LABELS[part.scale.measure]}", _part_line(part)) for part in named.card.score.parts),
    ]
    title = _("%(supplier)s for %(buyer)s, %(period)s", period=_period(values), **_names(named))
    return "\n".join([title, "", *_aligned(rows)])


def _names(named: Named) -> dict[str, str]:
    return {"supplier": named.supplier, "buyer": named.buyer}


def _period(values: Values) -> str:
    if values["from"] is None and values["to"] is None:
        return _("everything so far")
    return f"{values['from'] or '…'} – {values['to'] or '…'}"


def _share_line(share: Values, whole: str, part: str) -> str:
    if share["rate"] is None:
        return _("no data")
    return f"{_percent(share['rate'])} ({share[part]} / {share[whole]})"


def _parts(label: str, shares: Values, key: str) -> list[tuple[str, str]]:
    if not shares["parts"]:
        return [(label, _("no data"))]
    return [(label, f"{_share_line(one, 'due', 'on_time')} {one[key]}") for one in shares["parts"]]


def _percent(rate: str) -> str:
    return f"{Decimal(rate) * 100:.2f} %"


def _score_line(card: Card) -> str:
    score = card.score
    if score.value is None:
        return str(STANDINGS[score.standing])
    return f"{_text(score.value)} {score.band.name if score.band else ''}".strip()


def _part_line(part: Any) -> str:
    points = _("no data") if part.points is None else _("%(points)s points", points=_text(part.points))
    return _("%(points)s, weight %(weight)s", points=points, weight=_text(part.scale.weight))


def _aligned(rows: Iterable[tuple[Any, str]]) -> list[str]:
    texts = [(str(label), value) for label, value in rows]
    width = max(len(label) for label, _value in texts)
    return [f"{label:<{width}}  {value}" for label, value in texts]
