"""A wire between the portal and what it stands on that a harness can cut and join again."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import make_url


@dataclass
class Wire:
    """Passes on what comes to ``port``. While it is cut, connections end at once and new ones are refused."""

    reach: Callable[[], socket.socket]
    listener: socket.socket
    cut: bool = False
    _ends: list[socket.socket] = field(default_factory=list)
    _passing: list[threading.Thread] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def sever(self) -> None:
        """Cut it: everything under way breaks."""
        self.cut = True
        for end in self._ends:
            _shut(end)
        self._ends.clear()

    def join(self) -> None:
        """Let connections through again."""
        self.cut = False

    def wait(self) -> None:
        """Return when nothing is passed on any more. Call when it is cut."""
        for passing in self._passing:
            passing.join()

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                near, _address = self.listener.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            far = self.reach()
            self._ends += [near, far]
            for source, sink in ((near, far), (far, near)):
                passing = threading.Thread(target=_pass_on, args=(source, sink), daemon=True)
                passing.start()
                self._passing.append(passing)


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    _shut(source)
    _shut(sink)
    # Each direction closes the end that it reads from, and nobody else does.
    source.close()


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(reach: Callable[[], socket.socket]) -> Iterator[Wire]:
    """A wire to whatever ``reach`` connects to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Wire(reach, listener)
        serving = threading.Thread(target=made.serve, daemon=True)
        serving.start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
        serving.join()
        made.sever()
        made.wait()


def reach_postgresql(folder: str, port: int = 5432) -> Callable[[], socket.socket]:
    """What connects to the PostgreSQL server whose socket lies in this folder."""

    def reach() -> socket.socket:
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{folder}/.s.PGSQL.{port}")
        return far

    return reach


@contextmanager
def wire_to_database(database_url: str) -> Iterator[tuple[Wire, str]]:
    """A wire to the PostgreSQL server of this address, and the address by which it is reached through the wire."""
    url = make_url(database_url)
    with wire(reach_postgresql(str(url.query["host"]), url.port or 5432)) as made:
        through = url.set(host="127.0.0.1", port=made.port, query={})
        yield made, through.render_as_string(hide_password=False)
