"""What a webhook sends of an event: its name, its time, and the records it is about, as far as its reader owns them.

Nothing of a record but its public id and its numbers: who wants more opens the page, with the rights of a person.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.db import Model, db
from portal.history import Event, EventSubject
from portal.isolation import OWNERS
from portal.webhooks.models import WebhookDelivery

ONE_SIDED = ("supplier_id", "organisation_id")


def body_of(delivery: WebhookDelivery) -> bytes:
    """The body of a message as UTF-8 JSON: ``type``, ``timestamp`` (UTC) and ``data``, as Standard Webhooks has it.

    The same over all tries, unless a record has got a number meanwhile.
    """
    event = delivery.event
    content = {
        "type": event.name,
        "timestamp": event.at.isoformat().replace("+00:00", "Z"),
        "data": {"about": list(_about(event, delivery.webhook.organisation_id))},
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _about(event: Event, reader: int) -> Iterator[dict[str, str]]:
    kinds = {mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers}
    subjects = select(EventSubject).where(EventSubject.event_id == event.id)
    for subject in db.session.scalars(subjects.order_by(EventSubject.kind, EventSubject.subject_id)):
        record = db.session.get(kinds[subject.kind], subject.subject_id)
        if record is not None and hasattr(record, "public_id") and _may_name(record, reader):
            yield {"kind": subject.kind, "id": record.public_id, **_numbers(record, reader)}


def _may_name(record: Any, reader: int) -> bool:
    """Whether a record that an event is about may be named to one of the event's readers.

    One that belongs to a supplier, or to one organisation alone, is named to its owners only: of several suppliers
    that read one event none hears of another's records. What is a buyer's alone, such as an RFQ, all of them know.
    """
    owners = {getattr(record, name) for name in OWNERS if hasattr(record, name)}
    if any(hasattr(record, name) for name in ONE_SIDED):
        return reader in owners
    return bool(owners)


def _numbers(record: Any, reader: int) -> dict[str, str]:
    """The record's number where it has one, and to the buyer that of its own ERP."""
    numbers = {"number": getattr(record, "number", None)}
    if getattr(record, "buyer_id", None) == reader:
        numbers["erp_number"] = getattr(record, "erp_number", None)
    return {name: number for name, number in numbers.items() if number}
