"""Runs the portal and its worker side by side; when one of them or the caller ends, all end.

This is the last step of `make run`. In production the two are services of their own: see the README.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

COMMANDS = (("gunicorn", "wsgi:app"), ("flask", "worker"))
SECONDS_TO_END = 10
PR_SET_PDEATHSIG = 1  # The name of the option in Linux's <sys/prctl.h>.


def end_with_parent() -> Callable[[], None] | None:
    """What a process calls to get SIGTERM when its parent ends in any way, kill -9 included; Linux only."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask


def begin(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Starts a child in a group of its own, so that Ctrl-C reaches it once and in order: as our SIGTERM."""
    ask = end_with_parent()
    runner = os.getpid()

    def prepare() -> None:
        # Until the program is loaded the child still has our handlers, which would swallow the signal.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if ask:
            ask()
        if os.getppid() != runner:
            os._exit(1)  # We were gone before the kernel knew whom to tell.

    return subprocess.Popen([sys.executable, "-m", *command], preexec_fn=prepare, process_group=0)


def port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Asks all to end first, so that they do so at the same time, and insists after SECONDS_TO_END."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    if port_is_taken(port):
        print(f"Port {port} is taken. Another one: PORT={port + 1} make run", file=sys.stderr)
        return 1

    # A list and no threading.Event: a second signal would wait for the lock that the first one holds.
    asked_to_end: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: asked_to_end.append(number))
    ask = end_with_parent()
    if ask:
        ask()

    children = [begin(command) for command in COMMANDS]
    while not asked_to_end and all(child.poll() is None for child in children):
        time.sleep(0.2)
    codes = {" ".join(command): child.poll() for command, child in zip(COMMANDS, children, strict=True)}
    end(children)
    if asked_to_end:
        return 0
    for command, code in codes.items():
        if code is not None:
            print(f"`{command}` ended by itself with code {code}; so ends the rest.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
