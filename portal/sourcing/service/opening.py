"""The opening: by those who may, two of them where it takes two; the bids that count become rows, once."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from portal import history
from portal.canonical import fingerprint
from portal.db import db, touch
from portal.money import exact
from portal.sourcing import events
from portal.sourcing.documents import BidDocument, BidLine
from portal.sourcing.models import (
    OPENING_TOLD,
    BidVersion,
    OpenedBid,
    OpenedLine,
    Opening,
    OpeningConsent,
    Rfq,
)
from portal.sourcing.queries import door, openers
from portal.sourcing.queries.opened import unread
from portal.sourcing.rules.openings import check_opener
from portal.sourcing.service.audience import hold
from portal.sourcing.service.strict import Unlocked, loosen, recover
from portal.sourcing.workflow import RFQ
from portal.workflow import Actor

NOTHING: Unlocked = {}


def agree_to_open(rfq: Rfq, *, unlocked: Unlocked = NOTHING, actor: Actor, now: datetime) -> None:
    """The first of two openers agrees; the second opens. What bids there are, still nobody learns.

    ``RuleBroken`` before the bids may be opened, where one person opens them, once somebody has agreed, and at
    ``passphrase`` for a strict RFQ without the actor's key among ``unlocked``; ``NotAllowed`` for who is not among
    the openers.
    """
    hold(rfq)
    RFQ.check(rfq, "agree_to_open", actor, now)
    _check_opener(rfq, actor)
    RFQ.advance(rfq, "agree_to_open", actor, now)
    if rfq.strict:
        loosen(rfq, unlocked)
    round_ = rfq.current_round
    db.session.add(
        OpeningConsent(
            buyer_id=rfq.buyer_id, round_id=round_.id, person_id=actor.person_id or 0, agreed_at=now
        )
    )
    touch(rfq)
    db.session.flush()
    fact = events.OpeningAgreed(rfq.id, round_.id)
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)


def _check_opener(rfq: Rfq, actor: Actor) -> None:
    may = {person.id for person in openers.openers(rfq.buyer_id, rfq)}
    check_opener(actor.person_id, may, rfq.agreed if rfq.openers_needed > 1 else ())


def open_bids(rfq: Rfq, *, unlocked: Unlocked = NOTHING, actor: Actor, now: datetime) -> Opening:
    """Open the bids of the current round after its deadline, and freeze the exchange rates.

    Every bid that counts is read through the one door and written out into the rows that comparison and award
    read; the event in the buyer's chain carries the hash of each. ``RuleBroken`` before the bids may be opened, and
    while the first of two openers has not agreed; ``WrongState`` for an RFQ that is opened already or not published;
    ``NotAllowed`` for who is not among the openers or has agreed before. A strict one takes the actor's key among
    ``unlocked``: ``RuleBroken`` at ``passphrase`` without it.
    """
    hold(rfq)
    RFQ.check(rfq, "open", actor, now)
    _check_opener(rfq, actor)
    if rfq.strict:
        recover(rfq, unlocked)
    RFQ.advance(rfq, "open", actor, now)
    round_ = rfq.current_round
    versions = door.sealed_versions(rfq.buyer_id, round_, now)
    round_.opened_at = now
    opening = Opening(
        buyer_id=rfq.buyer_id,
        rfq_id=rfq.id,
        round_id=round_.id,
        opened_at=now,
        opened_by_id=actor.person_id,
    )
    db.session.add(opening)
    db.session.flush()
    rates = {row.currency: row.rate for row in rfq.currencies} | {rfq.currency: Decimal(1)}
    line_ids = {line.public_id: line.id for line in rfq.lines}
    rows: list[dict[str, Any]] = []
    for version in versions:
        document = door.read_for_buyer(rfq.buyer_id, version, now)
        opened_id = _write_bid(opening, version, document, rates[document.currency])
        rows += [_line_row(version, opened_id, line_ids[line.rfq_line], line) for line in document.offered]
    if rows:
        db.session.execute(insert(OpenedLine), rows)
    hashes = sorted(version.sha256 for version in versions)
    row = fingerprint(opening, OPENING_TOLD)
    frozen = {currency: exact(rate) for currency, rate in rates.items()}
    opener_ids = sorted({*rfq.agreed, actor.person_id or 0})
    fact = events.BidsOpened(rfq.id, round_.id, hashes, frozen, row, opener_ids)
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)
    return opening


def _write_bid(opening: Opening, version: BidVersion, document: BidDocument, rate: Decimal) -> int:
    values = {
        "buyer_id": opening.buyer_id,
        "supplier_id": version.supplier_id,
        "opening_id": opening.id,
        "bid_id": version.bid_id,
        "version_id": version.id,
        "sha256": version.sha256,
        "currency": document.currency,
        "rate": rate,
        "freight": document.freight,
        "other_costs": document.other_costs,
        "payment_terms": document.payment_terms,
        "valid_until": document.valid_until,
        "quote_number": document.quote_number,
        "remark": document.remark,
    }
    return db.session.execute(insert(OpenedBid).values(values).returning(OpenedBid.id)).scalar_one()


def _line_row(version: BidVersion, opened_id: int, rfq_line_id: int, line: BidLine) -> dict[str, Any]:
    return {
        "buyer_id": version.buyer_id,
        "supplier_id": version.supplier_id,
        "opened_bid_id": opened_id,
        "rfq_line_id": rfq_line_id,
        "quantity": line.quantity,
        "price": line.price,
        "price_per": line.price_per,
        "unit": line.unit,
        "delivery_date": line.delivery_date,
        "remark": line.remark,
        "deviation": line.deviation,
    }


def note_reading(buyer_id: int, bids: Sequence[OpenedBid], *, actor: Actor, now: datetime) -> None:
    """Note the first time that a person reads each of these opened bids; the buyer's own side alone sees who did."""
    for opened in unread(buyer_id, bids, actor.person_id):
        fact = events.OpenedBidRead(opened.bid.rfq_id, opened.bid_id)
        history.record(fact, about=[opened.bid], readers=[buyer_id], actor=actor, now=now)
