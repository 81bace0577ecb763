"""What follows from an issue: facts are frozen, the outbox makes the file, and who waits for it hears of a failure."""

from datetime import datetime, timedelta

import structlog
from flask import current_app

from portal import clock, outbox
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.documents import press, queries, service
from portal.documents.child import Reason
from portal.documents.events import DocumentFailed
from portal.documents.facts import OrderFacts, from_bytes
from portal.documents.models import Document
from portal.documents.process import RenderFailed
from portal.documents.sources import contract_facts, order_facts
from portal.files import store
from portal.files.rules.names import clean_name
from portal.files.service import Upload
from portal.history import on
from portal.notices.service import notify
from portal.orders.events import ContractIssued, OrderIssued, OrderRevised
from portal.orders.queries.contracts import contract_by_id
from portal.orders.queries.orders import order_by_id
from portal.workflow import Actor

# What lies in the document itself comes out the same at each attempt.
HOPELESS = frozenset({Reason.BAD_FACTS, Reason.FETCH_REFUSED})
MOST_TRIES = 5
AGAIN = timedelta(hours=6)
log = structlog.get_logger()


@on(OrderIssued)
def freeze_order(fact: OrderIssued, actor: Actor, now: datetime) -> None:
    """An order is handed over: freeze what it says."""
    _freeze_order(fact.order_id, actor, now)


@on(OrderRevised)
def freeze_revision(fact: OrderRevised, actor: Actor, now: datetime) -> None:
    """An order says something else from now on: freeze it as a document of its own."""
    _freeze_order(fact.order_id, actor, now)


def _freeze_order(order_id: int, actor: Actor, now: datetime) -> None:
    """The facts of the revision before, where it has a document, tell what is new."""
    order = order_by_id(order_id)
    last = queries.document(order.buyer_id, OrderFacts.KIND, order.id, order.revision - 1)
    before = from_bytes(last.facts) if last else None
    assert before is None or isinstance(before, OrderFacts)
    service.freeze(
        order_facts(order, clock.day_in(now, order.buyer.timezone), before),
        buyer_id=order.buyer_id,
        supplier_id=order.supplier_id,
        subject_id=order.id,
        actor=actor,
        now=now,
    )


@on(ContractIssued)
def freeze_contract(fact: ContractIssued, actor: Actor, now: datetime) -> None:
    """A contract is handed over to be signed: freeze what it says."""
    contract = contract_by_id(fact.contract_id)
    service.freeze(
        contract_facts(contract, clock.day_in(now, contract.buyer.timezone)),
        buyer_id=contract.buyer_id,
        supplier_id=contract.supplier_id,
        subject_id=contract.id,
        actor=actor,
        now=now,
    )


@outbox.handler("render")
def render(job: outbox.Job) -> None:
    """Make and keep the file of a document, unless it has one already.

    A failure that lies in the document is noted at once, another one after ``MOST_TRIES``; then it is told.
    """
    document = queries.to_render(job.payload["document"])
    db.session.rollback()
    if document.file_id is not None:
        return
    try:
        pdf = press.pdf(document.facts)
    except RenderFailed as failed:
        log.warning(
            "document.failed", document=document.public_id, reason=failed.reason, detail=failed.detail
        )
        if failed.reason not in HOPELESS and job.tries < MOST_TRIES and not document.failure:
            raise
        with transaction():
            service.note_failure(document, failed.reason, now=clock.now())
        return
    _keep(document, pdf)


def _keep(document: Document, pdf: bytes) -> None:
    """Store the bytes, and take them away again where another worker was first."""
    url = current_app.config["SETTINGS"].files_url
    stored = store.put(url, pdf)
    name = clean_name(f"{document.number}-rev{document.revision}.pdf")
    with transaction():
        upload = Upload(name, "application/pdf", stored.size, stored.sha256, stored.key)
        won = service.keep_rendered(document, upload, now=clock.now())
    if not won:
        store.delete(url, stored.key)


@outbox.recurring("documents.again", every=AGAIN)
def try_again(job: outbox.Job) -> None:
    """Now and then try again what has failed: the reason may have gone with an update or a package installed."""
    now = clock.now()
    with transaction():
        for document in queries.without_file(now - AGAIN):
            service.render_later(document, key=f"render:{document.public_id}:{job.id}", now=now)


@on(DocumentFailed)
def tell_of_failure(fact: DocumentFailed, _actor: Actor, now: datetime) -> None:
    """Procurement hears that a document of theirs has no file; the supplier sees so on the page."""
    document = db.session.get_one(Document, fact.document_id)
    order = document.kind == OrderFacts.KIND
    subject = order_by_id(document.subject_id) if order else contract_by_id(document.subject_id)
    notify(
        document.buyer_id,
        [Role.PROCUREMENT],
        kind="document_failed",
        params={"number": document.number, "revision": document.revision},
        endpoint="buyer.order" if order else "buyer.contract",
        target=subject.public_id,
        now=now,
    )
