"""Who opens the bids, how many it takes, and from when on."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.accounts.rules import TwoOpeners
from portal.errors import NotAllowed, RuleBroken
from portal.sourcing.rules.deadlines import after_deadline

NOT_YET = _("The bids are opened at a later time than the deadline; it stands with the facts of the opening.")
NOT_AN_OPENER = _("You are not among those who open the bids of this RFQ.")
AGREED_ALREADY = _("You have agreed already. Somebody else of the openers opens the bids.")
NEEDS_TWO = _("It takes two different people to open these bids. One of them has to agree first.")
ONE_AGREED = _("One of the openers has agreed already. The bids can be opened now.")
OPENS_ALONE = _("These bids are opened by one person; nobody has to agree first.")
STRICT_STAYS = _(
    "Who opens the bids of a strict RFQ is settled when it is published: they are sealed to them."
)
# How many people a strict RFQ names; any two of them open it.
STRICT_OPENERS = 3


def needs_two(
    when: TwoOpeners,
    from_value: Decimal,
    currency: str,
    *,
    value: Decimal | None,
    in_currency: str,
    rates: Mapping[str, Decimal],
) -> bool:
    """Whether a buyer's policy wants two people to open an RFQ of this estimated value.

    ``from_value`` is in the buyer's ``currency``, ``value`` in the RFQ's own, ``in_currency``; ``rates`` say how much
    of the RFQ's currency one unit of a further one is. A value that is not stated, or that cannot be compared, counts
    as one that wants two: leaving it out is no way round.
    """
    if when is not TwoOpeners.FROM_VALUE:
        return when is TwoOpeners.ALWAYS
    rate = Decimal(1) if currency == in_currency else rates.get(currency)
    return value is None or rate is None or value >= from_value * rate


def may_agree_to_open(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` before the bids may be opened, where one person opens them, and once somebody has agreed."""
    _is_time(rfq, now)
    if rfq.openers_needed < 2:
        raise RuleBroken(OPENS_ALONE)
    if rfq.agreed:
        raise RuleBroken(ONE_AGREED)


def may_open(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` before the bids may be opened, and while the first of two openers has not agreed."""
    _is_time(rfq, now)
    if rfq.openers_needed > 1 and not rfq.agreed:
        raise RuleBroken(NEEDS_TWO)


def _is_time(rfq: Any, now: datetime) -> None:
    after_deadline(rfq, now)
    if now < rfq.opens_at:
        raise RuleBroken(NOT_YET)


def check_opener(person_id: int | None, openers: Collection[int], agreed: Collection[int]) -> None:
    """``NotAllowed`` for who is not among the openers, and for the second act of who has agreed."""
    if person_id not in openers:
        raise NotAllowed(NOT_AN_OPENER)
    if person_id in agreed:
        raise NotAllowed(AGREED_ALREADY)


def check_enough(openers: int, needed: int) -> None:
    """``RuleBroken`` at ``openers`` where fewer people may open the bids than it takes."""
    if openers < needed:
        raise RuleBroken(
            _("It takes %(needed)s people to open the bids. Name them under “Opening”.", needed=needed),
            "openers",
        )


def check_strict(openers: int) -> None:
    """``RuleBroken`` at ``openers`` unless a strict RFQ names three people."""
    if openers != STRICT_OPENERS:
        raise RuleBroken(_("A strict RFQ names exactly three people; any two of them open it."), "openers")


def check_have_passphrases(lacking: Collection[str]) -> None:
    """``RuleBroken`` at ``openers`` while people named for a strict RFQ have set no passphrase."""
    if lacking:
        raise RuleBroken(
            _("%(names)s has to set a passphrase first.", names=", ".join(sorted(lacking))), "openers"
        )


def check_not_before(not_before: datetime | None, deadline: datetime) -> None:
    """``RuleBroken`` at ``not_before`` for an opening that is set before the deadline."""
    if not_before is not None and not_before < deadline:
        raise RuleBroken(
            _("Bids are opened after the deadline; leave it empty to open them then."), "not_before"
        )


def openers_may_change(rfq: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for a published strict RFQ, whose bids are sealed to its openers."""
    if rfq.strict:
        raise RuleBroken(STRICT_STAYS)
