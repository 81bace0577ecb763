"""Who may not do what because of what the same person did before."""

from flask_babel import lazy_gettext as _

from portal.errors import NotAllowed


def check_other_person(author_id: int | None, person_id: int | None, allowed: bool) -> None:
    """``NotAllowed`` for approving one's own work, unless the buyer's policy allows it."""
    if not allowed and author_id is not None and author_id == person_id:
        raise NotAllowed(_("Somebody else has to approve what you have written."))


def check_receiver(issuer_id: int | None, person_id: int | None, allowed: bool) -> None:
    """``NotAllowed`` for receiving an order that one issued oneself, unless the buyer's policy allows it."""
    if not allowed and issuer_id is not None and issuer_id == person_id:
        raise NotAllowed(_("Who issued an order does not receive it."))
