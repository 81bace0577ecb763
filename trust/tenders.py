"""Acme asks, and many suppliers have a bid ready: the scene of the harnesses."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Membership
from portal.accounts.roles import Role, Side
from portal.db import db
from portal.sourcing.documents import BidDocument, BidLine
from portal.sourcing.models import Bid, Invitation, Rfq, RfqLine, RfqRound
from portal.sourcing.service import bids
from portal.sourcing.workflow import RfqState
from tests.world import Company, company
from trust.browser import Browser, sign_in

FAR = timedelta(days=300)


@dataclass
class Scene:
    """A buyer, suppliers with a browser each (in the same order), and the public ids of RFQs and of bids."""

    buyer: Company
    procurement: Browser
    suppliers: list[Company]
    sellers: list[Browser]
    rfqs: list[str]
    bids: list[list[str]]
    """For each RFQ the bid of each supplier."""
    form: dict[str, str]
    """The form of a bid for the first RFQ, complete but for its keys."""


def scene(app: Flask, port: int, now: datetime, suppliers: int, rfqs: int) -> Scene:
    """Published RFQs, open for a year, with a draft of each supplier for each. Call in a write transaction."""
    buyer = company("Acme", Side.BUYER, now)
    sellers = [company(f"Supplier {number}", Side.SUPPLIER, now) for number in range(suppliers)]
    made = Scene(
        buyer,
        browser(app, port, buyer, Role.PROCUREMENT),
        sellers,
        [browser(app, port, seller, Role.SALES) for seller in sellers],
        [],
        [],
        {},
    )
    for number in range(rfqs):
        rfq = _rfq(buyer, sellers, number, now)
        made.rfqs.append(rfq.public_id)
        made.form = made.form or _form(rfq)
        made.bids.append([_bid(rfq, seller, now).public_id for seller in sellers])
    return made


def browser(app: Flask, port: int, company: Company, role: Role) -> Browser:
    """A browser in which the company's person of this role is signed in. Call in a write transaction."""
    person = company.people[role]
    held = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    return sign_in(app, port, person, held)


def _rfq(buyer: Company, sellers: list[Company], number: int, now: datetime) -> Rfq:
    rfq = Rfq(
        buyer_id=buyer.id,
        number=f"RFQ-{number:04}",
        title="Steel",
        currency="EUR",
        incoterm="DAP",
        incoterm_place="Berlin",
        state=RfqState.PUBLISHED,
        created_at=now,
        published_at=now,
    )
    deadline = now + FAR
    rfq.rounds.append(RfqRound(buyer_id=buyer.id, ordinal=1, deadline=deadline, zone="Europe/Berlin"))
    rfq.lines.append(
        RfqLine(
            buyer_id=buyer.id,
            position=1,
            description="Sheet steel",
            quantity=Decimal(500),
            unit="KGM",
            wanted_date=(deadline + FAR).date(),
            site_id=buyer.site.id if buyer.site else None,
        )
    )
    db.session.add(rfq)
    db.session.flush()
    db.session.add_all(
        Invitation(buyer_id=buyer.id, supplier_id=seller.id, rfq=rfq, invited_at=now) for seller in sellers
    )
    db.session.flush()
    return rfq


def offer(rfq: Rfq, price: Decimal = Decimal("1.2")) -> BidDocument:
    """A bid for the one line of the RFQ that can be submitted."""
    later = (rfq.rounds[0].deadline + FAR).date()
    line = BidLine(rfq.lines[0].public_id, True, price, 100, "KGM", Decimal(500), later)
    return replace(BidDocument("", 0, "", currency="EUR", valid_until=later), lines=(line,))


def _form(rfq: Rfq) -> dict[str, str]:
    document = offer(rfq)
    later = str(document.valid_until)
    line = {
        "line": rfq.lines[0].public_id,
        "offered": "y",
        "price": "1.2",
        "price_per": "100",
        "unit": "KGM",
        "quantity": "500",
        "delivery_date": later,
    }
    head = {"currency": "EUR", "freight": "0", "other_costs": "0", "valid_until": later}
    return head | {f"lines-0-{name}": value for name, value in line.items()}


def _bid(rfq: Rfq, seller: Company, now: datetime) -> Bid:
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.rfq_id == rfq.id, Invitation.supplier_id == seller.id)
    ).one()
    actor = seller.actor(Role.SALES)
    bid = bids.start(invitation, actor=actor, now=now)
    bids.save(bid, offer(rfq), actor=actor, now=now)
    return bid
