"""Checks of accounts on plain values, and a buyer's policy."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pycountry
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from stdnum import exceptions as stdnum_errors
from stdnum.eu import vat
from zxcvbn import zxcvbn

from portal.accounts.roles import ROLES_OF, Role, Side
from portal.errors import RuleBroken
from portal.money import exact


class TwoOpeners(StrEnum):
    """When it takes two different people to open the bids of an RFQ."""

    NEVER = "never"
    FROM_VALUE = "from_value"
    ALWAYS = "always"


@dataclass(frozen=True)
class BuyerPolicy:
    """What a buyer decides for itself. Tolerances are percent of a schedule line's quantity.

    ``second_factor`` is asked of the buyer's own people when they sign in, ``suppliers_second_factor`` of the people
    of its suppliers.
    ``two_openers_from`` is an amount in the buyer's own currency.
    """

    proposer_may_approve: bool = False
    issuer_may_receive: bool = False
    orders_need_approval: bool = False
    rfqs_need_approval: bool = False
    second_factor: bool = True
    suppliers_second_factor: bool = False
    two_openers: TwoOpeners = TwoOpeners.NEVER
    two_openers_from: Decimal = Decimal(0)
    under_tolerance: Decimal = Decimal(0)
    over_tolerance: Decimal = Decimal(0)


# The numbers among the settings that are amounts in the buyer's currency; the others are percentages.
AMOUNTS = frozenset({"two_openers_from"})


def policy_of(settings: Mapping[str, Any]) -> BuyerPolicy:
    """A policy from stored settings; what is not set is as above, and a number is kept as exact text."""
    known = {field.name: field for field in fields(BuyerPolicy)}
    values: dict[str, Any] = {}
    for name, value in settings.items():
        if name in known:
            kind = str(known[name].type)
            make = Decimal if "Decimal" in kind else TwoOpeners if "TwoOpeners" in kind else bool
            values[name] = make(value)
    return BuyerPolicy(**values)


def check_setting(name: str, value: Any) -> Any:
    """The value of a setting as it is stored: a switch, a word, or a percentage or an amount as exact text.

    ``RuleBroken`` at the setting's own name for anything else. An unknown name is a programming error.
    """
    kind = {field.name: str(field.type) for field in fields(BuyerPolicy)}[name]
    if "bool" in kind:
        if not isinstance(value, bool):
            raise RuleBroken(_("This is either on or off."), name)
        return value
    if "TwoOpeners" in kind:
        if value not in set(TwoOpeners):
            raise RuleBroken(_("Choose one of these."), name)
        return str(value)
    if name in AMOUNTS:
        if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
            raise RuleBroken(_("Give an amount."), name)
    elif not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= 100:
        raise RuleBroken(_("Give a percentage from 0 to 100."), name)
    return format(exact(value).normalize(), "f")


def check_email(address: str, field: str = "email") -> str:
    """A mail address, trimmed and in small letters. ``RuleBroken`` at ``field`` for what cannot be one.

    Only the form is looked at: asking for the domain would leave the machine.
    """
    trimmed = address.strip().lower()
    try:
        validate_email(trimmed, check_deliverability=False)
    except EmailNotValidError:
        raise RuleBroken(_("“%(address)s” is not a mail address.", address=trimmed[:80]), field) from None
    return trimmed


# A name with a dot in it, perhaps with a port and a path, and no scheme before it.
_BARE = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?")


def check_website(address: str, field: str = "website") -> str:
    """An address that begins with http:// or https://, or nothing. ``RuleBroken`` at ``field`` for anything else.

    A bare name such as ``www.acme.example/parts`` is taken to begin with https://. It becomes a link on other
    people's pages, where another scheme could run what it holds.
    """
    trimmed = address.strip()
    if _BARE.fullmatch(trimmed):
        return f"https://{trimmed}"
    if trimmed and not trimmed.lower().startswith(("http://", "https://")):
        raise RuleBroken(_("Begin the address with https://."), field)
    return trimmed


def check_name(text: str, field: str = "name") -> str:
    """A name, trimmed. ``RuleBroken`` at ``field`` where nothing is left."""
    trimmed = text.strip()
    if not trimmed:
        raise RuleBroken(_("Please give a name."), field)
    return trimmed


PRINTED = ("legal_name", "street", "postcode", "city", "country")


def is_complete(organisation: Any) -> bool:
    """Whether a profile says what documents print: the address, and a registration or a VAT number."""
    numbers = organisation.registration_number or organisation.vat_number
    return bool(numbers) and all(getattr(organisation, name) for name in PRINTED)


def check_roles(side: Side, roles: Iterable[str]) -> list[str]:
    """The roles, sorted. ``RuleBroken`` at ``roles`` for none, or for one of the other side."""
    chosen = sorted(set(roles))
    if not chosen:
        raise RuleBroken(_("Choose at least one role."), "roles")
    if not set(chosen) <= {str(role) for role in ROLES_OF[side]}:
        raise RuleBroken(_("That role belongs to the other side."), "roles")
    return chosen


def check_keeps_admin(side: Side, rolesets: Iterable[Iterable[str]]) -> None:
    """``RuleBroken`` at ``roles`` when nobody of an organisation would be left to administer it."""
    admin = Role.ADMIN if side is Side.BUYER else Role.SUPPLIER_ADMIN
    if not any(admin in roles for roles in rolesets):
        raise RuleBroken(_("Somebody must stay administrator."), "roles")


def check_country(code: str) -> str:
    """An ISO 3166-1 alpha-2 code. ``RuleBroken`` at ``country`` for anything else."""
    if pycountry.countries.get(alpha_2=code) is None:
        raise RuleBroken(_("“%(code)s” is not a country code.", code=code), "country")
    return code


def check_currency(code: str, field: str = "currency") -> str:
    """An ISO 4217 code. ``RuleBroken`` at ``field`` for anything else."""
    if pycountry.currencies.get(alpha_3=code) is None:
        raise RuleBroken(_("“%(code)s” is not a currency code.", code=code), field)
    return code


def check_vat(number: str) -> str:
    """A VAT number in compact form. One that claims an EU country must be well-formed (check digits of
    python-stdnum); others are kept as given, since the world has no common form. ``RuleBroken`` at ``vat_number``.
    """
    compact = "".join(number.split()).upper()
    if compact[:2].lower() not in vat.MEMBER_STATES:
        return number.strip()
    try:
        return str(vat.validate(compact))
    except stdnum_errors.ValidationError:
        raise RuleBroken(
            _("“%(number)s” is not a valid VAT number.", number=number[:40]), "vat_number"
        ) from None


# A session that nobody uses is closed after a working day, since bids are written for hours on one page; a week
# closes any. Binding acts ask anew long before. NIST SP 800-63B would have an hour and a day for all acts alike.
UNUSED = timedelta(hours=8)
LONGEST = timedelta(days=7)


def is_unused(seen_at: datetime, now: datetime) -> bool:
    """Whether a session was last used so long ago that one has to show again who one is."""
    return now - seen_at >= UNUSED


def has_lasted(created_at: datetime, now: datetime) -> bool:
    """Whether a session began so long ago that it is over, however much it is used."""
    return now - created_at >= LONGEST


CODE = re.compile(r"[0-9]{6}")
STEP_SECONDS = 30


def step_of(secret: bytes, code: str, now: datetime, after: int) -> int | None:
    """The time step whose code this is: a number of 30 seconds since 1970 (RFC 6238).

    The step before and the one to come count too, for a phone whose clock is a little off. None for a wrong
    code, and for one that is not of a later step than ``after``: a code works once.
    """
    if not CODE.fullmatch(code):
        return None
    present = int(now.timestamp()) // STEP_SECONDS
    codes = HOTP(secret, 6, SHA1())  # noqa: S303 - The authenticators on phones know no other hash (RFC 4226).
    for step in (present - 1, present, present + 1):
        try:
            codes.verify(code.encode(), step)
        except InvalidToken:
            continue
        if step > after:
            return step
    return None


def plain_code(typed: str) -> str:
    """A code as it is compared: without the spaces and dashes that make it readable, in small letters."""
    return re.sub(r"[\s-]", "", typed).lower()


# What guessers try first here, besides the names of the person and the company.
OBVIOUS_WORDS = (
    *(
        "admin",
        "administrator",
        "angebot",
        "bestellung",
        "bid",
        "buyer",
        "certificate",
        "einkauf",
        "fournisseur",
    ),
    *("lieferant", "order", "passwort", "portal", "procurement", "purchasing", "quality", "rfq", "sales"),
    *("scorecard", "sourcing", "supplier", "tender", "vendor", "welcome", "willkommen", "zertifikat"),
)
FEWEST_GUESSES = 10**10
# The estimate takes time with the length, and what is hard to guess so far does not become easier.
JUDGED_CHARACTERS = 72


def check_password(password: str, about: Iterable[str]) -> None:
    """``RuleBroken`` at ``password`` for one that is guessed within ten thousand million tries.

    Those are the passwords most used, with their usual variations, words, names, rows of keys and dates, and what is
    made of ``OBVIOUS_WORDS`` and of the texts ``about`` the person. The estimate is zxcvbn's (Wheeler, USENIX Security
    2016), whose highest score begins here.
    """
    texts = (*OBVIOUS_WORDS, *about)
    words = {word for text in texts for word in re.split(r"[\W_]+", text.lower()) if len(word) > 2}
    estimate = zxcvbn(password[:JUDGED_CHARACTERS], user_inputs=sorted(words))
    if estimate["guesses"] < FEWEST_GUESSES:
        raise RuleBroken(
            _("This password is guessed too easily. Please choose a few words that have nothing in common."),
            "password",
        )
