"""`python -m trust [NAME…]` runs the full proofs and writes docs/TRUST.md; with names, only those, and only prints.

Ends with 1 if anything was found.
"""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from trust import apart
from trust.page import Row, page
from trust.proofs import Needs, Proof
from trust.table import PROOFS

PAGE = Path(__file__).parents[1] / "docs" / "TRUST.md"
# How many run at a time of those that keep about a core busy. More would make some wait that should not.
LANES = 2


def main(names: list[str]) -> int:
    """Run the named proofs, or all of them and write the page."""
    if unknown := set(names) - {proof.name for proof in PROOFS}:
        print(f"No such proof: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    started = time.monotonic()
    rows = list(run([proof for proof in PROOFS if not names or proof.name in names]))
    if not names:
        PAGE.write_text(page(rows, (time.monotonic() - started) / 60, LANES), encoding="utf-8")
    return int(any(row.found for row in rows))


def run(proofs: list[Proof]) -> Iterator[Row]:
    """The rows of the page in its order. What needs the whole machine comes first, then the longest begin first."""
    tasks = [(proof, database) for proof in proofs for database in proof.databases]
    rows = {task: _tell(task) for task in tasks if task[0].needs is Needs.ALL}
    longest_first = sorted([task for task in tasks if task not in rows], key=lambda task: -task[0].minutes)
    with ThreadPoolExecutor(LANES) as lanes, ThreadPoolExecutor(1) as beside:
        under_way = {
            task: (beside if task[0].needs is Needs.LITTLE else lanes).submit(_tell, task)
            for task in longest_first
        }
    rows |= {task: row.result() for task, row in under_way.items()}
    return (rows[task] for task in tasks)


def _tell(task: tuple[Proof, str]) -> Row:
    row = apart.run(*task)
    print(row, flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
