"""Addresses in every text of a document: nothing is connected to, nothing is attached, nothing becomes a link."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf

from portal.documents.facts import Facts, to_bytes
from portal.documents.process import Renderer, RenderFailed
from tests.documents import samples
from trust.proofs import Outcome

# What asks for an address: alone, in a tag, in a stylesheet, in an attribute that ends early.
ASKING = (
    "{}",
    '<img src="{}">',
    '"><img src={}>',
    "'><svg><image href='{}'/></svg>",
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<object data="{}"></object>',
    '<iframe src="{}"></iframe>',
    "<style>@import url({});</style>",
    "</style><style>p {{ background: url({}) }}</style>",
    "&lt;img src=&quot;{}&quot;&gt;",
)
# Where it leads: to the listener by several ways of writing it, and to a file of this machine.
LEADING = (
    "http://127.0.0.1:{port}/a.png",
    "//127.0.0.1:{port}/a.css",
    "HTTP://2130706433:{port}/a",
    "ftp://127.0.0.1:{port}/a",
    "file:///etc/hostname",
)


class Listener:
    """Counts who connects to a port of this machine."""

    def __init__(self) -> None:
        self.connections = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def accept(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            line.close()


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener until the block ends."""
    listener = Listener()
    thread = threading.Thread(target=listener.accept, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        listener.socket.shutdown(socket.SHUT_RDWR)
        listener.socket.close()
        thread.join()


def addresses(port: int) -> list[str]:
    """All 60 texts that ask for something."""
    return [asking.format(leading.format(port=port)) for asking in ASKING for leading in LEADING]


def run(_database: str, _room: Path) -> Outcome:
    """The full run: each address in every field of an order and of a contract."""
    with listening() as listener, Renderer() as renderer:
        texts = addresses(listener.port)
        papers = (samples.ORDER, samples.CONTRACT)
        found = [sentence for facts in papers for text in texts for sentence in tried(renderer, facts, text)]
        if listener.connections:
            found.append(f"{listener.connections} connections were made.")
    return Outcome("addresses in every text of an order and of a contract", 2 * len(texts), tuple(found))


def tried(renderer: Renderer, facts: Facts, text: str) -> Iterator[str]:
    """What is amiss in the document with this text in every field."""
    try:
        pdf = renderer.pdf(to_bytes(samples.filled(facts, text)))
    except RenderFailed as failure:
        yield f"{facts.KIND} with {text}: {failure}"
        return
    yield from (f"{facts.KIND} with {text}: holds {what}" for what in attached(pdf))


def attached(pdf: bytes) -> Iterator[str]:
    """Whatever a PDF holds beside its pages: files, and links that lead out of it."""
    with pikepdf.open(BytesIO(pdf)) as document:
        if len(document.attachments):
            yield "an attachment"
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary):
                yield from (key for key in ("/URI", "/EF", "/Launch") if key in thing)
