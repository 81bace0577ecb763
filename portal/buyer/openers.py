"""Who opens the bids of an RFQ: settling it, agreeing as the first of two, and how it stands."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectChoice
from wtforms.validators import Optional

from portal import timekeeping
from portal.accounts.models import Person
from portal.buyer import bp
from portal.buyer.rfq_changes import back, is_shut
from portal.sourcing.models import OpeningConsent, Rfq
from portal.sourcing.queries import openers as queries
from portal.sourcing.queries import rfqs
from portal.sourcing.service import openers as service
from portal.sourcing.service.opening import agree_to_open
from portal.sourcing.workflow import RFQ, RfqState
from portal.web.access import actor, now, organisation_id
from portal.web.forms import ChecksField, InstantField, MoneyField, PortalForm, check_unchanged, page, submit


class OpeningForm(PortalForm):
    """Who opens the bids, and from when on; of a draft also what it may be worth."""

    openers = ChecksField(
        _("Who opens the bids"),
        choices=[],
        description=_("Nobody chosen leaves it to everybody in procurement."),
    )
    not_before = InstantField(
        _("Not before"), [Optional()], description=_("Empty opens them from the deadline on.")
    )
    zone = HiddenField()
    estimated_value = MoneyField(
        _("Estimated value"), description=_("For your own people only; it may decide how many open the bids.")
    )
    strict = BooleanField(
        _("Strict: two of three people open the bids, each with a passphrase of their own"),
        description=_(
            "Until then nobody reads a bid, not even who sent it or who runs this portal. If two of the three lose "
            "their passphrases, the bids are lost."
        ),
    )

    def __init__(self, rfq: Rfq, people: list[Person]) -> None:
        standing = SimpleNamespace(
            version=rfq.version,
            openers=[row.person.public_id for row in rfq.openers],
            not_before=rfq.current_round.open_not_before,
            zone=rfq.current_round.zone,
            estimated_value=rfq.estimated_value,
            strict=rfq.strict,
        )
        super().__init__(obj=standing)
        self.zone.data = rfq.current_round.zone
        self.people = {person.public_id: person for person in people}
        self.openers.choices = [SelectChoice(key, person.name) for key, person in self.people.items()]

    def terms(self) -> service.Terms:
        """What was typed."""
        chosen = [self.people[key] for key in self.openers.data or ()]
        return service.Terms(chosen, self.not_before.data, self.estimated_value.data, self.strict.data)


@bp.route("/rfqs/<rfq>/opening", methods=["GET", "POST"])
def rfq_opening(rfq: str) -> ResponseReturnValue:
    """Settle who opens the bids, and from when on."""
    record = rfqs.rfq(organisation_id(), rfq)
    if is_shut(record, "set_opening"):
        return back(record)
    form = OpeningForm(record, queries.choices(organisation_id()))

    def act() -> ResponseReturnValue:
        service.set_opening(record, form.terms(), actor=actor(), now=now())
        flash(_("It is settled who opens the bids."), "good")
        return back(record)

    RFQ.check(record, "set_opening", actor(), now())
    return submit(form, act) or page(
        "buyer/rfqs/opening.html", form=form, rfq=record, is_draft=record.state is RfqState.DRAFT
    )


@bp.post("/rfqs/<rfq>/agree")
def rfq_agree(rfq: str) -> ResponseReturnValue:
    """Agree, as the first of two, that the bids are opened."""
    timekeeping.check()
    record = rfqs.rfq(organisation_id(), rfq)
    check_unchanged(record)
    agree_to_open(record, actor=actor(), now=now())
    flash(_("You have agreed. The other openers are told; one of them opens the bids."), "good")
    return back(record)


@dataclass(frozen=True)
class Opening:
    """How the opening of an RFQ stands: who may act, who has agreed, and for whom it waits now.

    Of a strict one also ``without_passphrase``, who has not set one yet; ``unable``, who was named and cannot open it
    any more; and ``is_lost``, when nobody can.
    """

    people: list[Person]
    needed: int
    consents: list[OpeningConsent]
    waits_for: list[Person]
    without_passphrase: list[Person] = field(default_factory=list)
    unable: list[Person] = field(default_factory=list)
    is_lost: bool = False


def opening_of(rfq: Rfq, when: datetime) -> Opening:
    """How the opening stands at an instant; it waits for nobody before its time and once it is done."""
    people, needed = queries.openers(rfq.buyer_id, rfq), queries.needed(rfq, when)
    agreed = rfq.agreed if needed > 1 else set()
    waits = rfq.state is RfqState.PUBLISHED and when >= rfq.opens_at
    opening = Opening(
        people,
        needed,
        [one for one in rfq.current_round.consents if one.person_id in agreed],
        [person for person in people if person.id not in agreed] if waits else [],
    )
    return _strictly(rfq, opening) if rfq.strict and rfq.current_round.opened_at is None else opening


def _strictly(rfq: Rfq, opening: Opening) -> Opening:
    if rfq.published_at is None:
        return replace(opening, without_passphrase=queries.lacking_passphrase(rfq.buyer_id, rfq))
    able = queries.still_able(rfq.buyer_id, rfq)
    ids = {person.id for person in able}
    return replace(
        opening,
        waits_for=[person for person in opening.waits_for if person.id in ids],
        unable=[row.person for row in rfq.openers if row.person_id not in ids],
        is_lost=queries.is_lost(rfq, able),
    )


def next_step(rfq: Rfq, when: datetime) -> Any:
    """What to do once the deadline has passed."""
    if when < rfq.opens_at:
        return _("The deadline has passed. The bids are opened later, as settled under “Opening”.")
    if rfq.openers_needed < 2:
        return _("The deadline has passed. Open the bids.")
    if rfq.agreed:
        return _("One opener has agreed. A second one opens the bids.")
    return _("The deadline has passed. Two people open the bids: the first agrees, the second opens them.")
