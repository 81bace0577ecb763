"""How often the routes that strangers try may be tried: one table, counted in the database that all workers share.

A try is counted before it is judged, in a short transaction of its own that no rollback of the request takes
along. What belongs to an account is forgotten once the person got in; what belongs to an address is not.
"""

import hashlib
import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, Response, current_app, g, request
from flask_babel import lazy_gettext as _
from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.exc import DBAPIError

from portal.accounts import service
from portal.db import transaction
from portal.errors import TooOften
from portal.web import access
from portal.web.counts import Counts

Key = Callable[[], str | None]
log = structlog.get_logger()
# With these the form comes again, since what it brought was not good.
SHOWN_AGAIN = (200, 403, 422)


@dataclass(frozen=True)
class Limit:
    """At most so many tries by one ``key`` in a while; None of a key counts nothing."""

    name: str
    often: RateLimitItem
    key: Key
    forgiven: bool = False


def _address() -> str | None:
    return request.remote_addr


def _account_and_address() -> str | None:
    typed = _account()
    return f"{typed} {request.remote_addr}" if typed else None


def _account() -> str | None:
    if request.method != "POST":
        return None
    return request.form.get("email", "").strip().lower() or None


def _person() -> str | None:
    found = access.any_session()
    return str(found.person_id) if found is not None and request.method == "POST" else None


def _by_address(name: str, often: str) -> Limit:
    return Limit(name, parse(often), _address)


# Nobody guesses a password in ten tries or a code in five; a company behind one address signs in all the same.
PROOFS = Limit("proof", parse("5 per 15 minutes"), _person, forgiven=True)
PASSPHRASES = Limit("passphrase", parse("5 per 15 minutes"), _person, forgiven=True)
LIMITS: dict[str, tuple[Limit, ...]] = {
    "security.login": (
        Limit("password", parse("10 per 15 minutes"), _account_and_address, forgiven=True),
        Limit("account", parse("100 per 1 hour"), _account),
        _by_address("sign-in", "300 per 15 minutes"),
    ),
    "security.forgot_password": (
        Limit("reset", parse("5 per 1 hour"), _account),
        _by_address("reset-address", "60 per 1 hour"),
    ),
    "security.reset_password": (_by_address("token", "60 per 15 minutes"),),
    "account.join": (_by_address("token", "60 per 15 minutes"),),
    "security.change_password": (PROOFS,),
    "factor.code": (PROOFS,),
    "factor.set_up": (PROOFS,),
    "oidc.callback": (_by_address("sign-in", "300 per 15 minutes"),),
    "passkey.sign_in": (_by_address("sign-in", "300 per 15 minutes"),),
    "buyer.passphrase": (PASSPHRASES,),
    "buyer.rfq_unseal": (PASSPHRASES,),
    "front.receipt_check": (_by_address("receipt", "60 per 15 minutes"),),
}


def init_app(app: Flask) -> None:
    """Count the tries of every request, after access has been decided."""
    app.extensions["portal_limits"] = FixedWindowRateLimiter(Counts())
    app.before_request(_count_request)
    app.after_request(_settle)


def _count_request() -> None:
    for limit in LIMITS.get(request.endpoint or "", ()):
        count(limit)


def count(limit: Limit) -> None:
    """Count one try. ``TooOften`` once there were too many, whether or not this one would have been right."""
    key = limit.key()
    if key is None or not current_app.config["SETTINGS"].rate_limits:
        return
    counter = current_app.extensions["portal_limits"]
    names = (limit.name, _hidden(key))
    if counter.hit(limit.often, *names):
        if limit.forgiven:
            g.setdefault("tries", []).append((limit, names))
        return
    _note("try.too_often", limit)
    wait = max(
        1, math.ceil(counter.get_window_stats(limit.often, *names).reset_time - access.now().timestamp())
    )
    minutes = math.ceil(wait / 60)
    raise TooOften(
        _("That was tried too often. Please wait %(minutes)s minutes and try again.", minutes=minutes), wait
    )


def forgive() -> None:
    """The person showed who they are: their tries of this request are forgotten once it is answered."""
    g.forgiven = True


def _settle(answer: Response) -> Response:
    # Only now has the request given its locks back, and another transaction may write.
    tries, forgiven = g.pop("tries", ()), g.pop("forgiven", False)
    try:
        for limit, names in tries:
            if forgiven:
                current_app.extensions["portal_limits"].clear(limit.often, *names)
            elif answer.status_code in SHOWN_AGAIN:
                _note("try.refused", limit)
                _tell_its_person(limit)
    except DBAPIError as failure:
        # The answer holds without it: what was tried stays counted until its time is over.
        log.warning("try.unsettled", error=type(failure.orig).__name__)
    return answer


def _tell_its_person(limit: Limit) -> None:
    """Whose account it is can read there that somebody tried."""
    typed, found = _account() or "", access.any_session()
    person_id = found.person_id if found is not None and limit.key is _person else None
    with transaction():
        service.note_refused_try(limit.name, person_id=person_id, email=typed, now=access.now())


def _note(what: str, limit: Limit) -> None:
    """A line for whoever looks after the portal; an account that was typed has a name that tells no address."""
    typed, person = _account(), limit.key() if limit.key is _person else None
    log.warning(
        what,
        limit=limit.name,
        account=_hidden(typed)[:16] if typed else None,
        person=person,
        address=request.remote_addr,
    )


def _hidden(key: str) -> str:
    """Whose tries they are, so that the table tells no address of a person or a machine."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), key.encode(), hashlib.sha256).hexdigest()
