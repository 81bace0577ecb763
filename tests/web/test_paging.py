"""Pages by a text column: every row once, forwards and back, while the address keeps what was chosen."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.accounts.models import Site
from portal.db import db, transaction
from portal.web.paging import page_by_text


@pytest.fixture
def sites(world):
    """Seven sites whose names come in another order than their ids."""
    names = ["delta", "alpha", "golf", "echo", "bravo", "foxtrot", "charlie"]
    with transaction():
        db.session.add_all(Site(organisation_id=world.gamma.id, name=name) for name in names)
    return select(Site).where(Site.organisation_id == world.gamma.id, Site.name != "Gamma works")


def page(app, sites, url="/?q=x"):
    with app.test_request_context(url):
        found = page_by_text(sites, Site, Site.name, size=3)
        return SimpleNamespace(
            names=[site.name for site in found.items], older=found.older, newer=found.newer
        )


def test_every_row_comes_once_forwards_and_back(app, sites):
    first = page(app, sites)
    second = page(app, sites, f"/?after={first.older}")
    third = page(app, sites, f"/?after={second.older}")
    assert [first.names, second.names, third.names] == [
        ["alpha", "bravo", "charlie"],
        ["delta", "echo", "foxtrot"],
        ["golf"],
    ]
    assert (first.newer, third.older) == (None, None)
    again = page(app, sites, f"/?before={third.newer}")
    assert again.names == second.names
    assert page(app, sites, f"/?before={again.newer}").names == first.names
    assert page(app, sites, f"/?before={again.newer}").newer is None


def test_an_unknown_place_begins_at_the_beginning(app, sites, world):
    foreign = world.acme.site.public_id
    for url in ("/?after=nonsense", f"/?after={foreign}", f"/?before={foreign}"):
        assert page(app, sites, url).names == ["alpha", "bravo", "charlie"]


def test_the_next_page_keeps_the_choice_above_the_list(app, sites):
    with app.test_request_context("/healthz?q=a%26b&archived=1&_external=1&after=old"):
        found = page_by_text(sites, Site, Site.name, size=3)
        assert found.older_url == f"/healthz?q=a%26b&archived=1&after={found.older}"
        assert found.newer_url is None
