"""Sealed means sealed: one door, shut for the buyer until the opening, open for the supplier itself."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError

import portal
from portal.db import db, transaction
from portal.errors import Missing, RuleBroken, WrongState
from portal.sourcing.models import Bid, BidVersion, RfqRound
from portal.sourcing.queries import bids as queries
from portal.sourcing.queries import door
from portal.sourcing.service import bids as service
from tests.sourcing.bidding import sealed, seller, submitted

MS = timedelta(milliseconds=1)
DOOR = Path("sourcing/queries/door.py")


@pytest.fixture
def bid(scene, world, now):
    """A bid that Alpha has submitted."""
    with transaction():
        return submitted(scene, world.alpha, now)


def opened(scene, at):
    with transaction():
        db.session.execute(update(RfqRound).values(opened_at=at))
    db.session.refresh(scene.round)


def test_the_supplier_reads_its_own_at_any_time(bid, world):
    assert [str(line.price) for line in door.read_own(world.alpha.id, bid.counting).offered] == [
        "12.5",
        "1.2",
    ]


def test_nobody_else_reads_it_as_the_suppliers_own(bid, world):
    for other in (world.beta, world.acme):
        with pytest.raises(Missing):
            door.read_own(other.id, bid.counting)
        with pytest.raises(Missing):
            door.bytes_own(other.id, bid.counting)


def test_the_door_is_shut_before_the_opening(bid, scene, world, now):
    version = bid.counting
    for when in (now, scene.deadline - MS, scene.deadline, scene.deadline + MS):
        with pytest.raises(WrongState):
            door.read_for_buyer(world.acme.id, version, when)
        with pytest.raises(WrongState):
            door.file_for_buyer(world.acme.id, version, "any", when)
    opened(scene, scene.deadline + MS)
    with pytest.raises(WrongState):
        door.read_for_buyer(world.acme.id, version, scene.deadline)
    assert door.read_for_buyer(world.acme.id, version, scene.deadline + MS).currency == "EUR"


def test_the_door_is_shut_for_another_buyer_for_ever(bid, scene, world):
    opened(scene, scene.deadline)
    with pytest.raises(Missing):
        door.read_for_buyer(world.bolt.id, bid.counting, scene.deadline)
    with pytest.raises(Missing):
        door.sealed_versions(world.bolt.id, scene.round, scene.deadline)


def test_not_even_the_number_of_bids_is_told_before_the_deadline(bid, scene, world):
    with pytest.raises(RuleBroken):
        door.sealed_versions(world.acme.id, scene.round, scene.deadline - MS)
    assert door.sealed_versions(world.acme.id, scene.round, scene.deadline) == [bid.counting]


def test_after_the_opening_only_what_counted_is_read(bid, scene, world, now):
    sent = bid.counting
    with transaction():
        service.save(bid, scene.content("11"), actor=seller(world.alpha), now=now)
        service.submit(bid, addendum=0, actor=seller(world.alpha), now=now)
        service.save(bid, scene.content("10"), actor=seller(world.alpha), now=now)
        beta = submitted(scene, world.beta, now)
        service.withdraw(beta, actor=seller(world.beta), now=now)
    opened(scene, scene.deadline)
    newer = bid.counting
    assert door.sealed_versions(world.acme.id, scene.round, scene.deadline) == [newer]
    assert door.read_for_buyer(world.acme.id, newer, scene.deadline).lines[0].price == 11
    for hidden in (sent, bid.versions[0], bid.latest, *beta.versions):
        with pytest.raises(Missing):
            door.read_for_buyer(world.acme.id, hidden, scene.deadline)


def test_a_returned_bid_does_not_count(bid, scene, world, now):
    with transaction():
        beta = submitted(scene, world.beta, now)
        scene.amend(now + MS)
        service.confirm(beta, addendum=1, actor=seller(world.beta), now=now + 2 * MS)
    opened(scene, scene.deadline)
    assert door.sealed_versions(world.acme.id, scene.round, scene.deadline) == [beta.counting]
    with pytest.raises(Missing):
        door.read_for_buyer(world.acme.id, bid.counting, scene.deadline)


def test_the_order_of_bids_is_not_that_of_submission(scene, world, now):
    with transaction():
        versions = [submitted(scene, supplier, now).counting for supplier in (world.alpha, world.beta)]
    found = door.sealed_versions(world.acme.id, scene.round, scene.deadline)
    assert found == sorted(versions, key=lambda version: version.public_id)


def test_a_file_is_read_only_when_the_version_that_counts_names_it(scene, world, now):
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=seller(world.alpha), now=now)
        uploads = [sealed(name) for name in ("old.pdf", "new.pdf")]
        service.save(bid, scene.content(), uploads=uploads, actor=seller(world.alpha), now=now)
        old, new = door.read_own(world.alpha.id, bid.latest).files
        kept = (new,)
        service.save(bid, scene.content(files=kept), actor=seller(world.alpha), now=now)
        service.submit(bid, addendum=0, actor=seller(world.alpha), now=now)
    opened(scene, scene.deadline)
    found = door.file_for_buyer(world.acme.id, bid.counting, new.public_id, scene.deadline)
    assert found.name == "new.pdf"
    with pytest.raises(Missing):
        door.file_for_buyer(world.acme.id, bid.counting, old.public_id, scene.deadline)


def test_bytes_that_were_altered_are_not_read(bid, world):
    with transaction():
        db.session.execute(update(BidVersion).values(document=b'{"schema":1}'))
    with pytest.raises(door.Altered):
        door.read_own(world.alpha.id, bid.counting)


def test_whoever_goes_past_the_door_gets_an_error_instead_of_bytes(bid):
    key = bid.counting.id
    db.session.remove()
    version = db.session.scalars(select(BidVersion).where(BidVersion.id == key)).one()
    with pytest.raises(InvalidRequestError, match="document"):
        getattr(version, "document")  # noqa: B009


def past_the_door(tree):
    """The lines that name the bytes of a bid version."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "document")
        or (isinstance(node, ast.Constant) and node.value == "document")
        or (isinstance(node, ast.keyword) and node.arg == "document")
    ]


