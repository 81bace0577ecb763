"""A mail server that keeps what it gets, counts as a receiver does, and fails when it is told to."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """``arrived`` counts the handings-over of each Message-ID: a receiver shows a mail once for each of these.

    While ``refusal`` is set it is what every mail is answered with, such as "451 try later"; for each it takes so
    many ``seconds``.
    """

    arrived: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    refusal: str = ""
    seconds: float = 0

    @property
    def repeated(self) -> int:
        """How often a mail was handed over again that had arrived already."""
        return self.arrived.total() - len(self.arrived)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a mail, or refuse it."""
        await asyncio.sleep(self.seconds)
        if self.refusal:
            self.refused += 1
            return self.refusal
        self.arrived[str(message_from_bytes(_bytes(envelope))["Message-ID"])] += 1
        return "250 OK"


def _bytes(envelope: Envelope) -> bytes:
    content: Any = envelope.content
    return content if isinstance(content, bytes) else str(content).encode()


@contextmanager
def open_at(port: int, office: PostOffice) -> Iterator[None]:
    """The office takes mail on this port of the machine until the block ends."""
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
