"""Files that can be made to take any amount of memory or time are looked into by a child process with limits."""

import subprocess
import sys
from threading import BoundedSemaphore

from portal.config import ROOT
from portal.files.child import IN_ORDER
from portal.files.rules import content
from portal.files.rules.faults import Fault, Faulty
from portal.files.rules.kinds import Inside, Kind

WALL_SECONDS = 40
# Each may take a gigabyte: of many files that come at once, most wait.
_AT_ONCE = BoundedSemaphore(2)
_IN_CHILD = (Inside.PDF, Inside.ARCHIVE, Inside.XML)


def inspect(kind: Kind, data: bytes) -> None:
    """Judge a file by its content. ``Faulty`` says what is wrong with it.

    A file that the child process does not live through, for want of memory, time or anything else, is refused too.
    """
    # What does not even begin like its kind needs no process to be refused.
    if kind.inside not in _IN_CHILD or not kind.recognised(data[:4096]):
        content.judge(kind, data)
        return
    answer = _ask(kind, data)
    if answer == IN_ORDER:
        return
    fault, _, part = answer.partition("\n")
    raise Faulty(Fault(fault), part)


def _ask(kind: Kind, data: bytes) -> str:
    with _AT_ONCE:
        return _child_says(kind, data)


def _child_says(kind: Kind, data: bytes) -> str:
    try:
        # Nothing of ours goes along: no keys in the environment, no open files.
        done = subprocess.run(  # noqa: S603 (our own program, with a word out of our own table)
            [sys.executable, "-m", "portal.files.child", kind.media_type],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Fault.TOO_LONG
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else Fault.TOO_LONG