def test_nothing_but_the_door_touches_the_bytes():
    house = Path(portal.__file__).parent
    found = [
        f"{path.relative_to(house)}:{line}"
        for path in sorted((house / "sourcing").rglob("*.py"))
        + sorted((house / "buyer").rglob("*.py"))
        + sorted((house / "supplier").rglob("*.py"))
        if path.relative_to(house) != DOOR
        for line in past_the_door(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source", ["version.document", "BidVersion(document=b'')", "getattr(version, 'document')"]
)
def test_a_way_past_the_door_is_found(source):
    assert past_the_door(ast.parse(source)) == [1]


HISTORIES = [
    ("draft",),
    ("sent",),
    ("sent", "material"),
    ("sent", "minor"),
    ("material", "sent"),
    ("sent", "material", "confirm"),
    ("sent", "material", "minor", "confirm"),
    ("sent", "material", "withdraw"),
    ("sent", "material", "save"),
    ("sent", "withdraw", "material"),
    ("sent", "material", "confirm", "material"),
    ("sent", "minor", "material"),
    ("sent", "late"),
]


@pytest.mark.parametrize("steps", HISTORIES, ids="-".join)
def test_returned_reads_the_same_in_python_and_in_sql(scene, world, now, steps):
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=seller(world.alpha), now=now)
        service.save(bid, scene.content(), actor=seller(world.alpha), now=now)
        for step, name in enumerate(steps):
            take(scene, bid, name, now + step * MS)
    returned_now = db.session.scalars(select(Bid.id).where(queries.returned())).all()
    db.session.expire_all()
    assert (bid.returned_by is not None) is (returned_now == [bid.id])
    last_word = [step for step in steps if step in ("sent", "confirm", "material", "withdraw")]
    expected = "sent" in steps and bid.state == "submitted" and last_word[-1] == "material"
    assert (bid.returned_by is not None) is expected


def take(scene, bid, name, at):
    actor = seller(scene.world.alpha)
    latest = len(scene.rfq.addenda)
    if name == "sent":
        service.submit(bid, addendum=latest, actor=actor, now=at)
    elif name == "save":
        service.save(bid, scene.content("9"), actor=actor, now=at)
    elif name == "confirm":
        service.confirm(bid, addendum=latest, actor=actor, now=at)
    elif name == "withdraw":
        service.withdraw(bid, actor=actor, now=at)
    elif name in ("material", "minor"):
        scene.amend(at, material=name == "material")
    elif name == "late":
        # An addendum to a further round: this round's bids have been answered by then.
        scene.amend(scene.deadline)


def test_a_failing_statement_names_no_value(bid, scene, world, now):
    clash = insert(BidVersion).values(
        **door.store(bid, 1, scene.content()),
        public_id="0" * 32,
        buyer_id=world.acme.id,
        supplier_id=world.alpha.id,
        bid_id=bid.id,
        ordinal=1,
        addendum_ordinal=0,
        saved_at=now,
        receipt_number="R-77777",
    )
    with pytest.raises(IntegrityError) as error, transaction():
        db.session.execute(clash)
    assert "77777" not in str(error.value)
