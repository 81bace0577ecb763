"""The figures of a card as a page shows them, and its charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel import numbers
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from portal.measures.periods import Period
from portal.measures.shares import Share
from portal.scorecards.card import Card
from portal.scorecards.chart import Chart, bars, line
from portal.scorecards.rules import STANDINGS, Measure, Score
from portal.web import filters
from portal.web.scorecards.periods import points

# What is a part of a whole, or compares with one, and is told in percent.
RATES = frozenset(Measure) - {Measure.PPM, Measure.ACKNOWLEDGED}
BAND_TONES = {"A": "good", "B": "info", "C": "wait", "D": "bad"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the page; ``topic`` is where it opens to its rows, ``None`` for one that has none."""

    label: Any
    value: str | None
    topic: str | None = None
    note: str = ""
    unit: str = ""
    tone: str | None = None


def said(measure: Measure | str, value: Decimal | None) -> str | None:
    """A measure's value in the reader's language, with its unit; ``None`` is no data."""
    if value is None:
        return None
    if measure in RATES:
        return filters.percent(value)
    return f"{number(value)} {'ppm' if measure == Measure.PPM else gettext('h')}"


def scale_end(measure: Measure | str, value: Decimal) -> str:
    """An end of a measure's scale, as short as it can be told and never broken between lines."""
    if measure in RATES:
        return f"{number(value * 100)}\N{NO-BREAK SPACE}%"
    return str(said(measure, value)).replace(" ", "\N{NO-BREAK SPACE}")


def number(value: Decimal) -> str:
    """A plain number, with two decimals at most."""
    return str(numbers.format_decimal(value, format="#,##0.##", locale=get_locale()))


def points_said(value: Decimal | None) -> str | None:
    """Points or a score, to the decimal in which they are rounded."""
    return None if value is None else str(numbers.format_decimal(value, format="0.0", locale=get_locale()))


def figures(card: Card, prices: bool) -> list[Figure]:
    """The figures of a card, the score first. ``prices`` is whether the reader's role carries prices."""
    made = [_score(card.score), _on_time(card), *_quality(card), *_responsiveness(card)]
    if prices:
        made.append(_price(card))
    made.append(
        Figure(
            _("Certificates in order"),
            _rate(card.certificates.in_order),
            "certificates",
            counted(card.certificates.in_order),
        )
    )
    made.append(Figure(_("Goals met"), _rate(card.goals.met), "goals", counted(card.goals.met)))
    return made


def counted(share: Share) -> str:
    """ "8 of 10"; empty where there is nothing to count."""
    if not share.whole:
        return ""
    return gettext("%(part)s of %(whole)s", part=number(share.part), whole=number(share.whole))


def _rate(share: Share) -> str | None:
    return None if share.rate is None else filters.percent(share.rate)


def _score(score: Score) -> Figure:
    if score.value is None:
        return Figure(_("Score"), None, note=str(STANDINGS[score.standing]))
    band = score.band
    note = gettext("Band %(band)s", band=band.name) if band else ""
    return Figure(
        _("Score"), points_said(score.value), note=note, tone=BAND_TONES.get(band.name) if band else None
    )


def _on_time(card: Card) -> Figure:
    share = card.on_time.by_line
    note = gettext("%(counted)s lines due", counted=counted(share)) if share.whole else ""
    return Figure(_("On time in full"), _rate(share), "on_time", note)


def _quality(card: Card) -> list[Figure]:
    quality = card.quality
    why = quality.why_no_ppm
    note = str(why) if why else _bad(card)
    return [
        Figure(
            _("Nonconforming"),
            None if quality.ppm is None else number(quality.ppm),
            "quality",
            note,
            unit="ppm",
        ),
        Figure(_("Lots accepted"), _rate(quality.lots), "quality", counted(quality.lots)),
    ]


def _bad(card: Card) -> str:
    one = card.quality.by_unit[0]
    return gettext(
        "%(bad)s of %(received)s",
        bad=number(one.nonconforming),
        received=filters.quantity(one.received, one.unit),
    )


def _responsiveness(card: Card) -> list[Figure]:
    found = card.responsiveness
    waiting = found.unanswered_orders
    return [
        Figure(
            _("Invitations answered"),
            _rate(found.invitations),
            "responsiveness",
            counted(found.invitations),
        ),
        Figure(
            _("To acknowledge an order"),
            None if found.hours is None else number(found.hours),
            "responsiveness",
            gettext("%(count)s still unanswered", count=waiting) if waiting else "",
            unit=gettext("working hours"),
        ),
    ]


def _price(card: Card) -> Figure:
    price = card.price
    compared = sum(1 for row in price.rows if row.against is not None)
    note = gettext("%(part)s of %(whole)s awards compared", part=compared, whole=len(price.rows))
    return Figure(
        _("Price against the last paid"),
        None if price.index is None else filters.percent(price.index),
        "price",
        note if price.rows else "",
    )


def charts(shown: Sequence[Period], cards: Sequence[Card]) -> list[tuple[str, Markup]]:
    """On time in full as bars against the target of the newest card, and the score as a line."""
    target = next(
        (part.scale.target for part in cards[-1].score.parts if part.scale.measure is Measure.ON_TIME), None
    )
    on_time = Chart(
        key="chart-on-time",
        title=gettext("On time in full"),
        points=points(shown, [card.on_time.by_line.rate for card in cards]),
        say=lambda value: filters.percent(value, 0),
        no_data=gettext("no data"),
        target=target,
        target_label=gettext("Target"),
        top=Decimal(1),
    )
    score = Chart(
        key="chart-score",
        title=gettext("Score"),
        points=points(shown, [card.score.value for card in cards]),
        say=number,
        no_data=gettext("no score"),
        top=Decimal(100),
    )
    return [(on_time.title, bars(on_time)), (score.title, line(score))]
