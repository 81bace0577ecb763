"""Questions, their answers, and addenda."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from portal import history
from portal.accounts.roles import Role
from portal.catalog.workflow import RevisionState
from portal.db import db, transaction
from portal.errors import Missing, RuleBroken, WrongState
from portal.history import Event, EventReader
from portal.sourcing.queries import dialogue
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import invitations, publishing
from portal.sourcing.service.addenda import AddendumDraft, LineChange, publish_addendum
from portal.sourcing.service.dialogue import answer, ask
from tests.sourcing.rfqs import published
from tests.sourcing.test_rfqs import DAY, procurement, revision


def asked(world, now, by=None, **values):
    by = by or world.alpha
    rfq = published(world, now, **values)
    invitation = dialogue.invitation(by.id, rfq)
    return rfq, ask(invitation, "May it be zinc?", actor=by.actor(Role.SALES), now=now)


def test_an_answer_goes_to_everybody_and_names_nobody(world, now):
    with transaction():
        rfq, question = asked(world, now)
    assert dialogue.answered_questions(world.beta.id, rfq) == []
    assert [one.id for one in dialogue.answered_questions(world.alpha.id, rfq)] == [question.id]
    with transaction():
        answer(question, "Yes.", actor=procurement(world), now=now)
    for supplier in (world.alpha, world.beta):
        assert [one.answer for one in dialogue.answered_questions(supplier.id, rfq)] == ["Yes."]
    # Neither the buyer nor another bidder finds the asker in what happened.
    for reader in (world.acme, world.beta):
        facts = [event.name for event in history.timeline(reader.id, question)]
        assert facts == ["QuestionAnswered"]
    assert "QuestionAsked" in [event.name for event in history.timeline(world.alpha.id, rfq)]


def test_questions_end_at_the_cut_off(world, now):
    with transaction():
        rfq = published(world, now, question_cutoff=now + 3 * DAY)
    invitation = dialogue.invitation(world.alpha.id, rfq)
    sales = world.alpha.actor(Role.SALES)
    with pytest.raises(RuleBroken), transaction():
        ask(invitation, "Late?", actor=sales, now=now + 3 * DAY)
    with pytest.raises(RuleBroken) as refused, transaction():
        ask(invitation, "  ", actor=sales, now=now)
    assert refused.value.field == "text"


def test_a_question_is_answered_once_and_before_the_deadline(world, now):
    with transaction():
        _rfq, question = asked(world, now)
    with pytest.raises(RuleBroken), transaction():
        answer(question, "Late.", actor=procurement(world), now=now + 14 * DAY)
    with transaction():
        answer(question, "Yes.", actor=procurement(world), now=now)
    with pytest.raises(RuleBroken), transaction():
        answer(question, "No.", actor=procurement(world), now=now)
    with pytest.raises(Missing):
        dialogue.question(world.bolt.id, question.public_id)


def test_an_addendum_changes_the_lines_and_says_what_was_before(world, now):
    with transaction():
        rfq = published(world, now)
        released = revision(world.acme, now, RevisionState.RELEASED)
        change = LineChange(D(150), date(2026, 7, 1), "Bracket, galvanised", released)
        publish_addendum(
            rfq,
            AddendumDraft(
                "More of them.",
                lines={rfq.lines[0].public_id: change},
                description="Galvanised.",
                deadline=now + 20 * DAY,
                question_cutoff=now + 10 * DAY,
            ),
            actor=procurement(world),
            now=now,
        )
    db.session.expire_all()
    found = queries.rfq_for_supplier(world.alpha.id, rfq.public_id)
    (line,) = found.lines
    assert (line.quantity, line.wanted_date, line.description) == (
        D(150),
        date(2026, 7, 1),
        change.description,
    )
    assert line.spec_revision_id == released.id
    (addendum,) = found.addenda
    assert addendum.changes == [
        {"what": "deadline", "before": (now + 14 * DAY).isoformat(), "after": (now + 20 * DAY).isoformat()},
        {"what": "question_cutoff", "before": "", "after": (now + 10 * DAY).isoformat()},
        {"what": "description", "before": "", "after": "Galvanised."},
        {"what": "quantity", "before": "100 H87", "after": "150 H87", "line": 10},
        {"what": "wanted_date", "before": "2026-06-01", "after": "2026-07-01", "line": 10},
        {"what": "line_text", "before": "Bracket", "after": "Bracket, galvanised", "line": 10},
        {"what": "spec_revision", "before": "", "after": "S-released A", "line": 10},
    ]
    assert dialogue.material_ordinal(found) == 1
    assert (found.deadline, found.question_cutoff) == (now + 20 * DAY, now + 10 * DAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"no_extension_reason": ""}, "no_extension_reason"),
        ({"deadline": datetime(2026, 3, 10, tzinfo=UTC)}, "deadline"),
        ({"question_cutoff": datetime(2026, 5, 10, tzinfo=UTC)}, "question_cutoff"),
        ({"line": LineChange(quantity=D(0))}, "lines-0-quantity"),
        ({"line": LineChange(wanted_date=date(2026, 3, 3))}, "lines-0-wanted_date"),
        ({"line": LineChange(quantity=D(5)), "material": False}, "material"),
    ],
)
def test_an_addendum_that_cannot_stand_is_refused_at_its_field(world, now, values, field):
    with transaction():
        rfq = published(world, now)
    plain = {"text": "Change", "no_extension_reason": "Small"}
    changed = {"lines": {rfq.lines[0].public_id: values["line"]}} if "line" in values else {}
    others = {name: value for name, value in values.items() if name != "line"}
    written = AddendumDraft(**{**plain, **changed, **others})
    with pytest.raises(RuleBroken) as refused, transaction():
        publish_addendum(rfq, written, actor=procurement(world), now=now)
    assert refused.value.field == field


def test_an_addendum_comes_before_the_deadline_only(world, now):
    with transaction():
        rfq = published(world, now)
    written = AddendumDraft("Change", no_extension_reason="Small")
    with pytest.raises(RuleBroken), transaction():
        publish_addendum(rfq, written, actor=procurement(world), now=now + 14 * DAY)
    with transaction():
        publishing.cancel(rfq, "Over", actor=procurement(world), now=now)
    with pytest.raises(WrongState), transaction():
        publish_addendum(rfq, written, actor=procurement(world), now=now)


def test_an_addendum_is_read_by_those_who_have_not_declined(world, now):
    with transaction():
        rfq = published(world, now)
        declined = dialogue.invitation(world.beta.id, rfq)
        invitations.decline(declined, "No capacity", actor=world.beta.actor(Role.SALES), now=now)
        written = AddendumDraft("Change", no_extension_reason="Small", material=False)
        publish_addendum(rfq, written, actor=procurement(world), now=now)
    readers = db.session.query(EventReader.organisation_id).join(Event, Event.id == EventReader.event_id)
    found = {row[0] for row in readers.filter(Event.name == "AddendumPublished")}
    assert found == {world.acme.id, world.alpha.id}
    assert queries.rfq_for_supplier(world.alpha.id, rfq.public_id).addenda[0].no_extension_reason == "Small"


def test_addenda_count_on_and_only_material_ones_return_bids(world, now):
    with transaction():
        rfq = published(world, now)
        for material in (False, True, False):
            written = AddendumDraft("Change", material=material, no_extension_reason="Small")
            publish_addendum(rfq, written, actor=procurement(world), now=now)
    assert [one.ordinal for one in rfq.addenda] == [1, 2, 3]
    assert dialogue.material_ordinal(rfq) == 2
