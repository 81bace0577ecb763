"""What a person may not approve, because the same person wrote it."""

from collections.abc import Iterable
from datetime import datetime

from portal.accounts.models import Organisation
from portal.accounts.queries import policy
from portal.clock import day_in
from portal.workflow import Actor


def is_own(author_ids: Iterable[int | None], buyer: Organisation, actor: Actor, now: datetime) -> bool:
    """Whether somebody else than this actor has to approve what these people wrote, by the buyer's policy."""
    if actor.person_id is None or actor.person_id not in author_ids:
        return False
    return not policy(buyer.id, day_in(now, buyer.timezone)).proposer_may_approve
