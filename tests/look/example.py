"""Example data for the gallery: what the pages of a lively company would hand to the components."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Thing

from flask import flash

from portal.scorecards.chart import Chart, Point, bars
from tests.look.example_forms import refused, rfq_form, sign_in
from tests.look.forms import FilterForm
from tests.look.people import NOW, buyer, supplier

DEADLINE = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)


def by_month():
    rates = ["0.91", "0.94", None, "0.93", "0.952", "0.96"]
    names = ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    points = tuple(
        Point(name, Decimal(rate) if rate else None) for name, rate in zip(names, rates, strict=True)
    )
    whole = Chart(
        key="by-month",
        title="On time in full",
        points=points,
        say=lambda rate: f"{rate * 100:.0f} %",
        no_data="no data",
        target=Decimal("0.95"),
        target_label="Target",
        top=Decimal(1),
    )
    return bars(whole)


def home(request):
    todos = [
        Thing(
            verb="Answer",
            url="#a",
            record="RFQ 2026-014 · Machined housings, series 7",
            about="Two questions wait for an answer",
            due=DEADLINE,
            late=False,
        ),
        Thing(
            verb="Open bids",
            url="#b",
            record="RFQ 2026-011 · Castings",
            about="The deadline has passed",
            due=NOW,
            late=True,
        ),
        Thing(
            verb="Approve",
            url="#c",
            record="Award of RFQ 2026-009 · Shaft seals",
            about="Written by Jonas Petersen",
            due_date=date(2026, 3, 16),
        ),
        Thing(
            verb="Look at changes",
            url="#d",
            record="PO 4500-2217 · Feinguss Albrecht & Söhne",
            about="A date was moved by nine days",
            organisation="Nordwerk Pumpen GmbH",
        ),
    ]
    figures = [
        Thing(
            label="On time in full",
            value="95.2 %",
            unit=None,
            url="#f1",
            trend=Thing(direction="up", good=True, text="1.8 points since February"),
            note="412 of 433 schedule lines",
            tone="good",
        ),
        Thing(
            label="Quality",
            value="318",
            unit="ppm",
            url="#f2",
            trend=Thing(direction="up", good=False, text="40 more than February"),
            note="rejected per million",
            tone="bad",
        ),
        Thing(
            label="Responsiveness",
            value="88 %",
            unit=None,
            url="#f3",
            trend=Thing(direction="same", good=None, text="as in February"),
            note="answered in time",
            tone=None,
        ),
        Thing(
            label="Price against index",
            value=None,
            unit=None,
            url=None,
            trend=None,
            note="nothing to compare yet",
            tone=None,
        ),
    ]
    return {
        "todos": todos,
        "figures": figures,
        "by_month": by_month(),
        **(supplier() if request.args.get("side") == "supplier" else buyer("Home")),
    }


def rfqs(request):
    rows = [
        Thing(
            number="2026-014",
            title="Machined housings, series 7",
            lines=12,
            value=None,
            currency="EUR",
            deadline=DEADLINE,
            tone="info",
            state="Published",
        ),
        Thing(
            number="2026-011",
            title="Castings EN-GJS-400, rough and machined",
            lines=4,
            value=Decimal("128400"),
            currency="EUR",
            deadline=NOW,
            tone="wait",
            state="Closed, to open",
        ),
        Thing(
            number="2026-009",
            title="Shaft seals",
            lines=31,
            value=Decimal("9214.5"),
            currency="EUR",
            deadline=NOW,
            tone="good",
            state="Awarded",
        ),
        Thing(
            number="2026-007",
            title="Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselanhänger",
            lines=1,
            value=Decimal("1999999999.99"),
            currency="JPY",
            deadline=NOW,
            tone="bad",
            state="Cancelled",
        ),
        Thing(
            number="2026-002",
            title="Freight Hamburg to Gdańsk",
            lines=2,
            value=Decimal("3120"),
            currency="PLN",
            deadline=NOW,
            tone="muted",
            state="Unsuccessful",
        ),
    ]
    tabs = [
        Thing(label="Under way", url="#", active=True, badge=3),
        Thing(label="Drafts", url="#", active=False, badge=0),
        Thing(label="All", url="#", active=False, badge=None),
    ]
    return {"rfqs": rows, "tabs": tabs, "form": FilterForm(request.args, meta={"csrf": False}), **buyer()}


def record(request):
    actions = [
        Thing(label="Answer questions", url="#q", post=False, kind="primary", icon="chat-left-text"),
        Thing(label="Publish an addendum", url="#a", post=False, kind="secondary"),
        Thing(label="Move the deadline", url="#d", post=False, kind="secondary"),
        Thing(label="Copy", url="/look/record", post=True, kind="secondary", version=7),
        Thing(
            label="Cancel the RFQ",
            url="/look/record",
            post=True,
            kind="danger",
            confirm="Cancel RFQ 2026-014? Everyone invited is told.",
            version=7,
            fields={"reason": "none"},
        ),
    ]
    steps = [
        Thing(label="Draft", state="done", note="2 Mar"),
        Thing(label="Published", state="now", note="5 Mar"),
        Thing(label="Opened", state="next"),
        Thing(label="Awarded", state="next"),
    ]
    events = [
        Thing(
            actor="Katharina Wessel",
            at=NOW,
            sentence="Addendum 1 was published: the tolerance of line 3 changed.",
            tone="wait",
            note="The drawing was not clear enough;\nthe new revision C stands beside it.",
        ),
        Thing(actor=None, at=NOW, sentence="Reminded everyone invited of the question cut-off."),
        Thing(actor="Jonas Petersen", at=NOW, sentence="The RFQ was published.", tone="good"),
    ]
    files = [
        Thing(
            name="Housing-7-rev-C.pdf",
            url="#",
            size=482113,
            sha256="9f2b" * 16,
            note="drawing",
            remove_url="/look/record",
        ),
        Thing(
            name="a-very-long-file-name-without-any-space-that-must-still-fit-into-a-narrow-column.xlsx",
            url="#",
            size=12,
            sha256="0a1b" * 16,
        ),
    ]
    lines = [
        Thing(
            number=10,
            item="Housing 7.1",
            sub="4410-0071 · revision C",
            quantity=Decimal("1200"),
            unit="C62",
            wanted=date(2026, 5, 4),
            price=Decimal("12.5"),
        ),
        Thing(
            number=20,
            item="Housing 7.2 with flange and two bores",
            sub="4410-0072 · revision A",
            quantity=Decimal("0.125"),
            unit="TNE",
            wanted=date(2026, 5, 18),
            price=None,
        ),
    ]
    flash("Your answer was published to everyone invited.", "success")
    return {
        "actions": actions,
        "steps": steps,
        "events": events,
        "files": files,
        "lines": lines,
        "now": NOW,
        "deadline": DEADLINE,
        **buyer(),
    }


def comparison(request):
    names = [
        "Feinguss Albrecht & Söhne",
        "Ostsee Metall",
        "Precyzja Sp. z o.o.",
        "Kovárna Plzeň",
        "Fonderia Rossi",
        "Atelier Mécanique du Rhône",
    ]
    lines = [
        (f"Housing 7.{n}", [Decimal(100 * n + 13 * m) / 8 if (n + m) % 5 else None for m in range(6)])
        for n in range(1, 9)
    ]
    return {"names": names, "lines": lines, **buyer()}


PAGES = {
    "home": home,
    "rfqs": rfqs,
    "record": record,
    "comparison": comparison,
    "form": rfq_form,
    "parts": lambda request: {"now": NOW, "deadline": DEADLINE, **supplier("Certificates")},
    "login_user": sign_in,
    "forgot_password": sign_in,
    "reset_password": sign_in,
    "change_password": sign_in,
    "invitation": sign_in,
    "choose": sign_in,
    "refused": refused,
}
