"""The canary crawl: whatever a person of a company can reach by GET holds nothing that is for others.

Companies on both sides have a string of their own in every text, every price and every file. Per company one person
who holds every role opens every address of the URL map with the company's records and follows every link; pages,
downloads (the text of PDFs and the members of archives, too), headers, mails, messages of webhooks and log lines are
searched for canaries whose readers the company is not among. Of twelve companies four open their pages, and with
``--whole`` all.
"""

import io
import zipfile
from contextlib import nullcontext

import pytest
from sqlalchemy import delete, select

from portal import history
from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role, Side
from portal.db import db, transaction
from portal.documents.models import Document
from portal.money import line_amount
from portal.orders.events import OrderIssued
from portal.orders.models import PurchaseOrder
from portal.sourcing.models import Invitation, Rfq
from portal.sourcing.service import dialogue
from portal.sourcing.service.addenda import AddendumDraft, publish_addendum
from portal.webhooks import message
from portal.webhooks.models import WebhookDelivery
from tests.accounts.mails import delivered
from tests.objects import Objects
from tests.trust.canaries import Canaries, plant, plant_companies
from tests.trust.crawling import crawl, starts, texts
from tests.trust.walking import boss
from tests.trust.worlds import marked
from tests.world import World, company


@pytest.fixture
def planted(world, now, clock):
    """Three buyers and nine suppliers, some of whom work with several; each pair has one of every record."""
    with transaction():
        cobalt = company("Cobalt", Side.BUYER, now)
        delta, epsilon, zeta, eta, theta, iota = (
            company(name, Side.SUPPLIER, now) for name in ("Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota")
        )
        worlds = [
            world,
            World(acme=world.bolt, bolt=cobalt, alpha=world.gamma, beta=world.beta, gamma=delta),
            World(acme=cobalt, bolt=world.acme, alpha=world.alpha, beta=delta, gamma=world.beta),
            World(acme=world.bolt, bolt=world.acme, alpha=epsilon, beta=zeta, gamma=eta),
            World(acme=cobalt, bolt=world.acme, alpha=theta, beta=epsilon, gamma=iota),
        ]
        canaries, sets = Canaries(), []
        for number, one in enumerate(worlds):
            with marked(f"-{number}") if number else nullcontext():
                sets.append(Objects(one, now))
            plant(canaries, sets[-1])
        plant_companies(canaries)
    db.session.expire_all()
    with transaction():
        for one in sets:
            happen(one, canaries, now)
    db.session.expire_all()
    everybody = [
        world.acme,
        world.bolt,
        cobalt,
        world.alpha,
        world.beta,
        world.gamma,
        delta,
        epsilon,
        zeta,
        eta,
        theta,
        iota,
    ]
    return canaries, sets, everybody


def happen(one, canaries, now):
    """What sends mails and makes documents: a question and its answer, an addendum, an order that is issued."""
    buyer, alpha = one.world.acme, one.world.alpha
    invited = {buyer.id, alpha.id, one.world.beta.id}
    procurement, sales = buyer.actor(Role.PROCUREMENT), alpha.actor(Role.SALES)
    rfq = db.session.get_one(Rfq, one.rfq.id)
    mine = select(Invitation).where(Invitation.rfq_id == rfq.id, Invitation.supplier_id == alpha.id)
    asked = dialogue.ask(
        db.session.scalars(mine).one(), canaries.word(invited, "question"), actor=sales, now=now
    )
    dialogue.answer(asked, canaries.word(invited, "answer"), actor=procurement, now=now)
    written = AddendumDraft(canaries.word(invited, "addendum"), no_extension_reason="Small")
    publish_addendum(rfq, written, actor=procurement, now=now)
    order = db.session.scalars(select(PurchaseOrder).where(PurchaseOrder.public_id == one.ids["order"])).one()
    for line in order.lines:
        # An issued document adds up, which planted amounts do not.
        line.amount = line_amount(line.quantity, line.price, line.price_per, order.currency)
    made_up = Document.kind == "purchase_order", Document.subject_id == order.id
    db.session.execute(delete(Document).where(*made_up))
    canaries.printed(buyer.id, alpha.id)
    history.record(
        OrderIssued(order.id, order.revision), about=[order], readers=[buyer.id, alpha.id], actor=procurement, now=now
    )


def reader_of(mail) -> int:
    """The company of the person to whom a mail goes."""
    found = select(Membership.organisation_id).join(Membership.person).where(Person.email == mail["To"])
    return db.session.scalars(found).one()


@pytest.mark.one_database
def test_no_page_of_any_company_holds_what_is_for_others(app, planted, client, sign_in, room, capfd, whole):
    canaries, sets, everybody = planted
    letters = [(reader_of(mail), f"{mail['Subject']}\n{mail.get_content()}") for mail in delivered(room)]
    assert len(letters) > 5 * len(sets)
    assert [said for reader, said in letters if canaries.foreign(said, reader)] == []
    posted = db.session.scalars(select(WebhookDelivery).join(WebhookDelivery.webhook)).all()
    bodies = [(one.webhook.organisation_id, message.body_of(one).decode()) for one in posted]
    assert len([said for _reader, said in bodies if "kanari" in said]) > len(sets)
    assert [said for reader, said in bodies if canaries.foreign(said, reader)] == []
    db.session.rollback()
    foreign, opened = {}, 0
    for who in everybody if whole else everybody[:2] + everybody[3:5]:
        sign_in(client, who, boss(who))
        found, number = crawl(client, starts(app, sets, who), canaries, who.id)
        opened += number
        if found:
            foreign[who.organisation.name] = found
    assert foreign == {}
    assert opened > (300 if whole else 150)
    assert canaries.foreign("".join(capfd.readouterr()), None) == set(), "a log line"


def test_what_is_packed_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kanari00001.txt", "kanari00002 " * 100)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", packed.getvalue())
    found = "".join(texts(outer.getvalue()))
    assert "kanari00001" in found
    assert "kanari00002" in found


def test_the_crawl_would_find_a_canary():
    canaries = Canaries()
    canaries.new({1}, "other")
    word, price = canaries.word({1, 2}, "a.text"), canaries.new({2}, "a.price")
    assert canaries.foreign(f"<p>{word}</p>", 3) == {"a.text"}
    assert canaries.foreign(f"<p>{word}</p>", 2) == set()
    assert price == 2
    assert canaries.foreign("<td>700,027.00 EUR</td>", 3) == {"a.price"}
    assert canaries.foreign("<td>700,027.00 EUR</td>", 2) == set()
