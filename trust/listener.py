"""A receiver of webhooks that counts what comes in and holds every message against its signature."""

import base64
import hashlib
import hmac
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Listener:
    """``arrived`` counts the messages by their id, ``bodies`` keeps the last of each, ``secret`` is as it was shown.

    ``status`` is what every message is answered with; one that is signed wrongly is answered with 400 and counted in
    ``forged``.
    """

    secret: str = ""
    status: int = 204
    arrived: Counter[str] = field(default_factory=Counter)
    bodies: dict[str, bytes] = field(default_factory=dict)
    forged: int = 0
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?of=portal"

    @property
    def repeated(self) -> int:
        """How often a message came again that had come already."""
        return self.arrived.total() - len(self.arrived)

    def take(self, headers: Any, body: bytes) -> int:
        """Keep a message, and the status to answer with."""
        if not is_ours(headers, body, self.secret):
            self.forged += 1
            return 400
        if self.status < 300:
            self.arrived[headers["webhook-id"]] += 1
            self.bodies[headers["webhook-id"]] = body
        return self.status


def is_ours(headers: Any, body: bytes, secret: str) -> bool:
    """Whether the message is signed with the secret: written from the standard, apart from the portal's own code."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(wanted, str(headers["webhook-signature"]))


@contextmanager
def listening(listener: Listener) -> Iterator[Listener]:
    """The listener takes messages on a port of this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(listener.take(self.headers, body))
            if 300 <= listener.status < 400:
                self.send_header("location", listener.address)
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    listener.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
