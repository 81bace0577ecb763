"""A child process that makes PDFs, so that no document can take the worker down with it.

The child is started with ``spawn``, keeps WeasyPrint warm, and lives under limits of memory and time. Over
memory a C library may end it by any signal, so every broken pipe counts as its death: the job fails with a
reason, and the next job gets a new child. What the child answers is bytes, never pickles: it has read texts
that strangers wrote.
"""

import multiprocessing
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory

from portal.documents.child import FAILED, MADE, MEMORY_EXIT, READY, Reason, serve

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one document may take: address space beyond that of the warm child, CPU time, time on the clock.

    ``start_seconds`` is how long the child may take to get warm, ``answer_bytes`` how large a PDF may be. An
    order of 500 lines takes about ten seconds; the time on the clock stays below the lease of an outbox row.
    """

    memory_bytes: int = 768 * MEBIBYTE
    cpu_seconds: int = 40
    wall_seconds: float = 50
    start_seconds: float = 30
    answer_bytes: int = 64 * MEBIBYTE


class RenderFailed(Exception):
    """No PDF was made. ``reason`` says why in one word, ``detail`` in more, for the log."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Renderer:
    """Makes PDFs in a child process, one after the other. For one thread; use as a context, or ``close`` it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._folder = TemporaryDirectory(prefix="portal-documents-")
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> "Renderer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Warm the child, so that the first document does not wait for it. ``RenderFailed`` if it cannot live."""
        if self._process is not None and self._process.is_alive():
            return
        self._stop(0)
        context = multiprocessing.get_context("spawn")
        pipe, theirs = context.Pipe()
        process = context.Process(
            target=serve,
            args=(theirs, self._folder.name, self.limits.memory_bytes, self.limits.cpu_seconds),
            name="documents",
            daemon=True,
        )
        # A process that could not be started, for want of memory perhaps, is none that could be ended later.
        process.start()
        self._pipe, self._process = pipe, process
        theirs.close()
        self._answer(self.limits.start_seconds)

    def pdf(self, facts: bytes) -> bytes:
        """The PDF of canonical facts (``facts.to_bytes``): the same bytes for the same facts.

        ``RenderFailed`` tells why there is none; the renderer itself stays usable.
        """
        self.start()
        assert self._pipe is not None
        try:
            self._pipe.send_bytes(facts)
        except OSError as error:
            raise self._died() from error
        return self._answer(self.limits.wall_seconds)

    def close(self) -> None:
        """End the child and remove its folder."""
        self._stop(1)
        self._folder.cleanup()

    def _answer(self, seconds: float) -> bytes:
        assert self._pipe is not None
        try:
            if not self._pipe.poll(seconds):
                self._stop(0)
                raise RenderFailed(Reason.TOO_LONG, f"no answer after {seconds} seconds")
            answer = self._pipe.recv_bytes(self.limits.answer_bytes)
        except (EOFError, OSError) as error:
            raise self._died() from error
        kind, content = answer[:1], answer[1:]
        if kind in (READY, MADE):
            return content
        assert kind == FAILED
        reason, _, detail = content.decode().partition(":")
        raise RenderFailed(Reason(reason), detail)

    def _died(self) -> RenderFailed:
        code = self._stop(5)
        if code == MEMORY_EXIT:
            return RenderFailed(Reason.TOO_MUCH_MEMORY, f"more than {self.limits.memory_bytes} bytes")
        if code == -signal.SIGXCPU:
            return RenderFailed(Reason.TOO_LONG, f"more than {self.limits.cpu_seconds} seconds of CPU")
        return RenderFailed(Reason.DIED, f"the child ended with {code}")

    def _stop(self, patience: float) -> int | None:
        """End the child if there is one; after ``patience`` seconds by force.

        Returns its exit code, negative where a signal ended it.
        """
        if self._process is None:
            return None
        assert self._pipe is not None
        if patience == 0:
            self._process.kill()
        self._pipe.close()
        self._process.join(patience or None)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        code = self._process.exitcode
        self._process.close()
        self._process = self._pipe = None
        return code
