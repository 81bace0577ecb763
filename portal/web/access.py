"""Who may call which route: one table of rules, checked before a view runs and again in its write transaction.

A route that is not in the table is refused. Another side's route answers as one that does not exist; a wrong
role is told so, since the person sees the organisation's own records anyway.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Blueprint, Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal import history, isolation, timekeeping
from portal.accounts import events, queries, rules, service
from portal.accounts.models import Membership, Organisation, Person, SignIn
from portal.accounts.roles import Role, Side
from portal.errors import Missing, NotAllowed
from portal.workflow import Actor

# A session's last use is written down no oftener.
NOTED_EVERY = timedelta(minutes=10)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Rule:
    """Who may read (GET) and write (POST) a route. ``side`` None is for anybody signed in; ``public`` for all.

    ``binding`` marks acts before which one shows anew who one is (``web/confirm.py``).
    ``awaiting`` opens a personal route also to whoever has shown the password and not yet the second factor.
    """

    side: Side | None = None
    read: frozenset[str] = frozenset()
    write: frozenset[str] = frozenset()
    public: bool = False
    personal: bool = False
    awaiting: bool = False
    binding: bool = False


PUBLIC = Rule(public=True)
# Signed in, whatever the organisation: one's own account, sessions and password.
PERSONAL = Rule(personal=True)
AWAITING = Rule(personal=True, awaiting=True)


def may(*read: Role, write: Iterable[Role] | None = None, binding: bool = False) -> Rule:
    """A rule for one side's roles; ``write`` is the same as ``read`` unless it says otherwise."""
    writers = frozenset(read if write is None else write)
    return Rule(_side_of(frozenset(read) | writers), frozenset(read), writers, binding=binding)


def binding(rule: Rule) -> Rule:
    """The rule, before which one shows anew who one is."""
    return replace(rule, binding=True)


def _side_of(roles: frozenset[Role]) -> Side:
    sides = {Side.SUPPLIER if role.startswith("supplier_") else Side.BUYER for role in roles}
    if len(sides) != 1:
        raise ValueError("A rule is for the roles of one side")
    return sides.pop()


_rules: dict[str, Rule] = {}


def declare(table: Mapping[str, Rule]) -> None:
    """Add a table of endpoints and their rules."""
    _rules.update(table)


def rule_of(endpoint: str) -> Rule | None:
    """The rule of an endpoint; None refuses it."""
    return _rules.get(endpoint)


def init_app(app: Flask, *blueprints: Blueprint) -> None:
    """Check every request of the application before its view runs."""
    app.before_request(check)
    app.before_request(_note_use)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)


def any_session() -> SignIn | None:
    """The standing session of this request, even while it awaits the second factor. Only ``AWAITING`` routes ask."""
    if "sign_in" not in g:
        token = session.get("sign_in")
        found = queries.sign_in(token) if token else None
        g.sign_in = None if found is None or _is_over(found) else found
        held = membership()
        isolation.serve(held.organisation_id if held else None, accounts=True)
    known: SignIn | None = g.sign_in
    return known


def _is_over(found: SignIn) -> bool:
    if rules.has_lasted(found.created_at, now()):
        return True
    return rules.is_unused(found.seen_at, now()) and not _will_be_asked()


def _will_be_asked() -> bool:
    """Whether a session that was not used for long comes as far as the question who it is (``web/confirm.py``).

    A form that somebody has written on for long does, so that nothing typed is lost. In the write transaction the
    question has been answered or the session is over.
    """
    if request.method in SAFE or g.get("checked") or request.endpoint is None:
        return False
    rule = rule_of(request.endpoint)
    return rule is not None and not rule.public


def _note_use() -> None:
    signed_in = g.get("sign_in")
    if signed_in is not None and now() - signed_in.seen_at >= NOTED_EVERY:
        used, when = signed_in.id, now()
        observe(lambda: service.note_use(used, now=when), if_possible=True)


def current() -> SignIn | None:
    """The session of this request, or None for somebody anonymous, to which one without its second factor belongs."""
    found = any_session()
    return None if found is None or found.awaits else found


