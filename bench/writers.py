"""How long writers wait for each other: eight processes that write in a loop.

Prints, for each database, the longest write transaction as a multiple of the median one. The promise is at most ten.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from portal import clock, create_app, outbox
from portal.config import Settings
from portal.db import db, transaction
from portal.models import metadata
from tests import postgres, processes
from tests.conftest import settings_for

WRITERS, TURNS, PROMISED = 8, 150, 10.0


def write_and_time(name: str, turns: int, begin: str, out: str) -> None:
    """Write in a loop and note how long each transaction took, in milliseconds."""
    with transaction():
        # The first transaction connects, which is nobody's wait.
        outbox.enqueue(name, {}, due=clock.now())
    while not Path(begin).exists():
        time.sleep(0.002)
    taken = []
    for _ in range(turns):
        started = time.perf_counter()
        with transaction():
            outbox.enqueue(name, {}, due=clock.now())
        taken.append((time.perf_counter() - started) * 1000)
    Path(out).write_text("\n".join(map(str, taken)), encoding="ascii")


def measure(settings: Settings, room: Path) -> float:
    """The longest wait of any writer as a multiple of the median."""
    begin = room / "begin"
    outs = [room / f"out-{number}" for number in range(WRITERS)]
    writers = [
        processes.start(write_and_time, settings, f"writer-{number}", TURNS, str(begin), str(out))
        for number, out in enumerate(outs)
    ]
    time.sleep(3)
    begin.touch()
    for writer in writers:
        writer.join()
    begin.unlink()
    taken = [float(line) for out in outs for line in out.read_text(encoding="ascii").splitlines()]
    median, longest = statistics.median(taken), max(taken)
    print(
        f"  {len(taken)} transactions: median {median:.1f} ms, longest {longest:.1f} ms, ratio {longest / median:.1f}"
    )
    return longest / median


def main() -> int:
    """Measure on both databases; exit 1 when the promise is broken."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        for database in ("SQLite", "PostgreSQL"):
            print(f"{database}, {WRITERS} processes writing in a loop")
            if database == "SQLite":
                settings = settings_for(f"sqlite:///{room / 'bench.db'}", room)
                with create_app(settings).app_context():
                    with transaction():
                        metadata.create_all(db.session.connection())
                    db.session.remove()
            else:
                url, owner = postgres.new_database("bench")
                postgres.create_tables(owner, metadata)
                settings = settings_for(url, room)
            worst = max(worst, measure(settings, room))
    return int(worst > PROMISED)


if __name__ == "__main__":
    sys.exit(main())
