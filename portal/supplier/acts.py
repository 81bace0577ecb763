"""The acts that are open to a supplier on an RFQ and on its bid, as components/actions.html draws them."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.sourcing.models import Bid
from portal.sourcing.queries.invited import Part
from portal.sourcing.workflow import BID, INVITATION, RFQ
from portal.workflow import Actor

Act = dict[str, Any]


def rfq_acts(part: Part, actor: Actor, now: datetime) -> list[Act]:
    """What the supplier may do about an RFQ to which it is invited: the bid first, then answers and questions."""
    rfq, invitation = part.rfq, part.invitation
    labels = {row.action: row.label for row in INVITATION.actions_for(invitation, actor, now)}
    acts = _bid_act(part, labels, actor, now)
    if "intend" in labels and rfq.takes_bids and part.bid is None:
        url = url_for("supplier.rfq_intend", rfq=rfq.public_id)
        acts.append(_post(labels["intend"], url, "hand-thumbs-up", version=invitation.version))
    if RFQ.allows(rfq, "ask", actor, now):
        url = url_for("supplier.rfq_ask", rfq=rfq.public_id)
        acts.append({"label": _("Ask a question"), "url": url, "icon": "chat-left-text"})
    stands = part.bid is not None and part.bid.counting is not None
    if "decline" in labels and rfq.takes_bids and not stands:
        url = url_for("supplier.rfq_decline", rfq=rfq.public_id)
        acts.append({"label": labels["decline"], "url": url, "kind": "danger", "icon": "x-circle"})
    return acts


def _bid_act(part: Part, labels: dict[str, Any], actor: Actor, now: datetime) -> list[Act]:
    """The one act that brings the bid on."""
    if part.bid is not None:
        seen = {"label": _("See your bid"), "url": url_for("supplier.bid", bid=part.bid.public_id)}
        return [{**act, "kind": "primary"} for act in [*bid_acts(part.bid, actor, now), seen][:1]]
    if "bid" not in labels:
        return []
    url = url_for("supplier.bid_start", rfq=part.rfq.public_id)
    return [_post(labels["bid"], url, "pencil-square", kind="primary")]


def bid_acts(bid: Bid, actor: Actor, now: datetime) -> list[Act]:
    """What the supplier may do about its bid: confirm what was returned, submit what is new, revise, withdraw."""
    labels = {row.action: row.label for row in BID.actions_for(bid, actor, now)}
    if not labels.keys() & {"submit", "send"}:
        return []
    acts: list[Act] = []
    if "confirm" in labels:
        acts.append(_link(_("See what changed"), "supplier.bid_confirm", bid, "arrow-repeat"))
    elif "submit" in labels and bid.latest is not None and bid.latest is not bid.counting:
        acts.append(_link(_("Review and submit"), "supplier.bid_submit", bid, "send"))
    acts.append(_link(_write(bid, "send" in labels), "supplier.bid_edit", bid, "pencil-square"))
    acts[0]["kind"] = "primary"
    if "withdraw" in labels:
        url = url_for("supplier.bid_withdraw", bid=bid.public_id)
        ask = _("Withdraw the bid? Nothing of it counts until you submit again.")
        acts.append(
            _post(labels["withdraw"], url, "x-circle", kind="danger", version=bid.version, confirm=ask)
        )
    return acts


def _write(bid: Bid, at_once: bool) -> Any:
    if at_once:
        return _("Send anew") if bid.counting else _("Write and send")
    return _("Revise") if bid.counting else _("Write on")


def _link(label: Any, endpoint: str, bid: Bid, icon: str) -> Act:
    return {"label": label, "url": url_for(endpoint, bid=bid.public_id), "icon": icon}


def _post(label: Any, url: str, icon: str, **more: Any) -> Act:
    return {"label": label, "url": url, "icon": icon, "post": True, **more}
