"""The views of scorecards, put on the blueprint of either side; addresses are those of the side that asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Side, sees_prices
from portal.clock import day_in
from portal.collaboration.rules.course import STANDING_LABELS
from portal.errors import Missing, NotAllowed
from portal.measures import periods, price, reasons
from portal.measures.periods import Kind
from portal.partnerships import queries as partnerships
from portal.partnerships.models import Partnership
from portal.scorecards.card import Card
from portal.scorecards.queries.cards import card, due_range, trend
from portal.scorecards.queries.schemes import in_force, schemes, upcoming
from portal.scorecards.rules import DEFAULT_BANDS, MEASURE_LABELS
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.paging import Page
from portal.web.scorecards.figures import BAND_TONES, charts, figures, points_said, said, scale_end
from portal.web.scorecards.periods import Picked, pick
from portal.web.scorecards.rows import TOPICS, page_of
from portal.web.sides import side_page


def put_on(bp: Blueprint) -> None:
    """Give a side its routes of one scorecard."""
    bp.add_url_rule("/scorecards/<partnership>", "scorecard", show)
    bp.add_url_rule("/scorecards/<partnership>/<measure>", "scorecard_rows", rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about: whose scorecard, which period, today at the buyer, and since when there is data."""

    partnership: Partnership
    picked: Picked
    today: date
    due: tuple[date, date] | None

    @property
    def whose(self) -> tuple[int, int, int]:
        return organisation_id(), self.partnership.buyer_id, self.partnership.supplier_id

    @property
    def partner(self) -> Any:
        """The other side."""
        one = self.partnership
        return one.supplier if one.buyer_id == organisation_id() else one.buyer

    def url(self, endpoint: str, **values: Any) -> str:
        """An address of the side that reads, about the same partnership and period."""
        values = {"period": self.picked.key, **values}
        return url_for(f".{endpoint}", partnership=self.partnership.public_id, **values)

    def tabs(self, endpoint: str, **values: Any) -> list[dict[str, Any]]:
        """Month, quarter, year and everything, as components/tabs.html takes them."""
        return [
            {
                "label": label,
                "url": self.url(endpoint, period=key, **values),
                "active": kind is self.picked.kind,
            }
            for kind, label, key in self.picked.keys_of_kinds(self.today, self.due[1] if self.due else None)
        ]


def asked(partnership: str) -> Asked:
    """The partnership, if it is the reader's, and the period that ``?period=`` picks."""
    reader = organisation()
    found = (partnerships.supplier if reader.side is Side.BUYER else partnerships.buyer)(
        reader.id, partnership
    )
    today = day_in(now(), found.buyer.timezone)
    due = due_range(reader.id, found.buyer_id, quarter_start(today), found.supplier_id)
    return Asked(found, pick(request.args.get("period"), due[1] if due else None, today), today, due)


def quarter_start(today: date) -> date:
    """The first day of the quarter that is not over yet."""
    start = periods.containing(today, Kind.QUARTER).start
    assert start is not None
    return start


def show(partnership: str) -> ResponseReturnValue:
    """A scorecard: every figure with the way to its rows, its course over time, and how the score is made."""
    about = asked(partnership)
    shown = about.picked.shown(about.today, about.due[0] if about.due else None)
    wanted = [*shown, *([] if about.picked.period in shown else [about.picked.period])]
    cards = trend(*about.whose, wanted, now())
    known = schemes(about.partnership.buyer_id)
    made = cards[-1]
    return render_template(
        "scorecards/card.html",
        about=about,
        card=made,
        figures=figures(made, _prices()),
        charts=charts(shown, cards[: len(shown)]),
        tabs=about.tabs("scorecard"),
        goals=page_of("goals", made, organisation_id(), about.partnership).items,
        certificates=page_of("certificates", made, organisation_id(), about.partnership).items,
        scheme=in_force(known, made.period.start or about.today),
        upcoming=upcoming(known, about.today),
        bands=DEFAULT_BANDS,
        **_words(),
    )


def rows(partnership: str, measure: str) -> ResponseReturnValue:
    """The rows that the figures of a measure were made of, each with its verdict and reason."""
    about = asked(partnership)
    if measure not in TOPICS:
        raise Missing
    if measure == "price" and not _prices():
        raise NotAllowed(_("Your role does not carry prices."))
    made = card(*about.whose, about.picked.period, now())
    return render_template(
        "scorecards/rows.html",
        about=about,
        card=made,
        topic=measure,
        topics=_topics(about, measure),
        tabs=about.tabs("scorecard_rows", measure=measure),
        figures=[one for one in figures(made, _prices()) if one.topic == measure],
        rows=page_of(measure, made, organisation_id(), about.partnership),
        reasons=reasons,
        not_compared=price.SENTENCES,
        **_words(),
    )


def _topics(about: Asked, current: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": about.url("scorecard_rows", measure=topic),
            "active": topic == current,
        }
        for topic, (label, _rows) in TOPICS.items()
        if topic != "price" or _prices()
    ]


def _prices() -> bool:
    return sees_prices(actor().roles)


def _words() -> dict[str, Any]:
    return {
        "measures": MEASURE_LABELS,
        "said": said,
        "scale_end": scale_end,
        "points_said": points_said,
        "standings": STANDING_LABELS,
        "prices": _prices(),
    }


def list_page(
    rows: list[tuple[Partnership, Card]], found: Page[Partnership], picked: Picked, **own: Any
) -> tuple[str, int]:
    """A side's partners, each with the figures of one period. ``own`` are its acts and what an empty list says."""
    return side_page(
        "scorecards/list.html",
        rows=rows,
        page=found,
        picked=picked,
        tones=BAND_TONES,
        said=said,
        points_said=points_said,
        **own,
    )
