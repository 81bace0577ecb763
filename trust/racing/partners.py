"""Races around a buyer's invitation that a supplier with an account may take up."""

from collections.abc import Callable

from sqlalchemy import func, select

from portal.accounts import queries as accounts_queries
from portal.accounts import service as accounts
from portal.accounts.models import Organisation
from portal.accounts.roles import Role, Side
from portal.db import db
from portal.partnerships import service
from portal.partnerships.models import Partnership, PartnershipOffer
from portal.partnerships.queries import offer_of
from portal.partnerships.service import SupplierDraft
from portal.partnerships.workflow import PartnershipState
from portal.workflow import PORTAL, Actor
from trust.pairs import record
from trust.races import Ground, Race, Round
from trust.racing.people import join


class Invited:
    """A buyer invited a supplier that has an account already, which may accept, decline or follow the link."""

    def __init__(self, ground: Ground) -> None:
        number, self.now = ground.number(), ground.now
        self.buyer = ground.world.acme.actor(Role.PROCUREMENT)
        known = accounts.create_organisation(Side.SUPPLIER, f"Known {number}", actor=PORTAL, now=ground.now)
        self.sales = Actor(ground.world.gamma.people[Role.SALES].id, known.id, frozenset({Role.SALES}))
        draft = SupplierDraft(f"Known {number}", "Newcomer", f"new-{number}@known.example")
        made = service.invite_supplier(
            ground.world.acme.organisation, draft, actor=self.buyer, now=ground.now
        )
        self.key, self.known, self.made = made.id, known.id, made.supplier_id
        db.session.add(PartnershipOffer(partnership=made, supplier=known, created_at=ground.now))
        db.session.flush()

    def partnership(self) -> Partnership:
        return record(Partnership, self.key)

    def offer(self) -> PartnershipOffer:
        found = offer_of(self.partnership())
        assert found is not None
        return found

    def accept(self) -> None:
        service.accept_offer(self.offer(), actor=self.sales, now=self.now)

    def decline(self) -> None:
        service.decline_offer(self.offer(), actor=self.sales, now=self.now)

    def end(self) -> None:
        service.end(self.partnership(), "No longer needed", actor=self.buyer, now=self.now)

    def follow(self, ground: Ground) -> Callable[[], object]:
        """Follow the link of the invitation instead, as somebody new."""
        invitation = accounts_queries.last_invitation(self.made)
        assert invitation is not None
        return join(ground, invitation.id)

    def again(self) -> None:
        service.invite_again(self.partnership(), actor=self.buyer, now=self.now)

    def stands(self, state: PartnershipState, taken_by: int | None, declined: bool = False) -> bool:
        """Whether it came to this: nobody has taken it up, or the account there was, or the one that was made."""
        found = self.partnership()
        joined = found.supplier_id if found.active_since is not None else None
        told = found.state, joined, found.supplier_id, self.offer().declined_at is not None
        return told == (state, taken_by, taken_by or self.made, declined)


def an_offer_is_accepted_and_declined(ground: Ground) -> Round:
    one = Invited(ground)

    def holds(wins: list[bool]) -> bool:
        if wins[0]:
            return not wins[1] and one.stands(PartnershipState.ACTIVE, one.known)
        return wins[1] and one.stands(PartnershipState.INVITED, None, declined=True)

    return Round((one.accept, one.decline), holds)


def an_offer_is_accepted_twice(ground: Ground) -> Round:
    one = Invited(ground)
    return Round(
        (one.accept, one.accept),
        lambda wins: sum(wins) == 1 and one.stands(PartnershipState.ACTIVE, one.known),
    )


def an_offer_is_accepted_while_the_buyer_ends_it(ground: Ground) -> Round:
    one = Invited(ground)
    return _ended(one, one.accept, one.known)


def a_link_is_followed_while_the_buyer_ends_it(ground: Ground) -> Round:
    one = Invited(ground)
    return _ended(one, one.follow(ground), one.made)


def _ended(one: Invited, take_up: Callable[[], object], taker: int) -> Round:
    def holds(wins: list[bool]) -> bool:
        state = PartnershipState.ENDED if wins[1] else PartnershipState.ACTIVE
        return any(wins) and one.stands(state, taker if wins[0] else None)

    return Round((take_up, one.end), holds)


def a_link_is_followed_while_the_buyer_sends_another(ground: Ground) -> Round:
    one = Invited(ground)

    def holds(wins: list[bool]) -> bool:
        if wins[0]:
            return not wins[1] and one.stands(PartnershipState.ACTIVE, one.made)
        return wins[1] and one.stands(PartnershipState.INVITED, None)

    return Round((one.follow(ground), one.again), holds)


def an_offer_is_accepted_while_the_link_is_followed(ground: Ground) -> Round:
    one = Invited(ground)
    return Round(
        (one.accept, one.follow(ground)),
        lambda wins: (
            sum(wins) == 1 and one.stands(PartnershipState.ACTIVE, one.known if wins[0] else one.made)
        ),
    )


def a_company_is_invited_twice(ground: Ground) -> Round:
    """Nobody has two suppliers of one number, though no two of them are compared by the database."""
    number, actor = f"HRB {ground.number()}", ground.world.acme.actor(Role.PROCUREMENT)
    buyer = ground.world.acme.id

    def invite() -> object:
        draft = SupplierDraft(
            "Twice", "Newcomer", "new@twice.example", registration_number=number, country="DE"
        )
        made = record(Organisation, buyer)
        return service.invite_supplier(made, draft, actor=actor, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        count = select(func.count()).where(Organisation.registration_number == number)
        return sum(wins) == 1 and db.session.scalar(count) == 1

    return Round((invite, invite), holds)


RACES: tuple[Race, ...] = (
    a_company_is_invited_twice,
    an_offer_is_accepted_and_declined,
    an_offer_is_accepted_twice,
    an_offer_is_accepted_while_the_buyer_ends_it,
    an_offer_is_accepted_while_the_link_is_followed,
    a_link_is_followed_while_the_buyer_ends_it,
    a_link_is_followed_while_the_buyer_sends_another,
)
