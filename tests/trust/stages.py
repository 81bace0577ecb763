"""One RFQ of Acme's in each stage of its life, as far as a test over its routes needs it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.queries import awards as awards_of
from portal.sourcing.queries import bids
from portal.sourcing.service import awards, dialogue, publishing
from portal.sourcing.service.opening import open_bids
from portal.sourcing.workflow import RfqState
from tests.sourcing.bidding import Tender, seller
from tests.trust import decided
from tests.world import World

STAGES = ("draft", "published", "closed", "opened", "awarded", "cancelled")
NONE = "0123456789abcdef" * 2


@dataclass
class Stage:
    """The RFQ, the instant at which it is looked at, and the public ids that fill the parameters of its routes."""

    scene: Tender
    at: datetime
    ids: dict[str, str] = field(default_factory=dict)


def stage(name: str, world: World, now: datetime) -> Stage:
    """The RFQ in a stage, committed; from ``published`` on Alpha and Beta have bid and Alpha has asked."""
    if name == "awarded":
        scene = decided.decided(world, now)
    else:
        scene = decided.published(world, now)
        if name == "draft":
            _never_published(scene)
        else:
            decided.bid(scene, world, now)
    procurement = world.acme.actor(Role.PROCUREMENT)
    made = Stage(scene, now + timedelta(hours=2))
    made.ids = dict.fromkeys(("bid", "version", "opened", "award", "question"), NONE)
    if name not in ("draft", "awarded"):
        with transaction():
            invitation, who = scene.invitation(world.alpha), seller(world.alpha)
            question = dialogue.ask(invitation, "Which steel?", actor=who, now=now + decided.HOUR)
        made.ids["question"] = question.public_id
    if name in ("closed", "opened", "awarded"):
        made.at = scene.deadline + 2 * decided.HOUR
    if name == "opened":
        with transaction():
            open_bids(scene.rfq, actor=procurement, now=scene.deadline)
        with transaction():
            given = decided.all_screws(scene, world)
            awards.propose(scene.rfq, given, "Best", actor=procurement, now=made.at)
    if name == "cancelled":
        with transaction():
            publishing.cancel(scene.rfq, "No longer needed", actor=procurement, now=made.at)
    _name(made, world)
    return made


def _never_published(scene: Tender) -> None:
    with transaction():
        scene.rfq.state, scene.rfq.number, scene.rfq.published_at = RfqState.DRAFT, None, None
        for invitation in scene.invitations.values():
            invitation.invited_at = None


def _name(made: Stage, world: World) -> None:
    """The ids of Alpha's part, and of the buyer's award where there is one."""
    rfq = made.scene.rfq
    bid = bids.bid_for(world.alpha.id, rfq.rounds[0].id)
    if bid is not None:
        made.ids |= {"bid": bid.public_id, "opened": bid.public_id, "version": bid.versions[-1].public_id}
    for award in awards_of.awards(world.acme.id, rfq):
        made.ids["award"] = award.public_id
    made.ids |= {
        "rfq": rfq.public_id,
        "invitation": made.scene.invitation(world.alpha).public_id,
        "supplier": world.beta.organisation.public_id,
        "file": rfq.files[0].file.public_id,
    }
    db.session.rollback()
