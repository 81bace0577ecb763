"""Who reads the gallery's pages: one person, the organisations she acts for, and the menus of both sides."""

from datetime import UTC, datetime
from types import SimpleNamespace as Thing

from flask_babel import lazy_gettext as _

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)

BUYER = Thing(id=1, name="Nordwerk Pumpen GmbH", kind="buyer")
SUPPLIER = Thing(id=2, name="Feinguss Albrecht & Söhne Präzisionsteile GmbH", kind="supplier")
MEMBERSHIPS = [
    Thing(id=11, organisation=BUYER, roles=["procurement"]),
    Thing(id=12, organisation=SUPPLIER, roles=["sales", "admin"]),
]

BUYING = [
    (None, "Home", "house"),
    ("Sourcing", "RFQs", "file-earmark-text"),
    ("Sourcing", "Awards", "award"),
    ("Sourcing", "Items and specs", "box"),
    ("Orders", "Contracts", "pen"),
    ("Orders", "Purchase orders", "receipt"),
    ("Orders", "Goods receipts", "box-seam"),
    ("Suppliers", "Suppliers", "people"),
    ("Suppliers", "Certificates", "patch-check"),
    ("Suppliers", "Scorecards", "speedometer2"),
    ("Organisation", "Settings", "gear"),
]
SUPPLYING = [
    (None, "Home", "house"),
    ("Selling", "RFQs", "file-earmark-text"),
    ("Selling", "Bids", "envelope-check"),
    ("Delivering", "Purchase orders", "receipt"),
    ("Delivering", "Ship notices", "truck"),
    ("Standing", "Certificates", "patch-check"),
    ("Standing", "Scorecards", "speedometer2"),
    ("Organisation", "Company and people", "buildings"),
]


def menu(entries, here):
    return [
        Thing(
            label=_(label),
            url="#",
            icon=icon,
            active=label == here,
            group=_(group) if group else None,
        )
        for group, label, icon in entries
    ]


def me(organisation, memberships):
    return Thing(
        name="Katharina Wessel",
        email="katharina.wessel@nordwerk.example",
        timezone="Europe/Berlin",
        organisation=organisation,
        memberships=memberships,
    )


def buyer(here="RFQs"):
    """The frame of a buyer's page, for somebody with two memberships and unread notices."""
    return {"me": me(BUYER, MEMBERSHIPS), "menu": menu(BUYING, here), "unread": 4}


def supplier(here="Home"):
    """The frame of a supplier's page, for somebody with one membership and nothing unread."""
    return {"me": me(SUPPLIER, MEMBERSHIPS[1:]), "menu": menu(SUPPLYING, here), "unread": 0}
