"""Changes to a signed record, of its bytes and of its entries: the auditor's script has to find each."""

import contextlib
import importlib.util
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from types import ModuleType

from sqlalchemy import select

from portal import clock, create_app
from portal.cli.demo import fill
from portal.db import db, transaction
from portal.records import service
from portal.records.queries import buyer
from portal.sourcing.models import Rfq
from portal.sourcing.queries import keys
from portal.sourcing.service.keys import signing_key
from portal.sourcing.workflow import RfqState
from portal.workflow import PORTAL
from trust.house import ROOT, house
from trust.proofs import Outcome

TIMES = 2000
MORE = "further.json"


def run(database: str, room: Path) -> Outcome:
    """The full run over the record of an awarded RFQ of the demo."""
    with house(database, room, "records") as made:
        app = create_app(replace(made.settings, database_url=made.owner_url))
        with app.app_context():
            fill(clock.now())
            with transaction():
                signing_key(actor=PORTAL, now=clock.now())
            rfq = db.session.scalars(select(Rfq).where(Rfq.state == RfqState.AWARDED)).first()
            key = keys.signing()
            if rfq is None or key is None:
                raise LookupError("The demo has no awarded RFQ")
            entries = buyer.entries(rfq.buyer_id, rfq, made.settings.files_url, clock.now())
            signed = service.manifest(rfq, rfq.buyer.name, entries, key, clock.now())
            data, public = service.pack(entries, signed, key), key.public_key.hex()
            db.session.remove()
            db.engine.dispose()
    return attempt(data, public, room, TIMES, seed=1)


def script() -> ModuleType:
    """``docs/verify_record.py`` as a module."""
    spec = importlib.util.spec_from_file_location("verify_record", ROOT / "docs" / "verify_record.py")
    if spec is None or spec.loader is None:
        raise LookupError("docs/verify_record.py is gone")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attempt(data: bytes, public_key: str, room: Path, times: int, *, seed: int) -> Outcome:
    """Change the record so many times and let the script check each; what it lets through is told."""
    random, path, verify, missed, tried = Random(seed), room / "record.zip", script(), [], 0
    while tried < times:
        kind, changed = change(random, data)
        # What an unpacker never looks at (the dates of its entries) is no part of what is said.
        if same(changed, data):
            continue
        tried += 1
        path.write_bytes(changed)
        with contextlib.redirect_stdout(io.StringIO()):
            status = verify.main(str(path), public_key)
        missed += [f"{kind}: the script found nothing"] if status == 0 else []
    return Outcome("changes to the bytes and the entries of a signed record", times, tuple(missed))


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def same(changed: bytes, data: bytes) -> bool:
    """Whether an archive says byte for byte what another says, in as many bytes."""
    if len(changed) != len(data):
        return False
    try:
        return unpacked(changed) == unpacked(data)
    except (zipfile.BadZipFile, ValueError, EOFError, RuntimeError, OSError):
        return False


def change(random: Random, data: bytes) -> tuple[str, bytes]:
    """The archive with a random change: of its bytes, or of its entries and then packed anew."""
    entries = unpacked(data)
    place, name, other = random.randrange(len(data)), *random.sample(sorted(entries), 2)
    inside = random.randrange(len(entries[name]))
    flipped = bytes([entries[name][inside] ^ (1 << random.randrange(8))])
    without = {key: value for key, value in entries.items() if key != name}
    kinds: dict[str, Callable[[], bytes]] = {
        "a bit": lambda: data[:place] + bytes([data[place] ^ (1 << random.randrange(8))]) + data[place + 1 :],
        "cut short": lambda: data[:place],
        "a byte behind": lambda: data + b"\0",
        "bytes between": lambda: data[:place] + b"more" + data[place:],
        "a bit of an entry": lambda: packed(
            {**entries, name: entries[name][:inside] + flipped + entries[name][inside + 1 :]}
        ),
        "an entry taken out": lambda: packed(without),
        "an entry named anew": lambda: packed({**without, MORE: entries[name]}),
        "an entry put in": lambda: packed({**entries, MORE: b"[]"}),
        "two entries exchanged": lambda: packed({**entries, name: entries[other], other: entries[name]}),
        "an entry made longer": lambda: packed({**entries, name: entries[name] + b" "}),
        "another manifest": lambda: packed({**entries, "manifest.json": _forged(random, entries)}),
    }
    kind = random.choice(sorted(kinds))
    return kind, kinds[kind]()


def _forged(random: Random, entries: dict[str, bytes]) -> bytes:
    manifest = json.loads(entries["manifest.json"])
    listed = manifest["entries"]
    listed[random.choice(sorted(listed))]["sha256"] = f"{random.getrandbits(256):064x}"
    return json.dumps(manifest).encode()
