"""Debian's ClamAV daemon with one signature of our own: harm is refused, and while it is stopped nothing is judged."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random

from portal.files import scanner, store
from portal.files.service import Upload, receive
from tests.files.clamd import HARM, NAME
from tests.files.hostile import JPEG, PNG
from tests.files.packing import zipped
from tests.records import PDF
from trust.proofs import NotHere, Outcome

LIMIT = 1 << 20
SECONDS_TO_COME_UP = 60
SETTINGS = """\
LocalSocket {room}/clamd.socket
DatabaseDirectory {room}/signatures
TemporaryDirectory {room}
PidFile {room}/clamd.pid
Foreground yes
OfficialDatabaseOnly no
"""
# By the ending of its name, a file that is taken, with these words where its kind allows any.
CARRIERS = {
    "pdf": lambda words: PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n% " + words + b"\n"),
    "png": lambda words: PNG + words,
    "jpg": lambda words: JPEG + words,
    "txt": lambda words: b"Certificate\n" + words + b"\n",
    "zip": lambda words: zipped({"certificate.txt": b"Certificate " * 50 + words}),
}


@contextmanager
def daemon(room: Path) -> Iterator[str]:
    """The address of a daemon that knows one signature, until the block ends."""
    program = shutil.which("clamd")
    if program is None:
        raise NotHere("Debian's clamav-daemon is not installed")
    (room / "signatures").mkdir(exist_ok=True)
    (room / "signatures" / "ours.ndb").write_text(f"{NAME}:0:*:{HARM.hex()}\n", encoding="ascii")
    settings = room / "clamd.conf"
    settings.write_text(SETTINGS.format(room=room), encoding="utf-8")
    with (room / "clamd.log").open("ab") as log:
        process = subprocess.Popen([program, "--config-file", str(settings)], stdout=log, stderr=log)
    address = f"clamd://{room}/clamd.socket"
    try:
        _wait_for(address, room)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str, room: Path) -> None:
    until = time.monotonic() + SECONDS_TO_COME_UP
    while time.monotonic() < until:
        try:
            scanner.examine(address, b"nothing")
        except scanner.NoVerdict:
            time.sleep(0.1)
        else:
            return
    raise NotHere((room / "clamd.log").read_text(encoding="utf-8", errors="replace")[-500:])


def run(_database: str, room: Path) -> Outcome:
    """The full run: 500 files, half of them with harm in them, and a daemon that stops."""
    random, folder, found = Random(4), room / "files", []
    with daemon(room) as address:
        for count in range(500):
            harmful = count % 2 == 0
            upload = _send(folder.as_uri(), random, address, harmful)
            if harmful != (upload.error is not None) or harmful == upload.scanned:
                found.append(f"{upload.name} with{'' if harmful else 'out'} harm: {upload.error or 'taken'}")
    kept = [path.read_bytes() for path in folder.iterdir()]
    found += ["Harm was stored." for data in kept if HARM in data]
    for _ in range(10):
        if _send(folder.as_uri(), random, address, harmful=True).scanned:
            found.append("A stopped scanner waved a file through.")
    tried = "files sent to ClamAV's own daemon, half of them harmful, ten while it was stopped"
    return Outcome(tried, 510, tuple(found))


def _send(url: str, random: Random, address: str, harmful: bool) -> Upload:
    ending = random.choice(list(CARRIERS))
    words = random.randbytes(40).hex().encode()
    data = CARRIERS[ending](words + HARM if harmful else words)
    return receive(url, f"{store.new_key()}.{ending}", BytesIO(data), LIMIT, scanner_url=address)
