"""What lies in the memory of processes that we have started: as a core dump would hold it."""

import re
from collections.abc import Iterator
from pathlib import Path

from trust.proofs import NotHere

_AREA = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r(\S+) \S+ \S+ \S+\s*(.*)")


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        raise NotHere("this system does not tell which processes another has started")
    return [int(child) for child in found.read_text(encoding="ascii").split()]


def areas(pid: int | str) -> Iterator[bytes]:
    """The readable memory of a process, or of this one (``self``), area by area, as a core dump would have it."""
    try:
        maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            for begin, end in _written(maps):
                memory.seek(begin)
                try:
                    yield memory.read(end - begin)
                except OSError:
                    # A part of the kernel's own, which no dump holds either.
                    continue
    except PermissionError as reason:
        raise NotHere("the memory of a process may not be read here") from reason


def _written(maps: str) -> Iterator[tuple[int, int]]:
    """The areas that a process can have written to; code and libraries hold nobody's bid."""
    for line in maps.splitlines():
        match = _AREA.match(line)
        if match and match[3].startswith("w") and not match[4].startswith(("[vvar", "[vdso", "[vsyscall")):
            yield int(match[1], 16), int(match[2], 16)
