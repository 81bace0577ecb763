"""What a webhook may be, how what it sends is signed, and where it may lead. On plain values.

Signed as Standard Webhooks 1.0.0 says (https://www.standardwebhooks.com): HMAC-SHA256 over the message's id, the
instant of sending in whole seconds since 1970 and the body, in headers that begin with ``webhook-``.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Side
from portal.errors import RuleBroken

MOST = 10
LONGEST = 500
# After so many tries in a row that did not arrive, about a minute, the administrators are told.
FAILING = 5
SECRET_BYTES = 32
SLOW = 1  # A second: whoever takes longer to answer has to wait for the next message.
Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
# Not public, though Python takes some of each for it: assignments of IETF protocols, relays of 6to4, addresses of a
# site, translation within one, segments, documentation. Source: IANA's registries of special-purpose addresses.
NEVER = (
    "192.0.0.0/24",
    "192.88.99.0/24",
    "2001::/23",
    "64:ff9b:1::/48",
    "fec0::/10",
    "5f00::/16",
    "3fff::/20",
)

# The rooms of the house in which things happen that others may want to know, in the order in which they are offered.
TOPICS: dict[str, Any] = {
    "sourcing": _("RFQs, bids and awards"),
    "orders": _("Contracts, orders and deliveries"),
    "certificates": _("Certificates and reviews"),
    "scorecards": _("Scorecards"),
    "collaboration": _("Goals"),
    "partnerships": _("Partners"),
    "catalog": _("Items and specs"),
    "documents": _("Documents"),
    "files": _("Files"),
    "imports": _("Imports"),
    "records": _("Signed records"),
    "accounts": _("People and company"),
}


def check_topics(chosen: Collection[str]) -> list[str]:
    """The topics in the order of the table. ``RuleBroken`` at ``topics`` for none or an unknown one."""
    kept = [topic for topic in TOPICS if topic in chosen]
    if not kept or len(kept) != len(set(chosen)):
        raise RuleBroken(_("Choose at least one topic."), "topics")
    return kept


def check_address(address: str, networks: Collection[str]) -> str:
    """An address that can be posted to, trimmed. ``RuleBroken`` at ``url`` for anything else.

    https, or http where the installation has ``networks`` of its own that may be reached without TLS; no user or
    password in it, which pages and proxies would show; no address of a machine that is not public. What a name leads
    to is looked up anew with each delivery.
    """
    trimmed = address.strip()
    try:
        parts = urlsplit(trimmed)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, SplitResult("", "", "", "", "")
    schemes = ("https", "http") if networks else ("https",)
    if parts.scheme not in schemes or not host or not trimmed.isascii() or not trimmed.isprintable():
        raise RuleBroken(_("Give an address that begins with https:// and names a host."), "url")
    if " " in trimmed or len(trimmed) > LONGEST or port == 0:
        raise RuleBroken(_("Give an address that begins with https:// and names a host."), "url")
    if parts.username is not None or parts.password is not None:
        raise RuleBroken(_("Leave user and password out of the address; what is sent is signed."), "url")
    if parts.fragment:
        raise RuleBroken(_("Leave out what follows the #; it is never sent."), "url")
    literal = _literal(host)
    if literal is not None and not may_reach(literal, networks):
        raise RuleBroken(_("This address is not public, so the portal does not send anything there."), "url")
    return trimmed


def networks_for(side: Side, networks: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the operator's networks webhooks of a side may reach: the buyers' own house, and no supplier's."""
    return networks if side is Side.BUYER else ()


def may_reach(address: Address, networks: Iterable[str]) -> bool:
    """Whether the portal may connect there: to what is public, and to networks that the operator names."""
    if within(address, networks):
        return True
    plain = _unwrapped(address)
    if within(plain, NEVER):
        return False
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


def within(address: Address, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks (such as ``10.1.0.0/16``)."""
    plain = _unwrapped(address)
    return any(plain in ip_network(network) for network in networks)


def _unwrapped(address: Address) -> Address:
    """An IPv4 address that is written as an IPv6 one (``::ffff:10.0.0.1``, 6to4, NAT64), as what it is."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def shown_secret(secret: bytes) -> str:
    """A secret as receivers write it into their settings."""
    return "whsec_" + base64.b64encode(secret).decode()


def headers(message: str, body: bytes, seconds: int, secret: bytes) -> dict[str, str]:
    """The headers of a message: its id, when it is sent (whole seconds since 1970), and the signature over all."""
    signed = b".".join([message.encode(), str(seconds).encode(), body])
    digest = hmac.new(secret, signed, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "user-agent": "supplier-portal",
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def rest_after(seconds: float) -> float:
    """How many seconds a webhook rests that took so long to answer, so that it takes a tenth of the time at most."""
    return 9 * seconds if seconds >= SLOW else 0


def rest_seconds(failures: int) -> int:
    """How long a webhook rests after so many failures in a row: 2, 4, 8 … seconds, an hour at most."""
    return min(2 ** min(failures, 20), 3600)
