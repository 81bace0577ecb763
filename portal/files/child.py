"""What runs in the child process that looks into one file: read it, judge it, say in a word what is wrong with it.

Started as a program of its own with nothing in its environment. It has limits before it reads the first byte, and ends
after one file, so that no file can touch the judgement of the next.
"""

import resource
import sys

from portal.files.rules import content
from portal.files.rules.faults import Fault, Faulty
from portal.files.rules.kinds import KINDS

MEBIBYTE = 1024 * 1024
# Address space in all. Half of it is the 256 MB that a file may unpack to, twice over while a part is judged.
MEMORY_BYTES = 1024 * MEBIBYTE
CPU_SECONDS = 20
IN_ORDER = "in order"


def main() -> None:
    """Judge standard input as the media type of the first argument; the answer is the fault and where it lies."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    kind = next(kind for kind in KINDS if kind.media_type == sys.argv[1])
    answer = IN_ORDER
    try:
        content.judge(kind, sys.stdin.buffer.read())
    except Faulty as found:
        answer = f"{found.fault}\n{found.part}"
    except MemoryError:
        answer = f"{Fault.TOO_LARGE_INSIDE}\n"
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