def membership() -> Membership | None:
    """The membership this request acts with, while it stands."""
    signed_in = current()
    held = signed_in.membership if signed_in else None
    if held is None or held.ended_at is not None or held.organisation.suspended_at is not None:
        return None
    return held


def person() -> Person:
    """The person who asks. Only for routes that are not public."""
    signed_in = current()
    if signed_in is None:
        raise NotAllowed(_("Please sign in."))
    return signed_in.person


def organisation() -> Organisation:
    """The organisation this request acts for."""
    held = membership()
    if held is None:
        raise NotAllowed(_("Please choose for which organisation you act."))
    return held.organisation


def organisation_id() -> int:
    """The id of the organisation this request acts for."""
    return organisation().id


def actor() -> Actor:
    """Who acts in this request."""
    held = membership()
    if held is None:
        signed_in = current()
        return Actor(signed_in.person_id if signed_in else None, None)
    return Actor(held.person_id, held.organisation_id, frozenset(held.roles))


def now() -> datetime:
    """The instant at which the whole of this request had been received; of a GET, at which it first mattered."""
    if "now" not in g:
        g.now = timekeeping.now()
    found: datetime = g.now
    return found


def check() -> ResponseReturnValue | None:
    """Refuse, send to sign-in, or let through."""
    if request.endpoint is None:
        return None
    rule = _rules.get(request.endpoint)
    if rule is None or not _can_name_a_record():
        raise Missing
    if rule.public:
        return None
    if current() is None and not (rule.awaiting and any_session() is not None):
        return _to_sign_in()
    if rule.personal:
        return None
    held = membership()
    if held is None:
        return redirect(url_for("account.choose"), 303)
    if held.organisation.side is not rule.side:
        raise Missing
    if not _allowed(rule, held):
        raise NotAllowed(_("Your role does not allow this."))
    isolation.serve(held.organisation_id)
    return None


def _can_name_a_record() -> bool:
    """No record is named by what cannot be printed, and a database may stumble over it."""
    return all(str(value).isprintable() for value in (request.view_args or {}).values())


def check_again() -> None:
    """The same inside the write transaction: what was true before may have ended meanwhile."""
    g.pop("sign_in", None)
    g.checked = True
    if request.endpoint is not None and check() is not None:
        raise NotAllowed(_("Please sign in again."))


def _allowed(rule: Rule, held: Membership) -> bool:
    wanted = rule.read if request.method in SAFE else rule.write
    return not wanted.isdisjoint(held.roles)


def can(endpoint: str, method: str = "GET") -> bool:
    """Whether the person of this request may call an endpoint: for menus and buttons."""
    rule, held = _rules.get(endpoint), membership()
    if rule is None or held is None or held.organisation.side is not rule.side:
        return False
    wanted = rule.read if method in SAFE else rule.write
    return not wanted.isdisjoint(held.roles)


def _to_sign_in() -> ResponseReturnValue:
    if request.method not in SAFE:
        raise NotAllowed(_("Please sign in."))
    step = "security.login" if any_session() is None else "factor.code"
    return redirect(url_for(step, next=request.full_path.rstrip("?")), 303)


def observe(observation: Callable[[], None], *, if_possible: bool = False) -> None:
    """Run ``observation`` after the answer is made, in a write transaction of its own.

    For what is merely observed: an invitation viewed, an opened bid read, something refused. It must fetch what it
    changes itself. Where it cannot be written, the answer is not given, unless it is to be only ``if_possible``.
    """
    g.setdefault("observations", []).append((observation, if_possible))


def note_refusal(status: int) -> None:
    """Let the record of this request's organisation tell that somebody asked for what is not there or not allowed.

    Whether a missing record is another's nobody can see, so both are told alike. Nobody acts for an organisation
    who is not signed in; those are in the log.
    """
    held = membership()
    if held is None or request.endpoint is None:
        return
    fact, who, when = events.AccessRefused(request.endpoint, status), actor(), now()
    reader = held.organisation_id
    observe(lambda: history.record(fact, about=[], readers=[reader], actor=who, now=when))
