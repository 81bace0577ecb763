"""Looking for a string wherever it may have been left: in files and memory, as it is, encoded or packed."""

import base64
import contextlib
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

# Where a stream of zlib or gzip may begin, and how much of one is unpacked.
PACKED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08")
MOST_PACKED, MOST_UNPACKED = 4 * 1024 * 1024, 64 * 1024 * 1024
CHUNK = 16 * 1024 * 1024


class Needles:
    """The forms in which texts and whole numbers may lie: UTF-8, UTF-16, hex, base64 at any offset, JSON, binary."""

    def __init__(self, texts: Iterable[str], numbers: Iterable[int] = ()) -> None:
        self.forms: dict[bytes, str] = {}
        for text in texts:
            for form, said in _forms_of(text):
                self.forms.setdefault(form, said)
        for number in numbers:
            self.forms.update({str(number).encode(): f"{number}"})
            size = (number.bit_length() + 7) // 8
            self.forms.update(
                {number.to_bytes(size, end): f"{number}, {end} endian" for end in ("big", "little")}
            )
        self.longest = max(map(len, self.forms))

    def within(self, data: bytes) -> Iterator[str]:
        """What is found in some bytes as they lie there, and in what is packed among them."""
        yield from self.plainly(data)
        for unpacked in _unpacked(data):
            yield from (f"{form}, packed" for form in self.plainly(unpacked))

    def plainly(self, data: bytes) -> list[str]:
        """What is found in some bytes as they lie there."""
        return [name for form, name in self.forms.items() if form in data]

    def in_files(self, folder: Path) -> Iterator[str]:
        """What is found in the files below a folder, each named; their own names are looked at too."""
        for path in sorted(folder.rglob("*")):
            yield from (f"the name of {path.name}: {form}" for form in self.plainly(path.name.encode()))
            if path.is_file() and not path.is_symlink():
                for data in self.chunks(path):
                    yield from (f"{path.relative_to(folder)}: {form}" for form in self.within(data))

    def chunks(self, path: Path) -> Iterator[bytes]:
        """A file in parts that overlap by the longest form; one that goes meanwhile has nothing left to find."""
        try:
            with path.open("rb") as file:
                before = b""
                while part := file.read(CHUNK):
                    yield before + part
                    before = part[-self.longest :]
        except FileNotFoundError:
            return


def _forms_of(text: str) -> Iterator[tuple[bytes, str]]:
    plain = text.encode()
    yield plain, text
    yield json.dumps(text)[1:-1].encode(), f"{text}, JSON"
    for wide in ("utf-16-le", "utf-16-be"):
        yield text.encode(wide), f"{text}, {wide}"
    for hexed in (plain.hex(), plain.hex().upper()):
        yield hexed.encode(), f"{text}, hex"
    for offset in range(3):
        # What hangs on the neighbours is cut off at either end.
        whole = base64.b64encode(b"\0" * offset + plain)
        sure = whole[-(-offset * 8 // 6) : (offset + len(plain)) * 8 // 6]
        yield sure, f"{text}, base64"
        yield sure.replace(b"+", b"-").replace(b"/", b"_"), f"{text}, base64"


def _unpacked(data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    for magic in PACKED:
        begin = data.find(magic)
        while begin >= 0:
            # 47 reads the headers of zlib and of gzip alike.
            stream = zlib.decompressobj(47)
            with contextlib.suppress(zlib.error):
                yield stream.decompress(view[begin : begin + MOST_PACKED], MOST_UNPACKED)
            begin = data.find(magic, begin + 1)
