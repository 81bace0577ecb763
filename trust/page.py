"""docs/TRUST.md: a line for every proof and database, under what was tried on which machine."""

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trust.proofs import NotHere, Outcome, Proof

ROOT = Path(__file__).parents[1]
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

HEAD = """\
# What was tried to break the promises

Made by `make trust`, which repeats all of it; `python -m trust NAME` repeats the lines of that name alone. A small
run of each harness is part of `make test`.

| | |
|---|---|
| Commit | {commit} |
| Day | {day} |
| Machine | {machine} |
| Run with | {versions} |
| Took | {minutes:.0f} minutes: first what needs all of it, then {lanes} at a time, beside them what mostly waits |
| Found | {found} |

| promise | name | database | tried | times | found | took |
|---|---|---|---|---:|---|---:|
"""


@dataclass(frozen=True)
class Row:
    """What came of a proof on a kind of database, in how many seconds; ``version`` says on which one exactly."""

    proof: Proof
    database: str
    outcome: Outcome | NotHere
    seconds: float
    version: str

    @property
    def found(self) -> tuple[str, ...]:
        """What is amiss; nothing for a proof that this machine cannot run."""
        return () if isinstance(self.outcome, NotHere) else self.outcome.found

    def __str__(self) -> str:
        where = NAMES[self.database] if len(self.proof.databases) > 1 else "–"
        begin = f"| {self.proof.promise} | {self.proof.name} | {where} "
        if isinstance(self.outcome, NotHere):
            return f"{begin}| not run: {_cell(str(self.outcome))} | 0 | | |"
        found = "<br>".join(map(_cell, self.found)) or "nothing"
        took = f"{self.seconds:.0f} s"
        return f"{begin}| {_cell(self.outcome.tried)} | {self.outcome.times:,} | {found} | {took} |"


def _cell(text: str) -> str:
    """A text that stays within its cell."""
    return " ".join(text.split()).replace("|", "\\|")


def page(rows: list[Row], minutes: float, lanes: int) -> str:
    """The whole page."""
    head = HEAD.format(
        commit=_commit(),
        day=datetime.now(UTC).date().isoformat(),
        machine=f"{os.cpu_count()} processor cores, {platform.system()} {platform.machine()}",
        versions=", ".join([f"Python {platform.python_version()}", *_versions(rows)]),
        minutes=minutes,
        lanes=lanes,
        found=_sum(rows),
    )
    return head + "\n".join(map(str, rows)) + "\n"


def _versions(rows: list[Row]) -> list[str]:
    return sorted({row.version for row in rows if row.version}, reverse=True)


def _sum(rows: list[Row]) -> str:
    found = sum(bool(row.found) for row in rows)
    left = sum(isinstance(row.outcome, NotHere) for row in rows)
    said = f"something in {found} of {len(rows)} lines" if found else f"nothing in {len(rows) - left} lines"
    return f"{said}; {left} not run" if left else said


def _commit() -> str:
    """The commit that was tried, and whether anything beside it was."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    changed = git("status", "--porcelain", "--", "portal", "migrations", "trust", "tests", "requirements.txt")
    return f"`{git('rev-parse', '--short', 'HEAD')}`" + (" with changes" if changed else "")
