"""The audit of bids: whatever is changed behind the portal's back is named."""

import pytest
from sqlalchemy import delete, insert, select, update

from portal.accounts.roles import Role
from portal.cli.audit import complaints_of
from portal.db import db, new_public_id, transaction
from portal.sourcing.models import BidVersion, OpenedBid, OpenedLine
from portal.sourcing.queries import evidence
from portal.sourcing.service.opening import open_bids
from tests.sourcing.bidding import submitted


@pytest.fixture
def opened(scene, world, now):
    """Two bids, submitted and opened."""
    with transaction():
        for company in (world.alpha, world.beta):
            submitted(scene, company, now)
        open_bids(scene.rfq, actor=world.acme.actor(Role.PROCUREMENT), now=scene.deadline)
    return scene


def test_what_went_its_way_holds(opened, app):
    assert list(complaints_of(app.config["SETTINGS"].files_url)) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda key: update(BidVersion).where(BidVersion.id == key).values(document=b"{}"), "its bytes"),
        (lambda key: update(BidVersion).where(BidVersion.id == key).values(sha256="0" * 64), "its hashes"),
        (
            lambda key: update(BidVersion).where(BidVersion.id == key).values(sealed_sha256="0" * 64),
            "its bytes",
        ),
        (
            lambda key: update(BidVersion).where(BidVersion.id == key).values(saved_by_id=None),
            "by the person",
        ),
        (lambda key: update(BidVersion).where(BidVersion.id == key).values(received_at=None), "received"),
        (lambda key: update(BidVersion).where(BidVersion.id == key).values(receipt_number="R-X"), "receipt"),
        (lambda key: update(BidVersion).where(BidVersion.id == key).values(addendum_ordinal=9), "receipt"),
        (lambda _key: update(OpenedLine).values(price=OpenedLine.price + 1), "line 1"),
        (lambda _key: update(OpenedLine).values(deviation="None"), "line 1"),
        (lambda _key: update(OpenedBid).values(freight=0), "its freight"),
        (lambda _key: update(OpenedBid).values(sha256="0" * 64), "its hash"),
        (lambda _key: delete(OpenedLine), "a missing line"),
    ],
)
def test_a_change_is_named(opened, change, complaint):
    key = db.session.scalar(select(OpenedBid.version_id).order_by(OpenedBid.id))
    with transaction():
        db.session.execute(change(key))
    db.session.expire_all()
    assert any(complaint in sentence for sentence in list(evidence.verify()))


def test_a_version_that_nobody_wrote_is_named(opened):
    version = db.session.scalars(select(BidVersion)).first()
    names = ("buyer_id", "supplier_id", "bid_id", "sha256", "sealed_sha256", "saved_at")
    forged = {name: getattr(version, name) for name in names} | {"ordinal": 99, "addendum_ordinal": 0}
    with transaction():
        db.session.execute(insert(BidVersion).values(public_id=new_public_id(), document=b"{}", **forged))
    assert [sentence for sentence in evidence.verify() if "no event" in sentence]


def test_a_version_that_was_taken_away_is_named(scene, world, now):
    with transaction():
        bid = submitted(scene, world.alpha, now)
    with transaction():
        db.session.execute(delete(BidVersion).where(BidVersion.bid_id == bid.id))
    db.session.expire_all()
    assert sum("is gone" in sentence for sentence in list(evidence.verify())) == 2
