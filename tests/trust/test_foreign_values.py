"""What belongs to others, named in a form: by a field that the form shows, and by one that it does not.

After every form of a side was sent so, no row of the database may hang on a row of another buyer or supplier.
"""

import pytest
from sqlalchemy import or_, select

from portal.accounts.roles import Role, Side
from portal.db import db, transaction
from portal.models import metadata
from portal.sourcing.models import Bid, BidVersion
from portal.sourcing.queries import door as doors_of_bids
from tests.objects import Objects
from tests.sourcing.bidding import tender
from tests.trust import decided
from tests.trust.walking import ID, address, boss, doors, filled, forms_of
from tests.trust.worlds import others

KEYS = {"csrf_token", "request_key", "version"}
OWNERS = ("buyer_id", "supplier_id")


def crossing() -> set[tuple]:
    """The rows that hang, by a foreign key, on a row of another buyer or supplier: table, column, id."""
    db.session.rollback()
    found = set()
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.alias("parent")
            same = [name for name in OWNERS if name in table.columns and name in parent.columns]
            if not same or key.parent.name in OWNERS or "id" not in table.columns:
                continue
            joined = table.join(parent, key.parent == parent.columns[key.column.name])
            differ = or_(*(table.columns[name] != parent.columns[name] for name in same))
            found |= {
                (table.name, key.parent.name, row.id)
                for row in db.session.execute(select(table.c.id).select_from(joined).where(differ))
            }
    db.session.rollback()
    return found


def foreign_for(name: str, values: list[str], kinds: dict[str, str], foreign: dict[str, str]) -> str | None:
    """What of theirs to send in a field: of the kind that the field names, or whose own id stands in it."""
    word = name.rpartition("-")[2].removesuffix("_id")
    named = next((kinds[value] for value in values if value in kinds), word)
    return foreign.get(named)


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("side", Side)
def test_no_form_takes_what_belongs_to_others(app, world, client, sign_in, now, side):
    with transaction():
        theirs = others(world, now)
        objects = Objects(world, now)
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    kinds = {value: kind for kind, value in objects.ids.items() if ID.fullmatch(value)}
    hidden = {name: value for kind, value in theirs.ids.items() for name in (kind, f"{kind}_id")}
    before, failed, tried = crossing(), [], 0
    pages = {door.endpoint for door in doors(app) if door.method == "GET"}
    for door in doors(app):
        if door.rule.side is not side or door.method != "POST" or door.endpoint not in pages:
            continue
        url = address(app, door, filled(door, objects))
        own = {
            name: values
            for form in forms_of(client.get(url).text)
            if not form.action
            for name, values in form.sent.items()
            if name not in KEYS
        }
        sent = {name: foreign_for(name, values, kinds, theirs.ids) or values for name, values in own.items()}
        tried += sum(value != own[name] for name, value in sent.items())
        answer = client.post_form(url, {**hidden, **sent})
        failed += [(str(door), answer.status_code)] if answer.status_code >= 500 else []
    assert (crossing() - before, failed) == (set(), [])
    assert tried > 3


def test_a_row_that_hangs_on_anothers_would_be_seen(world, now):
    with transaction():
        theirs = others(world, now)
        objects = Objects(world, now)
    before = crossing()
    with transaction():
        objects.line.item_id = theirs.item.id
    assert crossing() - before == {("rfq_line", "item_id", objects.line.id)}


@pytest.mark.one_database("sqlite")
def test_a_supplier_bids_for_itself_whatever_the_form_says(world, client, sign_in, now, clock):
    with transaction():
        scene = tender(world, now)
    decided.bid(scene, world, now)
    clock.move_to(now + 2 * decided.HOUR)
    bids = {bid.supplier_id: bid for bid in db.session.scalars(select(Bid))}
    mine, others_bid = bids[world.alpha.id], bids[world.beta.id]
    sign_in(client, world.alpha, Role.SALES)
    claimed = {
        "supplier": world.beta.organisation.public_id,
        "supplier_id": world.beta.id,
        "organisation": world.beta.organisation.public_id,
        "bid": others_bid.public_id,
        "bid_id": others_bid.id,
    }
    before = len(others_bid.versions)
    url = f"/supplier/bids/{mine.public_id}/edit"
    form = next(form for form in forms_of(client.get(url).text) if "freight" in form.names)
    own = {name: values for name, values in form.sent.items() if name not in KEYS}
    assert client.post_form(url, {**own, **claimed, "freight": "81"}).status_code == 303
    assert (
        client.post_form(f"/supplier/bids/{others_bid.public_id}/edit", {**own, **claimed}).status_code == 404
    )
    db.session.rollback()
    written = db.session.scalars(select(BidVersion).order_by(BidVersion.id.desc())).first()
    assert (written.supplier_id, written.bid_id) == (world.alpha.id, mine.id)
    document = doors_of_bids.read_own(world.alpha.id, written)
    assert document.supplier == world.alpha.organisation.public_id
    assert db.session.query(BidVersion).filter_by(bid_id=others_bid.id).count() == before
