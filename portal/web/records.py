"""The record of an RFQ as a download: signed, and noted afterwards in a transaction of its own."""

from collections.abc import Callable, Mapping

from flask import Response, current_app

from portal.db import transaction
from portal.records import service
from portal.sourcing.models import Rfq, SigningKey
from portal.sourcing.queries import keys
from portal.sourcing.service.keys import signing_key
from portal.web.access import actor, now, observe, organisation, organisation_id


def send(find: Callable[[], Rfq], collect: Callable[[int, Rfq, str], Mapping[str, bytes]]) -> Response:
    """The record of the RFQ that ``find`` finds for the organisation of this request, as ``collect`` puts it together.

    All of it is read without a lock, while others go on writing.
    """
    find()
    key = keys.signing() or _new_key()
    rfq, who, when = find(), actor(), now()
    entries = collect(organisation_id(), rfq, current_app.config["SETTINGS"].files_url)
    signed = service.manifest(rfq, organisation().name, entries, key, when)
    data = service.pack(entries, signed, key)
    observe(lambda: service.note_export(find(), signed, actor=who, now=when))
    response = Response(data, mimetype="application/zip")
    name = f"record-{rfq.number or rfq.public_id}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _new_key() -> SigningKey:
    # Nothing was ever signed here. The key is no business state, and a read transaction could not keep it.
    with transaction():
        return signing_key(actor=actor(), now=now())
