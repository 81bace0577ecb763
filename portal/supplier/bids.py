"""What the supplier has written and sent: its bids, every version for ever, and the receipts."""

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.sourcing.models import Bid, BidVersion
from portal.sourcing.queries import awards, door, invited, receipts
from portal.sourcing.queries import bids as queries
from portal.supplier import bp
from portal.supplier.acts import bid_acts
from portal.supplier.offer import offer
from portal.supplier.standing import standing
from portal.web import files
from portal.web.access import actor, now, organisation_id
from portal.web.paging import page_by_key


def part_of(bid: Bid) -> invited.Part:
    """The supplier's part in the RFQ of one of its bids, with lines and specs."""
    part = invited.part(organisation_id(), bid.rfq.public_id)
    return invited.Part(part.rfq, part.invitation, bid)


@bp.get("/bids")
def bids() -> ResponseReturnValue:
    """Every bid the supplier has ever begun, the newest first."""
    rows = page_by_key(queries.bids(organisation_id()), Bid)
    parts = invited.parts_of(organisation_id(), rows.items)
    shown = [(part, standing(part, now())) for part in parts]
    return render_template("supplier/bids/list.html", rows=rows, parts=shown)


@bp.get("/bids/<bid>")
def bid(bid: str) -> ResponseReturnValue:
    """One bid: how it stands, its newest version, all that was sent, and what came of it."""
    record = queries.bid(organisation_id(), bid)
    part = part_of(record)
    readable = door.is_open_to_supplier(record)
    document = door.read_own(organisation_id(), record.latest) if record.latest and readable else None
    return render_template(
        "supplier/bids/show.html",
        bid=record,
        rfq=part.rfq,
        standing=standing(part, now()),
        acts=bid_acts(record, actor(), now()),
        offer=offer(document, part.rfq) if document else None,
        readable=readable,
        won=awards.won_lines(organisation_id(), part.rfq),
    )


@bp.get("/bids/<bid>/versions/<version>")
def bid_version(bid: str, version: str) -> ResponseReturnValue:
    """One version, readable for ever."""
    record = queries.version(organisation_id(), bid, version)
    readable = door.is_open_to_supplier(record.bid)
    shown = offer(door.read_own(organisation_id(), record), record.bid.rfq) if readable else None
    return render_template("supplier/bids/version.html", version=record, bid=record.bid, offer=shown)


@bp.get("/bids/<bid>/versions/<version>/document")
def bid_document(bid: str, version: str) -> ResponseReturnValue:
    """The very bytes that the receipt's SHA-256 is of."""
    record = queries.version(organisation_id(), bid, version)
    data = door.bytes_own(organisation_id(), record)
    return _download(data, "application/json", f"{_name(record)}.json")


@bp.get("/bids/<bid>/versions/<version>/receipt")
def bid_receipt(bid: str, version: str) -> ResponseReturnValue:
    """The receipt of what was submitted; there is one once the submission is stored."""
    record = queries.receipt(organisation_id(), bid, version)
    readable = door.is_open_to_supplier(record.bid)
    return render_template("supplier/bids/receipt.html", version=record, bid=record.bid, readable=readable)


@bp.get("/bids/<bid>/versions/<version>/receipt.txt")
def bid_receipt_text(bid: str, version: str) -> ResponseReturnValue:
    """The receipt as a text to keep."""
    record = queries.receipt(organisation_id(), bid, version)
    signed = receipts.content(record).decode() if record.receipt_signature else ""
    text = render_template(
        "supplier/bids/receipt.txt",
        version=record,
        bid=record.bid,
        signed=signed,
        # The address in the settings: a receipt must not name what a request gives out as the host.
        check_at=current_app.config["SETTINGS"].base_url + url_for("front.receipt_check"),
    )
    return _download(text.encode(), "text/plain; charset=utf-8", f"{_name(record)}.txt")


@bp.get("/bids/<bid>/files/<file>")
def bid_file(bid: str, file: str) -> ResponseReturnValue:
    """A file that the supplier put to its own bid."""
    record = queries.bid(organisation_id(), bid)
    return files.send(door.file_own(organisation_id(), record, file))


def _name(version: BidVersion) -> str:
    return version.receipt_number or f"draft-{version.ordinal}"


def _download(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
