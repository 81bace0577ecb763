"""A virus scanner that speaks INSTREAM as ClamAV's daemon does, and calls harm what holds one given word."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HARM = b"an evil word for tests"
NAME = "Tests.Evil-1"


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Scanner)
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = bytearray()
        while size := int.from_bytes(self.rfile.read(4)):
            data += self.rfile.read(size)
            if len(data) > server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        server.seen.append(bytes(data))
        self.wfile.write(f"stream: {NAME} FOUND\0".encode() if HARM in data else b"stream: OK\0")


class Scanner(socketserver.ThreadingTCPServer):
    """Listens on a port of this machine; ``seen`` has what it was asked about, ``limit`` is in bytes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.seen: list[bytes] = []
        self.limit = 1 << 20

    @property
    def url(self) -> str:
        return f"clamd://127.0.0.1:{self.server_address[1]}"


@contextmanager
def scanning(port: int = 0) -> Iterator[Scanner]:
    """A scanner that answers until the block ends; give the port of one that has ended to start it again."""
    with Scanner(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
