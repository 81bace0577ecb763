"""`make run` leaves nothing behind: its processes end together, however one of them ends."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[1]

# Two servers that would run for ever, on ports of the system's choice, stand for gunicorn and the worker.
RUNNER = """
import sys
from tools import serve
serve.COMMANDS = (("http.server", "--bind=127.0.0.1", "0"), ("http.server", "--bind=127.0.0.2", "0"))
sys.exit(serve.main())
"""

# What gunicorn does: the first process notes signals, forks, and stops the newcomer before it has handlers of its own.
FORKING = """
import os, runpy, signal, time
noted = []
signal.signal(signal.SIGTERM, lambda *_: noted.append(os.getpid()))
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGTERM))
runpy.run_path("gunicorn.conf.py")
newcomer = os.fork()
if not newcomer:
    time.sleep(20)
    os._exit(0)
os.kill(newcomer, signal.SIGTERM)
assert os.waitstatus_to_exitcode(os.waitpid(newcomer, 0)[1]) == -signal.SIGTERM
assert noted == [os.getpid()]
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def runner() -> Iterator[subprocess.Popen[str]]:
    environment = {"PORT": str(free_port()), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", RUNNER],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def children_of(runner: subprocess.Popen[str]) -> list[psutil.Process]:
    """Both children, once they are there."""
    parent = psutil.Process(runner.pid)
    for _ in range(200):
        if len(found := parent.children()) == 2:
            return found
        time.sleep(0.05)
    raise AssertionError("the runner did not start two processes")


def left_over(children: list[psutil.Process]) -> list[psutil.Process]:
    return psutil.wait_procs(children, timeout=10)[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_end_it_ends_both(runner: subprocess.Popen[str], number: signal.Signals) -> None:
    children = children_of(runner)

    runner.send_signal(number)

    assert left_over(children) == []
    assert runner.wait(10) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells children that their parent is gone.")
def test_asked_in_every_way_at_once_it_ends_both(runner: subprocess.Popen[str]) -> None:
    """As make does, which passes on what the whole group got already."""
    children = children_of(runner)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        runner.send_signal(number)
    assert runner.wait(timeout=30) == 0
    assert left_over(children) == []


def test_killed_outright_it_leaves_nothing_behind(runner: subprocess.Popen[str]) -> None:
    children = children_of(runner)

    runner.kill()

    assert left_over(children) == []


def test_one_that_ends_takes_the_other_along(runner: subprocess.Popen[str]) -> None:
    children = children_of(runner)

    children[0].kill()

    assert left_over(children) == []
    assert runner.wait(10) == 1
    assert runner.stderr is not None
    assert "ended by itself with code -9" in runner.stderr.read()


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        tried = subprocess.run(
            [sys.executable, "tools/serve.py"],
            cwd=ROOT,
            env={"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert tried.returncode == 1
    assert f"Port {port} is taken" in tried.stderr


def test_a_web_process_just_forked_can_be_stopped_as_well() -> None:
    subprocess.run([sys.executable, "-c", FORKING], cwd=ROOT, check=True, timeout=60)
