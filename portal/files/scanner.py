"""Asks a ClamAV daemon about bytes, by the INSTREAM command that clamd(8) describes."""

import re
import socket
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _

from portal.errors import Busy

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 60
CHUNK = 1 << 16
ANSWER = re.compile(r"stream: (?:OK|(?P<found>.+) FOUND)")
WAITS = _("This file waits for the virus scanner, which does not answer. Please try again in some minutes.")


class NoVerdict(Busy):
    """The scanner is stopped, too slow, or declines to judge, for example past its own limit of size."""

    def __init__(self) -> None:
        super().__init__(WAITS)


def examine(address: str, data: bytes) -> str:
    """The name of the harm that the scanner finds in the data, and nothing where it finds none.

    ``address`` is ``clamd://host:port`` or ``clamd:///path/of/socket``. ``NoVerdict`` when no verdict comes.
    """
    try:
        with _connected(address) as line:
            line.settimeout(SECONDS_TO_ANSWER)
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                part = data[start : start + CHUNK]
                line.sendall(len(part).to_bytes(4) + part)
            line.sendall(bytes(4))
            said = line.makefile("rb").read(4096)
    except OSError as error:
        raise NoVerdict from error
    answer = ANSWER.fullmatch(said.decode("utf-8", "replace").strip("\0\n"))
    if answer is None:
        raise NoVerdict
    return answer["found"] or ""


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), SECONDS_TO_CONNECT)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(SECONDS_TO_CONNECT)
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line
