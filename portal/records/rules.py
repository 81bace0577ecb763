"""The archive: a ZIP of which every byte is accounted for, a manifest of all in it, and one signature over that.

Nothing is compressed and nothing hangs on the clock, so that ``docs/verify_record.py`` can do with little.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping

MANIFEST, SIGNATURE = "manifest.json", "signature.txt"
# What is signed begins with this line, so that no other signature of the portal is ever one of a record.
SIGNED_AS = b"portal record 1\n"
_THEN = (1980, 1, 1, 0, 0, 0)


def sums(entries: Mapping[str, bytes]) -> dict[str, dict[str, int | str]]:
    """Size in bytes and SHA-256 of every entry."""
    return {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in entries.items()
    }


def pack(entries: Mapping[str, bytes], manifest: bytes, sign: Callable[[bytes], str]) -> bytes:
    """The archive of the entries with their manifest; ``sign`` gives the signature of what it is handed."""
    whole = {**entries, MANIFEST: manifest, SIGNATURE: sign(SIGNED_AS + manifest).encode()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(whole):
            archive.writestr(zipfile.ZipInfo(name, _THEN), whole[name])
    return made.getvalue()
