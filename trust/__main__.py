"""`python -m trust [NAME…]` runs the full proofs and writes docs/TRUST.md; with names, only those, and only prints.

Ends with 1 if anything was found.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trust.proofs import NotHere, Outcome, Proof
from trust.table import PROOFS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "TRUST.md"

HEAD = """\
# What was tried to break the promises

Made by `make trust`; every line can be repeated there, and a small run of each harness is part of `make test`.
Commit {commit}, {day}, Python {python}, {cores} processor cores; {minutes:.0f} minutes in all.

| promise | database | tried | times | found | took |
|---|---|---|---:|---|---:|
"""


@dataclass(frozen=True)
class Row:
    proof: Proof
    database: str
    outcome: Outcome | NotHere
    seconds: float

    @property
    def where(self) -> str:
        """The kind of database, or a dash for what hangs on none."""
        return self.database if len(self.proof.databases) > 1 else "–"

    def __str__(self) -> str:
        if isinstance(self.outcome, NotHere):
            return f"| {self.proof.promise} | {self.where} | not run: {self.outcome} | 0 | | |"
        found = "nothing" if not self.outcome.found else "<br>".join(self.outcome.found)
        return (
            f"| {self.proof.promise} | {self.where} | {self.outcome.tried} | {self.outcome.times:,} "
            f"| {found} | {self.seconds:.0f} s |"
        )


def run(proof: Proof, database: str) -> Row:
    started = time.monotonic()
    outcome: Outcome | NotHere
    with tempfile.TemporaryDirectory(prefix="portal-trust-") as room:
        try:
            outcome = proof.run(database, Path(room))
        except NotHere as reason:
            outcome = reason
    return Row(proof, database, outcome, time.monotonic() - started)


def commit() -> str:
    """The commit that was tried, and whether anything beside it was."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    changed = git("status", "--porcelain", "--", "portal", "migrations", "trust")
    return git("rev-parse", "--short", "HEAD") + (" with changes" if changed else "")


def main(names: list[str]) -> int:
    """Run the named proofs, or all of them and write the page."""
    if unknown := set(names) - {proof.name for proof in PROOFS}:
        print(f"No such proof: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    started = time.monotonic()
    rows = []
    for proof in PROOFS:
        for database in proof.databases if not names or proof.name in names else ():
            row = run(proof, database)
            print(row, flush=True)
            rows.append(row)
    if not names:
        head = HEAD.format(
            commit=commit(),
            day=datetime.now(UTC).date().isoformat(),
            python=platform.python_version(),
            cores=os.cpu_count(),
            minutes=(time.monotonic() - started) / 60,
        )
        PAGE.write_text(head + "\n".join(map(str, rows)) + "\n", encoding="utf-8")
    return int(any(isinstance(row.outcome, Outcome) and row.outcome.found for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
