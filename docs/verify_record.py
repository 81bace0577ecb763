"""Check a signed record of an RFQ without the portal:  python verify_record.py RECORD.zip PUBLIC_KEY

PUBLIC_KEY is one of the portal's public keys as its page /receipts/check shows them, 64 hexadecimal digits; ask for
it in another way than you got the record. Needs Python 3.11 and the package "cryptography". Prints what holds and
ends with 0, or prints what does not and ends with 1.
"""

import hashlib
import json
import sys
import zipfile
from collections import Counter

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def entries_of(path):
    """The entries by name; every byte of the file has to belong to one of them, so that nothing hides in it."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        names = [info.filename for info in infos]
        told = 22 + sum(30 + 46 + 2 * len(info.filename) + info.file_size for info in infos)
        if len(set(names)) != len(names) or told != archive.fp.seek(0, 2) or archive.comment:
            raise ValueError("the archive holds more than its entries")
        if any(info.compress_type or info.extra or info.comment for info in infos):
            raise ValueError("the archive is not as the portal writes it")
        return {name: archive.read(name) for name in names}


def signed(key, data, signature):
    try:
        key.verify(bytes.fromhex(signature), data)
    except InvalidSignature:
        return False
    return bytes.fromhex(signature).hex() == signature


def check(entries, key):
    """Yield one sentence for each thing that does not hold."""
    manifest, signature = entries.pop("manifest.json"), entries.pop("signature.txt").decode()
    if not signed(key, b"portal record 1\n" + manifest, signature):
        yield "The manifest is not signed by this key."
        return
    told = json.loads(manifest)
    listed = told["entries"]
    amiss = [f"{gone} is missing." for gone in sorted(listed.keys() - entries.keys())]
    amiss += [f"{more} does not belong to the record." for more in sorted(entries.keys() - listed.keys())]
    for entry in sorted(listed.keys() & entries.keys()):
        data = entries[entry]
        if [len(data), hashlib.sha256(data).hexdigest()] != [listed[entry]["size"], listed[entry]["sha256"]]:
            amiss.append(f"{entry} is not what was signed.")
    yield from amiss
    if amiss:
        return
    yield from check_chain(entries)
    for receipt in json.loads(entries.get("receipts.json", b"[]")):
        if receipt["key"] == told["key"] and not signed(
            key, receipt["signed"].encode(), receipt["signature"]
        ):
            yield f"The receipt {receipt['signed']} is not signed by this key."


def check_chain(entries):
    """The stored events have the hashes that are listed, follow each other, and tell the hashes of the opened bids."""
    told = json.loads(entries["events.json"])
    opened = Counter()
    own = sorted((one for one in told["events"] if "seq" in one), key=lambda one: one["seq"])
    for before, one in zip([None, *own], own, strict=False):
        if told["head"]["seq"] < one["seq"]:
            yield f"Event {one['seq']} comes after the end of its chain."
        if not one["stored"]:
            continue
        data = entries.get(f"events/{one['seq']}.json", b"{}")
        body = json.loads(data)
        if hashlib.sha256(data).hexdigest() != one["hash"] or body.get("seq") != one["seq"]:
            yield f"Event {one['seq']} is not the one of that hash."
        if before and before["seq"] == one["seq"] - 1 and body.get("previous") != before["hash"]:
            yield f"Event {one['seq']} does not follow the one before it."
        opened.update(body["facts"]["hashes"] if body.get("name") == "BidsOpened" else ())
    if opened != Counter(bid["sha256"] for bid in json.loads(entries.get("bids.json", b"[]"))):
        yield "The bids are not those that were opened."


def main(path, public_key):
    try:
        amiss = list(check(entries_of(path), Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))))
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, RuntimeError, OSError, EOFError) as error:
        amiss = [f"This is not a whole record: {error}."]
    print(
        "\n".join(amiss) or "Every part is what the portal signed, and the bids are those that were opened."
    )
    return int(bool(amiss))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
