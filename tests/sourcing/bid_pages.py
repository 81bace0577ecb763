"""A supplier's way through its pages, as a browser without scripts would go it."""

import re

from portal.db import db
from portal.sourcing.queries import bids as queries


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def the_bid(world, supplier=None):
    db.session.rollback()
    return db.session.scalars(queries.bids((supplier or world.alpha).id)).one()


def typed(scene, bid, **changes):
    """The bid form as a browser would send it, complete unless changed."""
    values = {
        "version": str(bid.version),
        "currency": "EUR",
        "freight": "80",
        "other_costs": "",
        "payment_terms": "30 days net",
        "valid_until": "2026-05-31",
        "quote_number": "Q-7",
        "remark": "",
    }
    for place, (line, unit, quantity, price) in enumerate(
        [(scene.screws, "H87", "1000", "12.50"), (scene.steel, "KGM", "500", "1.2")]
    ):
        values |= {
            f"lines-{place}-line": line.public_id,
            f"lines-{place}-offered": "y",
            f"lines-{place}-price": price,
            f"lines-{place}-price_per": "100",
            f"lines-{place}-unit": unit,
            f"lines-{place}-quantity": quantity,
            f"lines-{place}-delivery_date": "2026-04-15",
            f"lines-{place}-remark": "",
            f"lines-{place}-deviation": "",
        }
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def started(alpha, scene, world):
    answer = alpha.post_form(f"/supplier/rfqs/{scene.rfq.public_id}/bid")
    assert answer.status_code == 303
    return the_bid(world)


def saved(alpha, scene, world, **changes):
    bid = started(alpha, scene, world)
    answer = alpha.post_form(f"/supplier/bids/{bid.public_id}/edit", typed(scene, bid, **changes))
    assert answer.status_code == 303
    return the_bid(world)


def send(alpha, bid, addendum="0", **more):
    form = {"version": str(bid.version), "addendum": addendum, **more}
    return alpha.post_form(f"/supplier/bids/{bid.public_id}/submit", form)
