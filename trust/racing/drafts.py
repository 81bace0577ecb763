"""Races around drafts: what was released, published or issued never changes, whoever was writing at that moment."""

from collections.abc import Callable

from sqlalchemy import func, select

from portal.accounts.roles import Role
from portal.catalog import service as catalog
from portal.catalog.models import Spec, SpecFile, SpecRevision
from portal.catalog.workflow import RevisionState
from portal.db import db
from portal.files.models import StoredFile
from portal.files.service import Upload
from portal.history import Event, EventSubject
from portal.orders.models import PoLine, PurchaseOrder
from portal.orders.service import orders
from portal.sourcing.models import Invitation, Rfq
from portal.sourcing.service import invitations, publishing, rfqs
from portal.sourcing.workflow import RfqState
from tests.orders.scene import build_scene
from tests.records import stored
from tests.sourcing.bidding import Tender, tender
from trust.races import Ground, Race, Round


def draft_of(ground: Ground) -> SpecRevision:
    """A draft with one file."""
    spec = catalog.create_spec(
        ground.world.acme.id,
        number=f"S-{ground.number()}",
        title="Bracket",
        item=None,
        text="As drawn.",
        actor=ground.world.acme.actor(Role.PROCUREMENT),
        now=ground.now,
    )
    draft = spec.revisions[0]
    add_file(ground, draft)
    return draft


def add_file(ground: Ground, draft: SpecRevision) -> None:
    """One more drawing."""
    name = f"drawing-{ground.number()}"
    upload = Upload(f"{name}.pdf", "application/pdf", 9, name.ljust(64, "0"), name)
    actor = ground.world.acme.actor(Role.PROCUREMENT)
    catalog.add_files(draft, [upload], drawing=True, actor=actor, now=ground.now)


def _revision(key: int) -> SpecRevision:
    return db.session.get_one(SpecRevision, key)


def _release(ground: Ground, key: int) -> Callable[[], object]:
    actor = ground.world.acme.actor(Role.PROCUREMENT)
    return lambda: catalog.release(_revision(key), actor=actor, now=ground.now)


def _is_as_released(key: int, wins: list[bool]) -> bool:
    """Whether the revision holds what the event of its release says, or is a draft whose files have changed, which
    who wanted to release it has been told."""
    if not wins[0]:
        return wins[1] and _revision(key).state is RevisionState.DRAFT
    told = select(Event).where(Event.name == "SpecRevisionReleased").order_by(Event.id.desc()).limit(1)
    facts = db.session.scalars(told).one().facts
    return bool(facts["content_sha256"] == catalog.content_sha256(_revision(key)))


def a_revision_is_released_while_a_file_is_added(ground: Ground) -> Round:
    key = draft_of(ground).id

    def holds(wins: list[bool]) -> bool:
        return len(_revision(key).files) == 1 + wins[1] and _is_as_released(key, wins)

    return Round((_release(ground, key), lambda: add_file(ground, _revision(key))), holds)


