"""Passphrases: setting one's own, and opening a strict RFQ with it.

What a passphrase makes takes a tenth of a second by design, so it is made before the write transaction.
"""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from portal import sealing, timekeeping
from portal.buyer import bp
from portal.buyer.rfq_changes import back
from portal.db import new_public_id
from portal.errors import RuleBroken
from portal.sourcing.models import Rfq
from portal.sourcing.queries import keys, openers, rfqs
from portal.sourcing.service import strict as service
from portal.sourcing.service.opening import agree_to_open, open_bids
from portal.sourcing.workflow import RFQ
from portal.web import limits
from portal.web.access import actor, now, organisation_id, person
from portal.web.forms import PortalForm, page, submit
from portal.web.prepared import before_writing, prepared

LEAST, MOST = 12, 200


class PassphraseForm(PortalForm):
    """A passphrase to be set, and the one in force where there is one."""

    current = PasswordField(_("Your passphrase in force"))
    lost = BooleanField(_("I have lost it: begin anew. What was sealed to it I shall not open any more."))
    passphrase = PasswordField(
        _("New passphrase"),
        [
            InputRequired(_("Please choose a passphrase.")),
            Length(min=LEAST, max=MOST, message=_("Use 12 characters or more.")),
        ],
    )
    again = PasswordField(
        _("The same again"),
        [
            InputRequired(_("Please type the passphrase a second time.")),
            EqualTo("passphrase", _("The two passphrases differ.")),
        ],
    )


@before_writing("buyer.passphrase")
def _lock_key() -> sealing.LockedPair | None:
    """The person's key locked by the new passphrase: the same key where the one in force was typed, else a new one."""
    chosen = request.form.get("passphrase", "")
    if not LEAST <= len(chosen) <= MOST:
        return None
    standing = keys.of_opener(organisation_id(), actor().person_id or 0)
    if standing is None or request.form.get("lost"):
        return sealing.lock(sealing.new_key_pair().private, new_public_id(), chosen)
    try:
        private = keys.unlocked(standing, request.form.get("current", "")[:MOST])
    except sealing.Unreadable:
        _refuse()
        return None
    return sealing.lock(private, standing.public_id, chosen)


@bp.route("/passphrase", methods=["GET", "POST"])
def passphrase() -> ResponseReturnValue:
    """Set one's own passphrase for opening strict RFQs, change it, or begin anew."""
    standing = keys.of_opener(organisation_id(), actor().person_id or 0)
    form = PassphraseForm()

    def act() -> ResponseReturnValue:
        made = prepared()
        if made is None:
            raise RuleBroken(service.WRONG, "current")
        service.keep_key(organisation_id(), made, actor=actor(), now=now(), lost=bool(form.lost.data))
        limits.forgive(limits.PASSPHRASES)
        flash(
            _("Your passphrase is set. Keep it where only you find it: nobody can give it back to you."),
            "good",
        )
        return redirect(url_for("buyer.home"), 303)

    return submit(form, act) or page("buyer/passphrase.html", form=form, standing=standing)


class UnsealForm(PortalForm):
    """One's own passphrase, to open a strict RFQ."""

    passphrase = PasswordField(_("Your passphrase"), [InputRequired(_("Please type your passphrase."))])


@before_writing("buyer.rfq_unseal")
def _unlock(rfq: str) -> dict[str, bytes]:
    """The person's private key to which the RFQ is sealed, by its name; nothing where the passphrase is another."""
    pairs = keys.pairs(rfqs.rfq(organisation_id(), rfq))
    mine = {pair.first_id: pair.first for pair in pairs if pair.first.person_id == actor().person_id}
    found = {}
    for key in mine.values():
        try:
            found[key.public_id] = keys.unlocked(key, request.form.get("passphrase", "")[:MOST])
        except sealing.Unreadable:
            continue
    if mine and not found:
        _refuse()
    return found


def _refuse() -> None:
    limits.refuse("passphrase", person().id)


@bp.route("/rfqs/<rfq>/unseal", methods=["GET", "POST"])
def rfq_unseal(rfq: str) -> ResponseReturnValue:
    """Agree to open a strict RFQ, or open it as the second, with one's own passphrase."""
    record = rfqs.rfq(organisation_id(), rfq)
    opens = RFQ.allows(record, "open", actor(), now())
    if request.method == "GET" and not _may_unseal(record):
        return back(record)
    form = UnsealForm(obj=record)

    def act() -> ResponseReturnValue:
        timekeeping.check()
        unlocked: Any = prepared()
        if not opens:
            agree_to_open(record, unlocked=unlocked, actor=actor(), now=now())
            limits.forgive(limits.PASSPHRASES)
            flash(_("You have agreed. The other openers are told; one of them opens the bids."), "good")
            return back(record)
        open_bids(record, unlocked=unlocked, actor=actor(), now=now())
        limits.forgive(limits.PASSPHRASES)
        flash(_("The bids are opened."), "good")
        return redirect(url_for("buyer.rfq_comparison", rfq=rfq), 303)

    return submit(form, act) or page("buyer/rfqs/unseal.html", form=form, rfq=record, opens=opens)


def _may_unseal(rfq: Rfq) -> bool:
    """Whether the next act of a strict opening is this person's."""
    people = {person.id for person in openers.openers(rfq.buyer_id, rfq)}
    who = actor()
    moves = {row.action for row in RFQ.actions_for(rfq, who, now())}
    return (
        rfq.strict
        and who.person_id in people
        and who.person_id not in rfq.agreed
        and bool(moves & {"open", "agree_to_open"})
    )
