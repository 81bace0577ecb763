"""What a proof is: a promise, and a harness that tries to break it as often as it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

DATABASES = ("sqlite", "postgresql")


class Needs(Enum):
    """What a proof needs of the machine while it runs, and so what may run beside it."""

    ALL = "the machine for itself"
    CORE = "a core"
    LITTLE = "hardly anything: it mostly waits"


@dataclass(frozen=True)
class Outcome:
    """What a harness did: ``tried`` in words, ``times`` as a count, and a sentence for everything found amiss."""

    tried: str
    times: int
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """One row of docs/TRUST.md. ``run(database, room)`` makes the full run in a folder of its own.

    ``databases`` are the kinds it runs on; a proof that hangs on none names the first only. ``minutes`` says about how
    long each takes, so that the longest begin first.
    A harness that cannot run on this machine raises ``NotHere`` with the reason, which is printed in its place.
    """

    name: str
    promise: str
    run: Callable[[str, Path], Outcome]
    databases: tuple[str, ...] = DATABASES
    minutes: float = 1
    needs: Needs = Needs.CORE


class NotHere(Exception):
    """This machine lacks something that the harness needs; the message says what."""
