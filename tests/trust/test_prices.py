"""Who works with goods and quality reads no price: every page that they may open is searched for every price."""

import pytest

from portal.accounts.roles import SEES_NO_PRICES, SUPPLIER_ROLES
from portal.db import db, transaction
from tests.objects import Objects
from tests.trust.canaries import DIGITS_IN_GROUPS, PRICE, Canaries, plant
from tests.trust.walking import address, doors, filled

TOPICS = ("on_time", "quality", "responsiveness", "price", "certificates", "goals")


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("role", sorted(SEES_NO_PRICES))
def test_no_page_of_theirs_shows_a_price(app, world, client, sign_in, now, clock, role):
    with transaction():
        objects, canaries = Objects(world, now), Canaries()
        plant(canaries, objects)
    db.session.expire_all()
    company = world.alpha if role in SUPPLIER_ROLES else world.acme
    sign_in(client, company, role)
    shown, opened = [], 0
    for door in doors(app):
        if (
            door.rule.side is not company.organisation.side
            or door.method != "GET"
            or role not in door.rule.read
        ):
            continue
        values = filled(door, objects)
        for more in [{"measure": topic} for topic in TOPICS] if "measure" in values else [{}]:
            url = address(app, door, values | more)
            page = client.get(f"{url}?period=all" if more else url)
            opened += page.status_code == 200
            plain = DIGITS_IN_GROUPS.sub("", page.get_data().decode("utf-8", "replace"))
            codes = {int(code) for code in PRICE.findall(plain)}
            places = {canaries.places[code] for code in codes if code < len(canaries.places)}
            shown += [(url, sorted(places))] if places else []
    assert shown == []
    assert opened > 8


def test_a_price_would_be_found(app, world, client, sign_in, now, clock):
    with transaction():
        objects, canaries = Objects(world, now), Canaries()
        plant(canaries, objects)
    db.session.expire_all()
    sign_in(client, world.acme, "procurement")
    page = client.get(f"/buyer/orders/{objects.ids['order']}").text
    assert PRICE.search(DIGITS_IN_GROUPS.sub("", page))
