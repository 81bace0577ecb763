"""What a proof is: a promise, and a harness that tries to break it as often as it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DATABASES = ("sqlite", "postgresql")


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
    long each takes, so that the longest begin first; one that mostly ``waits`` runs beside those that work.
    A harness that cannot run on this machine raises ``NotHere`` with the reason, which is printed in its place.
    """

    name: str
    promise: str
    run: Callable[[str, Path], Outcome]
    databases: tuple[str, ...] = DATABASES
    minutes: float = 1
    waits: bool = False


class NotHere(Exception):
    """This machine lacks something that the harness needs; the message says what."""
