"""What mails say beside their sentence, from the reactions to the letter: enough to know whether to open them now."""

import re

import pytest

from portal.accounts.roles import Role
from portal.certificates import service as certificates
from portal.certificates.workflow import Scope
from portal.db import transaction
from portal.orders.service import changes, responses
from portal.orders.service.changes import Amendment, Decision
from portal.orders.service.responses import Answer, Verdict
from portal.sourcing.service import awards, publishing
from portal.sourcing.service.addenda import AddendumDraft, publish_addendum
from tests.accounts.mails import delivered
from tests.orders.scene import WANTED, Q, accept, build_scene
from tests.records import stored
from tests.sourcing.bidding import submitted, tender
from tests.sourcing.rfqs import published
from tests.sourcing.test_awards import ALPHA, BETA, proposed
from tests.sourcing.test_opening import HOUR, opened_scene
from tests.sourcing.test_rfqs import DAY, procurement


@pytest.fixture
def scene(world, now):
    """A published award, committed."""
    with transaction():
        return build_scene(world, now)


def letters(room, subject):
    """The bodies of the mails that wait with a subject, without greeting and link, by address."""
    found = {}
    for mail in delivered(room):
        if subject in mail["Subject"]:
            body = mail.get_content().partition(mail["Subject"])[2]
            found[mail["To"]] = re.sub(r"https?://\S+", "", body).strip()
    return found


def test_an_invitation_says_what_is_asked_and_until_when(app, world, now, room):
    delivered(room)
    with transaction():
        published(world, now)
    found = letters(room, "Acme invites you to bid on RFQ-2026-0001: Brackets")
    assert len(found) == 4, "sales and administrators of both who are invited"
    assert set(found.values()) == {
        "Bids are due before: 16 Mar 2026, 10:00 Europe/Berlin\n"
        "What is asked for: 10. Bracket: 100 pc · 1 Jun 2026"
    }


def test_an_addendum_and_a_later_deadline_say_what_becomes_of_bids(app, world, now, room):
    with transaction():
        rfq = published(world, now)
    delivered(room)
    with transaction():
        written = AddendumDraft("Zinc plating\nis asked for.", no_extension_reason="Small")
        publish_addendum(rfq, written, actor=procurement(world), now=now)
    assert set(letters(room, "addendum").values()) == {
        "What it says: Zinc plating is asked for.\n"
        "Bids sent before: they do not count until they are confirmed or revised\n"
        "Bids are due before: 16 Mar 2026, 10:00 Europe/Berlin"
    }
    with transaction():
        publishing.move_deadline(rfq, now + 20 * DAY, "Holidays", actor=procurement(world), now=now)
    assert set(letters(room, "moved the deadline").values()) == {
        "Bids are due before: 22 Mar 2026, 10:00 Europe/Berlin\nIn place of: 16 Mar 2026, 10:00 Europe/Berlin"
    }


def test_an_award_names_the_lines_that_were_won_and_the_others_hear_none(app, world, now, room):
    with transaction():
        scene = tender(world, now)
    with transaction():
        submitted(scene, world.alpha, now + HOUR)
        submitted(scene, world.beta, now + HOUR, scene.content("11"))
    with transaction():
        opened_scene(scene, now)
    after = scene.deadline + HOUR
    with transaction():
        award = proposed(scene, (ALPHA, scene.screws, 600), (BETA, scene.steel, 100))
        awards.approve(award, actor=world.acme.actor(Role.APPROVER), now=after)
    delivered(room)
    with transaction():
        awards.publish(award, actor=procurement(world), now=after)
    found = letters(room, "awarded your bid")
    assert {(to.split("@")[1], said) for to, said in found.items()} == {
        ("alpha.example", "Awarded to you: 1. Screws M6: 600 pc"),
        ("beta.example", "Awarded to you: 2. Sheet steel: 100 kg"),
    }


def test_an_order_says_what_is_ordered_until_when_and_what_changes(app, scene, room):
    lines = "- 1. Housing: 100 pc · 1 Jun 2026\n- 2. Cover: 200 pc · 1 Jun 2026"
    delivered(room)
    with transaction():
        order = scene.issued()
    assert set(letters(room, "sent you order").values()) == {f"What is ordered:\n{lines}"}
    first, second = order.schedule
    later = WANTED.replace(month=9)
    with transaction():
        said = [
            Answer(first, Verdict.ACCEPT),
            Answer(second, Verdict.PROPOSE, new_date=later, new_price=Q(9)),
        ]
        responses.answer(order, said, actor=scene.sales, now=scene.now)
    assert set(letters(room, "has answered order").values()) == {
        "Accepted: 1. Housing: 100 pc · 1 Jun 2026\nAsked for: 2. Cover: 1 Sep 2026 · another price"
    }
    with transaction():
        changes.decide(order, [Decision(second, False, reason="Too late")], actor=scene.buyer, now=scene.now)
        accept(order, scene, second)
    assert set(letters(room, "has decided about your changes").values()) == {
        "Not accepted: 2. Cover: 200 pc · 1 Jun 2026"
    }
    with transaction():
        changes.amend(
            order, [Amendment(first, cancels=True, reason="Less")], actor=scene.buyer, now=scene.now
        )
    assert set(letters(room, "changes order").values()) == {"Asked for: 1. Housing: 100 pc · to be cancelled"}
    with transaction():
        scene.announced(order, Q(50))
    told = letters(room, "has shipped")
    assert {to.split("@")[0] for to in told} == {"goods_in", "procurement"}
    assert set(told.values()) == {
        "Delivery note: LS-1\nExpected to arrive on: 2 Mar 2026\nPackages: 1\nWhat is on its way: 1. Housing: 50 pc"
    }


def test_a_returned_certificate_says_why(app, world, now, room):
    quality = world.acme.actor(Role.QUALITY_ENGINEER)
    supplier = world.alpha.actor(Role.SUPPLIER_QUALITY)
    with transaction():
        required = certificates.ask_for(
            world.acme.id, scope=Scope.EVERYTHING, standard="ISO 9001", actor=quality, now=now
        )
        held = certificates.add_certificate(
            world.alpha.organisation,
            stored(world.alpha, now, "c.pdf"),
            standard="ISO 9001",
            number="QM-7",
            entity="Alpha GmbH",
            valid_from=now.date(),
            valid_until=now.date() + 20 * DAY,
            actor=supplier,
            now=now,
        )
        review = certificates.submit(held, required, actor=supplier, now=now)
    delivered(room)
    with transaction():
        certificates.return_(review, "The scope lacks casting.", actor=quality, now=now)
    assert set(letters(room, "has returned").values()) == {
        "Certificate number: QM-7\nReason: The scope lacks casting."
    }
