"""How often the routes that strangers try may be tried: one table, counted in the database that all workers share.

A try is counted before it is judged, in a short transaction of its own that no rollback of the request takes
along. What belongs to an account is forgotten once the person got in; what belongs to an address is not.
"""

import hashlib
import hmac
import math
from collections.abc import Callable
from contextlib import suppress
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
# With this the form of signing in comes again, since what it brought was not good.
SHOWN_AGAIN = 200


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
    typed = request.form.get("email", "").strip()
    # As the person is looked for: in whichever of its spellings an address is typed, it is counted as one.
    with suppress(ValueError):
        typed = current_app.extensions["security"]._mail_util.normalize(typed)
    return typed.lower() or None


def _person() -> str | None:
    found = access.any_session()
    return str(found.person_id) if found is not None and request.method == "POST" else None


def _by_address(name: str, often: str) -> Limit:
    return Limit(name, parse(often), _address)


# Nobody guesses a password in ten tries or a code in five; a company behind one address signs in all the same.
PASSWORDS = Limit("password", parse("10 per 15 minutes"), _account_and_address, forgiven=True)
PROOFS = Limit("proof", parse("5 per 15 minutes"), _person, forgiven=True)
PASSPHRASES = Limit("passphrase", parse("5 per 15 minutes"), _person, forgiven=True)
LIMITS: dict[str, tuple[Limit, ...]] = {
    "security.login": (
        PASSWORDS,
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
    """Count one try. ``TooOften`` once there were too many, whether or not this one would have been right.

    Of one request it is one try, however often it is asked about.
    """
    key = limit.key()
    tries = g.setdefault("tries", {})
    if key is None or limit.name in tries:
        return
    names = (limit.name, _hidden(key))
    if limit.forgiven:
        tries[limit.name] = (limit, names)
    if not _are_counted() or _counter().hit(limit.often, *names):
        return
    tries.pop(limit.name, None)
    _note("try.too_often", limit)
    wait = max(
        1, math.ceil(_counter().get_window_stats(limit.often, *names).reset_time - access.now().timestamp())
    )
    minutes = math.ceil(wait / 60)
    raise TooOften(
        _("That was tried too often. Please wait %(minutes)s minutes and try again.", minutes=minutes), wait
    )


def forgive(*limits: Limit) -> None:
    """The person showed who they are: their tries are forgotten once this request is answered.

    Those of all limits by which it was counted, unless some are named.
    """
    g.setdefault("forgiven", set()).update([limit.name for limit in limits] or g.get("tries", {}))


def refuse(what: str, person_id: int) -> None:
    """Something was compared and was not this person's: a ``password``, ``proof``, ``passphrase`` or ``passkey``."""
    g.setdefault("refused", {})[what] = person_id


def _settle(answer: Response) -> Response:
    # Only now has the request given its locks back, and another transaction may write.
    tries, forgiven, refused = g.pop("tries", {}), g.pop("forgiven", set()), g.pop("refused", {})
    # Of an address that nobody has nothing could be compared.
    shown_again = {PASSWORDS.name} if answer.status_code == SHOWN_AGAIN else set()
    for name, (limit, _names) in tries.items():
        if name not in forgiven and name in shown_again | refused.keys():
            _note("try.refused", limit)
    try:
        for name in forgiven & tries.keys() if _are_counted() else ():
            limit, names = tries[name]
            _counter().clear(limit.often, *names)
        if refused:
            with transaction():
                for what, person_id in refused.items():
                    service.note_refused_try(person_id, what, now=access.now())
    except DBAPIError as failure:
        # The answer holds without it: what was tried stays counted until its time is over.
        log.warning("try.unsettled", error=type(failure.orig).__name__)
    return answer


def _are_counted() -> bool:
    return bool(current_app.config["SETTINGS"].rate_limits)


def _counter() -> FixedWindowRateLimiter:
    found: FixedWindowRateLimiter = current_app.extensions["portal_limits"]
    return found


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
