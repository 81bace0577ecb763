"""Every page and every form by everybody: the walks of the suite, which there take a share of the way, go all of it."""

import re
import subprocess
import sys
from pathlib import Path

from trust.house import ROOT
from trust.proofs import Outcome

WALKS = (
    "web/test_routes.py",
    "web/test_naughty.py",
    "trust/test_canary_crawl.py",
    "trust/test_csrf.py",
    "trust/test_fails_closed.py",
    "trust/test_foreign_is_missing.py",
    "trust/test_foreign_values.py",
    "trust/test_mass_assignment.py",
    "trust/test_matrix.py",
    "trust/test_paths.py",
    "trust/test_prices.py",
    "trust/test_sealed_pages.py",
)

TRIED = {
    "postgresql": "walks over every route by every role, by strangers and by competitors, with every naughty string",
    "sqlite": "those of the walks over every route that hang on the database",
}


def run(database: str, room: Path) -> Outcome:
    """The full run: on PostgreSQL all of it, where row-level security stands under the filters, on SQLite what hangs on
    the database."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "--whole", "-k", database]
    if database == "sqlite":
        command += ["-m", "not one_database"]
    paths = [f"tests/{name}" for name in WALKS]
    ended = subprocess.run(
        [*command, f"--basetemp={room / 'walks'}", *paths], cwd=ROOT, capture_output=True, text=True
    )
    return judge(ended.stdout, ended.returncode, TRIED[database])


def judge(said: str, code: int, tried: str = "") -> Outcome:
    """What a run of the walks found. Raises ``AssertionError`` where it did not come to its end."""
    found = re.findall(r"^(?:FAILED|ERROR) tests/(.+)", said, re.MULTILINE)
    passed = re.search(r"(\d+) passed", said)
    if passed is None or (code != 0 and not found):
        raise AssertionError(said[-3000:])
    return Outcome(tried, int(passed[1]) + len(found), tuple(found))