def a_revision_is_released_while_a_file_is_taken_off(ground: Ground) -> Round:
    draft = draft_of(ground)
    key, file, actor = draft.id, draft.files[0].id, ground.world.acme.actor(Role.PROCUREMENT)

    def take_off() -> None:
        catalog.remove_file(_revision(key), db.session.get_one(SpecFile, file), actor=actor, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        return len(_revision(key).files) == 1 - wins[1] and _is_as_released(key, wins)

    return Round((_release(ground, key), take_off), holds)


def two_revisions_are_begun_at_once(ground: Ground) -> Round:
    draft, actor = draft_of(ground), ground.world.acme.actor(Role.PROCUREMENT)
    spec = draft.spec_id
    catalog.release(draft, actor=actor, now=ground.now)

    def begin(label: str) -> Callable[[], object]:
        return lambda: catalog.start_revision(
            db.session.get_one(Spec, spec), label=label, change_note="", actor=actor, now=ground.now
        )

    def drafts() -> int | None:
        of_spec = select(func.count(SpecRevision.id)).where(SpecRevision.spec_id == spec)
        return db.session.scalar(of_spec.where(SpecRevision.state == RevisionState.DRAFT))

    return Round((begin("B"), begin("C")), lambda wins: sum(wins) == 1 == drafts())


def _rfq(ground: Ground) -> Tender:
    """A draft that asks Alpha and Beta and can be published."""
    scene = tender(ground.world, ground.now, ground.number())
    scene.rfq.state, scene.rfq.number, scene.rfq.published_at = RfqState.DRAFT, None, None
    for invitation in scene.invitations.values():
        invitation.invited_at = None
    db.session.flush()
    return scene


def _publish(ground: Ground, scene: Tender) -> Callable[[], object]:
    key, actor = scene.rfq.id, ground.world.acme.actor(Role.PROCUREMENT)
    return lambda: publishing.publish(db.session.get_one(Rfq, key), actor=actor, now=ground.now)


def _is_told(rfq: int, wins: list[bool], change: str) -> bool:
    """Whether the RFQ went out after the ``change``, or without it; or did not go out, since whoever published it had
    read it before that and was told."""
    told = [name for name, won in ((change, wins[1]), ("RfqPublished", wins[0])) if won]
    of_rfq = select(EventSubject.event_id).where(EventSubject.kind == "rfq", EventSubject.subject_id == rfq)
    names = select(Event.name).where(Event.id.in_(of_rfq), Event.name.in_([change, "RfqPublished"]))
    return any(wins) and list(db.session.scalars(names.order_by(Event.id))) == told


def an_rfq_is_published_while_a_file_is_added(ground: Ground) -> Round:
    scene, actor = _rfq(ground), ground.world.acme.actor(Role.PROCUREMENT)
    key, file = scene.rfq.id, stored(ground.world.acme, ground.now).id

    def add_file() -> object:
        kept = db.session.get_one(StoredFile, file)
        return rfqs.add_file(db.session.get_one(Rfq, key), kept, actor=actor, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        kept = len(db.session.get_one(Rfq, key).files)
        return kept == wins[1] and _is_told(key, wins, "RfqFileAdded")

    return Round((_publish(ground, scene), add_file), holds)


def an_rfq_is_published_while_a_supplier_is_taken_off(ground: Ground) -> Round:
    scene, actor = _rfq(ground), ground.world.acme.actor(Role.PROCUREMENT)
    key, invitation = scene.rfq.id, scene.invitation(ground.world.beta).id

    def uninvite() -> None:
        invitations.uninvite(db.session.get_one(Invitation, invitation), actor=actor, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        left = len(db.session.get_one(Rfq, key).invitations)
        return left == 2 - wins[1] and _is_told(key, wins, "InvitationRemoved")

    return Round((_publish(ground, scene), uninvite), holds)


def an_order_is_issued_while_a_line_is_taken_off(ground: Ground) -> Round:
    scene = build_scene(ground.world, ground.now, f"-{ground.number()}")
    order = scene.draft()
    key, line = order.id, order.lines[1].id

    def issue() -> None:
        orders.issue(db.session.get_one(PurchaseOrder, key), actor=scene.buyer, now=ground.now)

    def take_off() -> None:
        orders.remove_line(db.session.get_one(PoLine, line), actor=scene.buyer, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        names = select(Event.name).where(Event.name.in_(["OrderEdited", "OrderIssued"]))
        last = db.session.scalars(names.order_by(Event.id.desc()).limit(1)).one()
        lines = db.session.get_one(PurchaseOrder, key).lines
        # Who issues has read which lines there are, and is told where one of them has gone.
        return any(wins) and wins[0] == (last == "OrderIssued") and len(lines) == 2 - wins[1]

    return Round((issue, take_off), holds)


RACES: tuple[Race, ...] = (
    a_revision_is_released_while_a_file_is_added,
    a_revision_is_released_while_a_file_is_taken_off,
    two_revisions_are_begun_at_once,
    an_rfq_is_published_while_a_file_is_added,
    an_rfq_is_published_while_a_supplier_is_taken_off,
    an_order_is_issued_while_a_line_is_taken_off,
)
