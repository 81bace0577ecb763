"""Following every link that a person meets, and reading whatever comes back: pages, PDFs, archives and workbooks."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from tests.documents import reading
from tests.trust.canaries import Canaries
from tests.trust.walking import address, doors, filled

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
SHARED = ("/", "/inbox/", "/account/", "/account/choose", "/receipts/check", "/login", "/reset")
CHOICES = 1
ASSETS = ("/static/", "/bootstrap/", "/fs-static/", "/logout", "/change", "/account/switch")


def texts(data: bytes) -> Iterator[str]:
    """What a reader finds in some bytes: as they are, on pages of a PDF, in members of an archive or workbook."""
    yield data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        # A long word may be broken anywhere.
        yield from map(reading.squeezed, reading.pages(data))
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts(archive.read(name))


def starts(app, sets, who) -> set[str]:
    """Every address of the URL map, filled with the records that this company shares."""
    side = who.organisation.side
    parties = [objects for objects in sets if who.id in (objects.buyer, objects.supplier)]
    found = set(SHARED)
    for door in doors(app):
        if door.rule.side is side and door.method == "GET":
            found |= {address(app, door, filled(door, objects)) for objects in parties or sets[:1]}
    return found


def crawl(client, waiting: set[str], canaries: Canaries, reader: int) -> tuple[list, int]:
    """What is foreign on the pages that lead on from these addresses, and how many there are."""
    seen, found, forms = set(), [], Counter()
    while waiting:
        plain = waiting.pop().replace("&amp;", "&")
        path = plain.partition("?")[0]
        # A page is looked at in one of its choices: periods alone could be turned for ever.
        if plain in seen or plain.startswith(ASSETS) or forms[path] >= CHOICES:
            continue
        seen.add(plain)
        forms[path] += 1
        answer = client.get(plain)
        text = "\n".join(texts(answer.get_data()))
        if foreign := canaries.foreign(f"{answer.headers}\n{text}", reader):
            found.append((plain, sorted(foreign)))
        if answer.location:
            waiting.add(answer.location)
        if answer.mimetype == "text/html":
            waiting |= {
                link for link in LINK.findall(text) if not re.search(r"[?&](after|before|from)=", link)
            }
    return found, len(seen)


