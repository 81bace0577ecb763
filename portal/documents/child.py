"""What runs in the child process that makes PDFs: one job after the other, until the pipe ends."""

import locale
import os
import resource
import signal
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path

from portal.documents.facts import BadFacts
from portal.documents.render import FetchRefused, Typesetter

# The first byte of an answer.
READY, MADE, FAILED = b"R", b"M", b"F"

MEMORY_EXIT = 86


class Reason(StrEnum):
    """Why a document was not made. The first two lie in the document: another attempt ends the same way."""

    BAD_FACTS = "bad_facts"
    FETCH_REFUSED = "fetch_refused"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_LONG = "too_long"
    DIED = "died"


def serve(pipe: Connection, folder: str, memory_bytes: int, cpu_seconds: int) -> None:
    """Answer each message of canonical facts with a PDF or a reason.

    ``memory_bytes`` are on top of the address space that the warm process has. Anything unforeseen ends the
    process with a traceback: the parent starts another.
    """
    # A Ctrl-C in the terminal is for the parent, which then ends this process by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Pango chooses fonts by the language of the locale, which must be the same everywhere.
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    typesetter = Typesetter(Path(folder))
    typesetter.set_page("<p>warm</p>", b"warm")
    _limit(resource.RLIMIT_AS, _address_space() + memory_bytes)
    pipe.send_bytes(READY)
    while True:
        try:
            facts = pipe.recv_bytes()
            _limit(resource.RLIMIT_CPU, _cpu_used() + cpu_seconds)
            answer = MADE + typesetter.pdf(facts)
        except EOFError:
            return
        except BadFacts as error:
            answer = _failed(Reason.BAD_FACTS, error)
        except FetchRefused as error:
            answer = _failed(Reason.FETCH_REFUSED, error)
        except MemoryError:
            # What is left of the libraries' state is anybody's guess.
            os._exit(MEMORY_EXIT)
        pipe.send_bytes(answer)


def _failed(reason: Reason, error: Exception) -> bytes:
    return FAILED + f"{reason}:{error}".encode(errors="replace")


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _cpu_used() -> int:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return int(usage.ru_utime + usage.ru_stime) + 1
