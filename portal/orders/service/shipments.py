"""The verbs of shipments: announce, cancel, and confirm the delivery with a proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, select

from portal import clock
from portal.db import db, lock
from portal.errors import Missing, RuleBroken
from portal.files.models import StoredFile
from portal.orders import events
from portal.orders.models import (
    DeliveryConfirmation,
    PurchaseOrder,
    ScheduleLine,
    ShipNotice,
    ShipNoticeLine,
)
from portal.orders.rules.deliveries import check_delivered, check_ship_dates, check_shipped
from portal.orders.rules.rows import at_row
from portal.orders.service.holding import hold_order, hold_parts
from portal.orders.service.terms import tell
from portal.orders.workflow import ORDER, SHIP_NOTICE
from portal.workflow import Actor


@dataclass(frozen=True)
class Shipped:
    """A shipped quantity of one schedule line, in the order line's unit, with the supplier's lot numbers.

    ``row`` is the row of the form it came from, where a refusal then stands.
    """

    part: ScheduleLine
    quantity: Decimal
    lots: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Shipment:
    """What a ship notice says as a whole; ``number`` is the supplier's own, dates are the receiving site's."""

    number: str
    shipped_on: date
    expected_on: date
    carrier: str = ""
    tracking: str = ""
    packages: int = 1
    remark: str = ""


def announce(
    order: PurchaseOrder, said: Shipment, lines: Sequence[Shipped], *, actor: Actor, now: datetime
) -> ShipNotice:
    """Announce a shipment of agreed schedule lines.

    ``Missing`` for another supplier's order or lines; ``RuleBroken`` at ``number`` for one that is empty or
    used for this order before, at ``packages`` below 1, at ``expected_on`` before ``shipped_on``, at ``lines``
    for nothing, and at ``quantity`` for nothing or for more than is open with the over-delivery tolerance.
    """
    hold_order(order, actor)
    if actor.organisation_id != order.supplier_id:
        raise Missing
    ORDER.check(order, "ship", actor, now)
    hold_parts(order, [line.part for line in lines])
    _check(order, said, lines)
    notice = ShipNotice(
        buyer_id=order.buyer_id,
        supplier_id=order.supplier_id,
        order_id=order.id,
        number=said.number.strip(),
        carrier=said.carrier,
        tracking=said.tracking,
        packages=said.packages,
        shipped_on=said.shipped_on,
        expected_on=said.expected_on,
        remark=said.remark,
        created_at=now,
        created_by_id=actor.person_id,
    )
    db.session.add(notice)
    for line in lines:
        with at_row(line.row, "quantity"):
            check_shipped(line.part, order.over_tolerance, line.quantity)
        line.part.shipped_quantity += line.quantity
        notice.lines.append(
            ShipNoticeLine(schedule_line_id=line.part.id, quantity=line.quantity, lots=line.lots)
        )
    db.session.flush()
    tell(events.ShipmentAnnounced(order.id, notice.id), order, actor, now, also=[notice])
    return notice


def _check(order: PurchaseOrder, said: Shipment, lines: Sequence[Shipped]) -> None:
    if not lines:
        raise RuleBroken(_("Say how much of which line is on its way."), "lines")
    if said.packages < 1:
        raise RuleBroken(_("A shipment has at least one package."), "packages")
    check_ship_dates(said.shipped_on, said.expected_on)
    number = said.number.strip()
    if not number:
        raise RuleBroken(_("Give the number of your delivery note."), "number")
    used = exists().where(ShipNotice.order_id == order.id, ShipNotice.number == number)
    if db.session.scalar(select(used)):
        raise RuleBroken(_("You have announced a shipment with this number before."), "number")


def cancel(notice: ShipNotice, *, actor: Actor, now: datetime) -> None:
    """Take an announced shipment back; its quantities are open again."""
    order = notice.order
    hold_order(order, actor)
    lock(notice)
    SHIP_NOTICE.advance(notice, "cancel", actor, now)
    for line in notice.lines:
        line.schedule_line.shipped_quantity -= line.quantity
    tell(events.ShipmentCancelled(order.id, notice.id), order, actor, now, also=[notice])


def confirm_delivery(
    notice: ShipNotice,
    delivered_on: date,
    signed_for_by: str,
    proof: StoredFile,
    *,
    actor: Actor,
    now: datetime,
) -> DeliveryConfirmation:
    """Say when a shipment was delivered (a calendar date at the receiving site), with the proof as a file.

    ``RuleBroken`` at ``delivered_on`` for a day in the future or before the departure; ``Missing`` for a proof
    that is not the supplier's own file.
    """
    order = notice.order
    hold_order(order, actor)
    lock(notice)
    SHIP_NOTICE.check(notice, "confirm_delivery", actor, now)
    if proof.organisation_id != order.supplier_id:
        raise Missing
    check_delivered(delivered_on, notice.shipped_on, clock.day_in(now, zone_of(notice)))
    SHIP_NOTICE.advance(notice, "confirm_delivery", actor, now)
    notice.confirmation = DeliveryConfirmation(
        buyer_id=notice.buyer_id,
        supplier_id=notice.supplier_id,
        delivered_on=delivered_on,
        signed_for_by=signed_for_by.strip(),
        proof_file_id=proof.id,
        confirmed_at=now,
        confirmed_by_id=actor.person_id,
    )
    tell(events.DeliveryConfirmed(order.id, notice.id), order, actor, now, also=[notice])
    return notice.confirmation


def zone_of(notice: ShipNotice) -> str:
    """The time zone of the site that a shipment goes to, the buyer's where no site is named."""
    site = notice.lines[0].schedule_line.site if notice.lines else None
    return site.timezone if site is not None else notice.buyer.timezone
