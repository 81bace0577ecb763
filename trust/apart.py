"""One proof in a process of its own: what breaks or hangs there is told on the page and takes nothing else along.

`python -m trust.apart NAME DATABASE RESULT` runs one and writes what came of it into the file RESULT.
"""

import gc
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import psutil

from tests import postgres
from trust.page import Row
from trust.proofs import NotHere, Outcome, Proof

ROOT = Path(__file__).parents[1]
# On two cores that have nothing else to do, the longest takes three quarters of that.
LONGEST = 60 * 60
SECONDS_TO_CLEAR_UP = 60
MEMORY, PLENTY = Path("/dev/shm"), 4 << 30


def run(proof: Proof, database: str, longest: float = LONGEST) -> Row:
    """Run a proof on a kind of database and wait for what comes of it, ``longest`` seconds at most."""
    started = time.monotonic()
    with _folder() as room:
        result, said = Path(room) / "result.json", Path(room) / "said"
        command = [sys.executable, "-W", "ignore", "-m", "trust.apart", proof.name, database, str(result)]
        with said.open("wb") as log, subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as process:
            try:
                process.wait(longest)
            except subprocess.TimeoutExpired:
                _end(process)
        told = json.loads(result.read_bytes()) if result.exists() else {}
        last = said.read_text(encoding="utf-8", errors="replace")
    seconds = time.monotonic() - started
    if "not_here" in told:
        return Row(proof, database, NotHere(told["not_here"]), seconds, "")
    if "tried" not in told:
        print(last, file=sys.stderr)
        why = f"was still at it after {longest / 60:.0f} minutes" if seconds > longest else "ended early"
        broken = Outcome("nothing: the harness broke", 0, (f"The harness {why}: {_last_line(last)}",))
        return Row(proof, database, broken, seconds, "")
    outcome = Outcome(told["tried"], told["times"], tuple(told["found"]))
    return Row(proof, database, outcome, seconds, told["version"])


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes with the block: in memory where there is plenty, so that nobody waits for a disk.

    What is killed here are processes, and a kill takes from a file in memory no more than from one on a disk.
    """
    plenty = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > PLENTY
    return tempfile.TemporaryDirectory(prefix="portal-trust-", dir=MEMORY if plenty else None)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Interrupt it, so that it ends what it has started; kill all of that where it does not come to it."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(SECONDS_TO_CLEAR_UP)
    except subprocess.TimeoutExpired:
        for one in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
            one.kill()
        postgres.stop_of(process.pid)


def _last_line(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def main(name: str, database: str, result: str) -> None:
    """Run the proof of this name here."""
    from trust.table import PROOFS

    (proof,) = (one for one in PROOFS if one.name == name)
    # What is loaded once stays: the collector need not look at it again and again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    with _folder() as room:
        try:
            told = {**asdict(proof.run(database, Path(room))), "version": _version(database)}
        except NotHere as reason:
            told = {"not_here": str(reason)}
    Path(result).write_text(json.dumps(told), encoding="utf-8")


def _version(database: str) -> str:
    if database == "postgresql":
        return f"PostgreSQL {postgres.version()}"
    return f"SQLite {sqlite3.sqlite_version}"


if __name__ == "__main__":
    main(*sys.argv[1:])
