"""What an award may give, on plain values."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import NotAllowed, RuleBroken
from portal.units import written

NO_LINES = _("Give at least one line to somebody.")
OUT_OF_RACE = _("This bid is out of the race.")
UNDECIDED = _("Another award of this RFQ still waits for its approval. Decide on it first.")
HAS_AWARD = _("An award under way gives this bid something. Cancel the award first.")


def check_quantity(
    wanted: Decimal, asked: Decimal, awarded: Decimal, offered: Decimal, unit: str, position: int, field: str
) -> None:
    """``RuleBroken`` at ``field`` where line ``position`` would be given more than is left, or than was offered.

    All four in ``unit``, the RFQ line's; ``awarded`` is what other awards hold already.
    """
    if wanted <= 0:
        raise RuleBroken(_("A quantity must be greater than zero."), field)
    if wanted > asked - awarded:
        raise RuleBroken(
            _(
                "Line %(position)s asks for %(asked)s, of which %(left)s is not awarded yet.",
                position=position,
                asked=written(asked, unit),
                left=written(asked - awarded, unit),
            ),
            field,
        )
    if wanted > offered:
        raise RuleBroken(
            _(
                "On line %(position)s this bidder offers %(offered)s only.",
                position=position,
                offered=written(offered, unit),
            ),
            field,
        )


def check_validity(valid_until: date, today: date, bidder: Any) -> None:
    """``RuleBroken`` for a bid whose last valid day has passed; it needs an extension at unchanged prices."""
    if valid_until < today:
        raise RuleBroken(
            _(
                "The bid of %(bidder)s was valid until %(day)s. Ask for an extension at unchanged prices.",
                bidder=bidder,
                day=valid_until.isoformat(),
            )
        )


def check_approver(proposer_id: int | None, approver_id: int | None, separate_duties: bool) -> None:
    """``NotAllowed`` for whoever wrote it, unless the buyer's policy lets one person do both."""
    if separate_duties and proposer_id == approver_id:
        raise NotAllowed(_("Somebody else than its author must approve it."))
