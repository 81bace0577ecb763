"""An RFQ from its bids to its award, with its papers, made through the verbs: what an audit and a record speak of."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from flask import current_app

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.documents import service as documents
from portal.files import service as files
from portal.files import store
from portal.files.service import Upload
from portal.sourcing.models import RfqFile
from portal.sourcing.queries import opened
from portal.sourcing.service import awards
from portal.sourcing.service.awards import Share
from portal.sourcing.service.opening import open_bids
from portal.workflow import PORTAL
from tests.documents.samples import ORDER
from tests.records import PDF
from tests.sourcing.bidding import Tender, submitted, tender
from tests.world import World

HOUR = timedelta(hours=1)


def published(world: World, now) -> Tender:
    """An RFQ with a drawing, to Alpha and Beta. Committed."""
    with transaction():
        scene = tender(world, now)
        url = current_app.config["SETTINGS"].files_url
        upload = files.receive(url, "drawing.pdf", BytesIO(PDF), limit=len(PDF))
        drawing = files.keep(upload, organisation_id=world.acme.id, actor=PORTAL, now=now)
        db.session.add(RfqFile(rfq_id=scene.rfq.id, file=drawing))
    return scene


def bid(scene: Tender, world: World, now) -> None:
    """Alpha and Beta bid. Committed."""
    with transaction():
        submitted(scene, world.alpha, now + HOUR)
        submitted(scene, world.beta, now + HOUR, scene.content("11"))


def sealed(world: World, now) -> Tender:
    """Alpha and Beta have bid; nothing is opened. Committed."""
    scene = published(world, now)
    bid(scene, world, now)
    return scene


def decided(world: World, now) -> Tender:
    """The same opened, and all screws awarded to Beta and published. Committed."""
    scene = sealed(world, now)
    procurement, approver = world.acme.actor(Role.PROCUREMENT), world.acme.actor(Role.APPROVER)
    later = scene.deadline + HOUR
    with transaction():
        open_bids(scene.rfq, actor=procurement, now=scene.deadline)
    with transaction():
        given = all_screws(scene, world)
        award = awards.propose(scene.rfq, given, "The lowest price", actor=procurement, now=later)
    with transaction():
        awards.approve(award, actor=approver, now=later)
        awards.publish(award, actor=procurement, now=later)
    return scene


def all_screws(scene: Tender, world: World) -> list[Share]:
    """All screws for Beta, whose bid is opened."""
    offered = opened.opened_bids(world.acme.id, scene.rfq)
    bid = next(bid for bid in offered if bid.supplier_id == world.beta.id)
    line = next(line for line in bid.lines if line.rfq_line_id == scene.screws.id)
    return [Share(line, Decimal(1000))]


def papers(world: World, now) -> None:
    """An issued order of Acme's to Beta with its file, and one whose file is being made. Committed."""
    url = current_app.config["SETTINGS"].files_url
    for subject, rendered in ((1, True), (2, False)):
        with transaction():
            document = documents.freeze(
                ORDER,
                buyer_id=world.acme.id,
                supplier_id=world.beta.id,
                subject_id=subject,
                actor=world.acme.actor(Role.PROCUREMENT),
                now=now,
            )
            if rendered:
                made = store.put(url, PDF)
                upload = Upload("order.pdf", "application/pdf", made.size, made.sha256, made.key)
                documents.keep_rendered(document, upload, now=now)
