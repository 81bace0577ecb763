"""Writing and publishing an RFQ, moving its deadline, and ending it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy import select

from portal import history
from portal.accounts.roles import Role
from portal.catalog.models import Item, Spec, SpecRevision
from portal.catalog.workflow import RevisionState
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.sourcing import rules
from portal.sourcing.models import Rfq
from portal.sourcing.queries import dialogue
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import publishing, rfqs
from portal.sourcing.workflow import RfqState
from tests.sourcing.rfqs import drafted, line, published, written

DAY = timedelta(days=1)


def procurement(world):
    return world.acme.actor(Role.PROCUREMENT)


def item(buyer, now, number="4711"):
    made = Item(buyer_id=buyer.id, number=number, name="Housing", unit="H87", created_at=now)
    db.session.add(made)
    db.session.flush()
    return made


def revision(buyer, now, state=RevisionState.RELEASED, of=None):
    spec = Spec(buyer_id=buyer.id, number=f"S-{state}", title="Housing", item=of, created_at=now)
    made = SpecRevision(buyer_id=buyer.id, spec=spec, ordinal=1, label="A", state=state, created_at=now)
    db.session.add(made)
    db.session.flush()
    return made


def test_a_draft_keeps_what_was_written_and_nobody_outside_sees_it(world, now):
    with transaction():
        thing = item(world.acme, now)
        rfq = drafted(
            world,
            now,
            lines=(line(item=thing, spec_revision=revision(world.acme, now, of=thing), lot="1"), line()),
            rates={"USD": D("0.92")},
            question_cutoff=now + 7 * DAY,
            incoterm="DAP",
            incoterm_place="Kiel",
        )
    db.session.expire_all()
    found = queries.rfq(world.acme.id, rfq.public_id)
    assert (found.title, found.currency, found.state, found.number) == (
        "Brackets",
        "EUR",
        RfqState.DRAFT,
        None,
    )
    assert [(row.position, row.quantity, row.lot) for row in found.lines] == [
        (10, D(100), "1"),
        (20, D(100), ""),
    ]
    assert [(row.currency, row.rate) for row in found.currencies] == [("USD", D("0.92"))]
    assert found.deadline == now + 14 * DAY
    for stranger in (world.bolt, world.gamma):
        with pytest.raises(Missing):
            queries.rfq(stranger.id, rfq.public_id)
    with pytest.raises(Missing):
        queries.rfq_for_supplier(world.alpha.id, rfq.public_id)
    assert db.session.scalars(queries.rfqs_for_supplier(world.alpha.id)).all() == []
    assert history.timeline(world.alpha.id, rfq) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"currency": "EURO"}, "currency"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"deadline": datetime(2026, 3, 1, tzinfo=UTC)}, "deadline"),
        ({"deadline": datetime(2026, 3, 2, 9, tzinfo=UTC)}, "deadline"),
        ({"question_cutoff": datetime(2026, 3, 30, tzinfo=UTC)}, "question_cutoff"),
        ({"incoterm": "DDU", "incoterm_place": "Kiel"}, "incoterm"),
        ({"incoterm": "DAP"}, "incoterm_place"),
        ({"rates": {"EUR": D(1)}}, "currencies"),
        ({"rates": {"USD": D(0)}}, "currencies"),
        ({"rates": {"US$": D(1)}}, "currencies"),
        ({"lines": (line(), line(quantity=D(0)))}, "lines-1-quantity"),
        ({"lines": (line(quantity=D(-5)),)}, "lines-0-quantity"),
        ({"lines": (line(unit="XXX"),)}, "lines-0-unit"),
        ({"lines": (line(wanted_date=date(2026, 3, 15)),)}, "lines-0-wanted_date"),
        ({"lines": (line(description=" "),)}, "lines-0-description"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(world, now, values, field):
    with transaction():
        rfq = drafted(world, now)
    with pytest.raises(RuleBroken) as refused, transaction():
        rfqs.edit(rfq, written(now, **values), actor=procurement(world), now=now)
    assert refused.value.field == field
    db.session.expire_all()
    assert queries.rfq(world.acme.id, rfq.public_id).title == "Brackets"


def test_a_line_points_at_a_released_revision_of_its_own_item(world, now):
    with transaction():
        rfq = drafted(world, now)
        thing, other = item(world.acme, now), item(world.acme, now, "4712")
        open_ = revision(world.acme, now, RevisionState.DRAFT)
        elsewhere = revision(world.acme, now, of=other)
        foreign = item(world.bolt, now)
    for values in ({"spec_revision": open_}, {"item": thing, "spec_revision": elsewhere}):
        with pytest.raises(RuleBroken) as refused, transaction():
            rfqs.edit(rfq, written(now, lines=(line(**values),)), actor=procurement(world), now=now)
        assert refused.value.field == "lines-0-spec_revision"
    for values in ({"item": foreign}, {"site": world.bolt.site}):
        with pytest.raises(Missing), transaction():
            rfqs.edit(rfq, written(now, lines=(line(**values),)), actor=procurement(world), now=now)


def test_editing_keeps_lines_by_name_and_counts_the_version_up(world, now):
    with transaction():
        rfq = drafted(world, now, lines=(line(description="One"), line(description="Two")))
    one, two = rfq.lines
    before = rfq.version
    lines = (
        line(description="Two", public_id=two.public_id),
        line(description="Three"),
        line(description="One", public_id=one.public_id, quantity=D(7)),
    )
    with transaction():
        rfqs.edit(rfq, written(now, lines=lines), actor=procurement(world), now=now)
    db.session.expire_all()
    found = queries.rfq(world.acme.id, rfq.public_id)
    assert [(row.position, row.description) for row in found.lines] == [
        (10, "Two"),
        (20, "Three"),
        (30, "One"),
    ]
    assert [row.id for row in found.lines][::2] == [two.id, one.id]
    assert found.version > before
    with transaction():
        rfqs.edit(found, written(now, lines=lines[:1]), actor=procurement(world), now=now)
    db.session.expire_all()
    assert [row.id for row in queries.rfq(world.acme.id, rfq.public_id).lines] == [two.id]


def test_publishing_numbers_per_buyer_and_year_of_its_zone(world, now):
    with transaction():
        first = published(world, now)
    with transaction():
        second = rfqs.copy(first, now + 20 * DAY, "Europe/Berlin", actor=procurement(world), now=now)
        publishing.publish(second, actor=procurement(world), now=now)
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # In Berlin the new year has begun.
    with transaction():
        third = rfqs.copy(first, late + 20 * DAY, "Europe/Berlin", actor=procurement(world), now=late)
        publishing.publish(third, actor=procurement(world), now=late)
    assert [rfq.number for rfq in (first, second, third)] == [
        "RFQ-2026-0001",
        "RFQ-2026-0002",
        "RFQ-2027-0001",
    ]


def test_a_published_rfq_is_there_for_the_invited_only(world, now):
    with transaction():
        rfq = published(world, now)
    for supplier in (world.alpha, world.beta):
        assert queries.rfq_for_supplier(supplier.id, rfq.public_id).id == rfq.id
        assert [event.name for event in history.timeline(supplier.id, rfq)] == ["RfqPublished"]
        assert dialogue.invitation(supplier.id, rfq).invited_at == now
    with pytest.raises(Missing):
        queries.rfq_for_supplier(world.gamma.id, rfq.public_id)
    with pytest.raises(WrongState), transaction():
        rfqs.edit(rfq, written(now), actor=procurement(world), now=now)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"lines": ()}, "lines"), ({"deadline": datetime(2026, 3, 5, tzinfo=UTC)}, "deadline")],
)
def test_an_rfq_that_lacks_something_is_not_published(world, now, values, field):
    with transaction():
        rfq = drafted(world, now, **values)
    with pytest.raises(RuleBroken) as refused, transaction():
        publishing.publish(rfq, actor=procurement(world), now=now + 5 * DAY)
    assert refused.value.field == field


def test_an_rfq_without_anybody_invited_is_not_published(world, now):
    with transaction():
        rfq = rfqs.draft(world.acme.organisation, written(now), actor=procurement(world), now=now)
    with pytest.raises(RuleBroken) as refused, transaction():
        publishing.publish(rfq, actor=procurement(world), now=now)
    assert refused.value.field == "invitations"


def test_only_procurement_writes(world, now):
    for role in (Role.APPROVER, Role.GOODS_IN, Role.QUALITY_ENGINEER):
        with pytest.raises(NotAllowed), transaction():
            rfqs.draft(world.acme.organisation, written(now), actor=world.acme.actor(role), now=now)


def test_a_copy_asks_for_the_same_with_a_new_deadline(world, now):
    with transaction():
        first = published(world, now, rates={"USD": D("0.9")}, lines=(line(lot="A"), line(quantity=D(3))))
        copied = rfqs.copy(first, now + 30 * DAY, "Asia/Tokyo", actor=procurement(world), now=now)
    assert (copied.state, copied.number, copied.copied_from_id) == (RfqState.DRAFT, None, first.id)
    assert [(row.lot, row.quantity) for row in copied.lines] == [("A", D(100)), ("", D(3))]
    assert [row.currency for row in copied.currencies] == ["USD"]
    assert {row.supplier_id for row in copied.invitations} == {world.alpha.id, world.beta.id}
    assert all(row.invited_at is None for row in copied.invitations)
    assert copied.deadline == now + 30 * DAY


@pytest.mark.parametrize("days", [13, 14])
def test_a_deadline_moves_forward_only(world, now, days):
    with transaction():
        rfq = published(world, now)
    with pytest.raises(RuleBroken) as refused, transaction():
        publishing.move_deadline(rfq, now + days * DAY, "Holidays", actor=procurement(world), now=now)
    assert refused.value.field == "deadline"


def test_a_deadline_moves_with_a_reason_and_before_it_has_passed(world, now):
    with transaction():
        rfq = published(world, now)
    with pytest.raises(RuleBroken) as refused, transaction():
        publishing.move_deadline(rfq, now + 20 * DAY, " ", actor=procurement(world), now=now)
    assert refused.value.field == "reason"
    with pytest.raises(RuleBroken), transaction():
        publishing.move_deadline(rfq, now + 20 * DAY, "Late", actor=procurement(world), now=now + 14 * DAY)
    with transaction():
        publishing.move_deadline(rfq, now + 20 * DAY, "Holidays", actor=procurement(world), now=now)
    db.session.expire_all()
    found = queries.rfq_for_supplier(world.alpha.id, rfq.public_id)
    assert found.deadline == now + 20 * DAY
    (notice,) = found.addenda
    assert (notice.text, notice.material, notice.changes[0]["what"]) == ("Holidays", False, "deadline")
    assert dialogue.material_ordinal(found) == 0
    assert "DeadlineMoved" in [event.name for event in history.timeline(world.alpha.id, found)]


def test_cancelling_needs_a_reason_and_is_read_by_the_invited(world, now):
    with transaction():
        rfq = published(world, now)
    with pytest.raises(RuleBroken), transaction():
        publishing.cancel(rfq, "", actor=procurement(world), now=now)
    with transaction():
        publishing.cancel(rfq, "The project has ended.", actor=procurement(world), now=now)
    found = queries.rfq_for_supplier(world.beta.id, rfq.public_id)
    assert (found.state, found.closing_reason) == (RfqState.CANCELLED, "The project has ended.")
    with pytest.raises(WrongState), transaction():
        publishing.cancel(rfq, "Again", actor=procurement(world), now=now)


def test_a_cancelled_draft_stays_unseen(world, now):
    with transaction():
        rfq = drafted(world, now)
        publishing.cancel(rfq, "Not needed.", actor=procurement(world), now=now)
    with pytest.raises(Missing):
        queries.rfq_for_supplier(world.alpha.id, rfq.public_id)
    assert history.timeline(world.alpha.id, rfq) == []


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_closed_reads_the_same_in_python_and_in_sql(world, now, offset):
    with transaction():
        rfq = published(world, now)
        drafted_ = rfqs.copy(rfq, now + 14 * DAY, "UTC", actor=procurement(world), now=now)
    instant = now + 14 * DAY + timedelta(milliseconds=offset)
    found = db.session.scalars(select(Rfq.id).where(queries.closed(instant))).all()
    assert (rfq.id in found) is rules.is_closed(rfq.deadline, instant) is (offset >= 0)
    assert drafted_.id not in found
