"""Posts a message to an address that somebody typed, and to nowhere else.

The host's name is looked up once, all it leads to has to be allowed, and that address is the one connected to: a name
that leads elsewhere a moment later gains nothing. No redirect is followed, nothing of the answer but its status is
read, and once connected it takes ten seconds at most, however slowly the other side speaks.
"""

import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from socket import SHUT_RDWR, SOCK_STREAM, create_connection, gaierror, getaddrinfo, socket
from threading import Event, Timer
from urllib.parse import urlsplit

from portal.webhooks.rules import may_reach, within

SECONDS_TO_CONNECT, SECONDS_IN_ALL = 5, 10


class Undelivered(Exception):
    """The message did not arrive. ``why`` is one of the words below; ``status`` what was answered, if at all."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why if status is None else f"{why} {status}")
        self.why, self.status = why, status


# Why a message did not arrive.
NAME, CONNECTION, CERTIFICATE, TIMEOUT = "name", "connection", "certificate", "timeout"
NOT_PUBLIC, PLAIN, NO_HTTP, STATUS, OURS = "not_public", "plain", "no_http", "status", "ours"


def post(url: str, body: bytes, headers: Mapping[str, str], networks: Collection[str]) -> int:
    """Post the body; the receiver's status, one of 200 to 299. ``Undelivered`` for anything else.

    Connects to public addresses, and to those in ``networks``, to which alone it also speaks without TLS.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _address_of(host, port, networks, secure=secure)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _connected(address, port, host if secure else None) as line:
            connection = HTTPConnection(host, port)
            connection.sock = line
            # http.client would leave out a port that it takes for its own scheme's.
            named = {"Host": parts.netloc, **headers}
            connection.request("POST", target, body=body, headers=named)
            status = connection.getresponse().status
    except ssl.SSLCertVerificationError as failure:
        raise Undelivered(CERTIFICATE) from failure
    except TimeoutError as failure:
        raise Undelivered(TIMEOUT) from failure
    except OSError as failure:
        raise Undelivered(CONNECTION) from failure
    except HTTPException as failure:
        raise Undelivered(NO_HTTP) from failure
    if not 200 <= status < 300:
        raise Undelivered(STATUS, status)
    return status


def _address_of(host: str, port: int, networks: Collection[str], *, secure: bool) -> str:
    try:
        found = [str(entry[4][0]) for entry in getaddrinfo(host, port, type=SOCK_STREAM)]
    except (gaierror, UnicodeError) as failure:
        raise Undelivered(NAME) from failure
    # A scope such as fe80::1%eth0 is for this link alone, which is not public either.
    addresses = [ip_address(one.partition("%")[0]) for one in found]
    if not all(may_reach(address, networks) for address in addresses):
        raise Undelivered(NOT_PUBLIC)
    if not secure and not all(within(address, networks) for address in addresses):
        raise Undelivered(PLAIN)
    return found[0]


@contextmanager
def _connected(address: str, port: int, name: str | None) -> Iterator[socket]:
    """A connection that is cut when its time is over, with TLS where it is given the ``name`` to be proved."""
    with create_connection((address, port), SECONDS_TO_CONNECT) as plain, plain.dup() as hand:
        plain.settimeout(SECONDS_IN_ALL)
        over = Event()
        timer = Timer(SECONDS_IN_ALL, _cut, [hand, over])
        timer.start()
        try:
            if name is None:
                yield plain
            else:
                with ssl.create_default_context().wrap_socket(plain, server_hostname=name) as line:
                    yield line
        except (OSError, HTTPException) as failure:
            if over.is_set():
                raise TimeoutError from failure
            raise
        finally:
            timer.cancel()


def _cut(line: socket, over: Event) -> None:
    """Say that its time is over, and end the connection for whoever waits on it, by whichever socket of ours."""
    over.set()
    try:
        line.shutdown(SHUT_RDWR)
    except OSError:
        return
