"""Small real files for the demo: drawings as PDF, a colour sample as PNG, a table as CSV."""

import io
import struct
import zlib
from collections.abc import Iterable

A4_LANDSCAPE = (842, 595)
FRAME = (30, 30, 782, 535)


def drawing(number: str, title: str, revision: str, shape: str) -> bytes:
    """A one-page drawing: frame, title block, and the outline named by ``shape`` (a key of ``SHAPES``)."""
    import pikepdf

    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4_LANDSCAPE)
    page = pdf.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    marks = [*_sheet(number, title, revision), *SHAPES[shape]]
    page.Contents = pdf.make_stream("\n".join(marks).encode("cp1252", "replace"))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _sheet(number: str, title: str, revision: str) -> list[str]:
    block = (532, 30, 280, 90)
    lines = [("Title", title), ("Number", number), ("Revision", revision), ("Scale 1:2", "ISO 2768-mK")]
    marks = [_box(*FRAME), _box(*block)]
    for row, (label, value) in enumerate(lines):
        height = 104 - row * 22
        marks += [_text(540, height, 8, label), _text(600, height, 10, value)]
    return marks


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"{x} {y} {width} {height} re S"


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x} {y} m {to_x} {to_y} l S"


def _text(x: float, y: float, size: int, text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {size} Tf {x} {y} Td ({plain}) Tj ET"


def _circle(x: float, y: float, radius: float) -> str:
    # Four Bézier curves: 0.5523 is the usual distance of their handles from the quadrants.
    h = radius * 0.5523
    return (
        f"{x + radius} {y} m {x + radius} {y + h} {x + h} {y + radius} {x} {y + radius} c "
        f"{x - h} {y + radius} {x - radius} {y + h} {x - radius} {y} c "
        f"{x - radius} {y - h} {x - h} {y - radius} {x} {y - radius} c "
        f"{x + h} {y - radius} {x + radius} {y - h} {x + radius} {y} c S"
    )


def _axis(x: float, y: float, to_x: float) -> list[str]:
    return ["[12 4 3 4] 0 d 0.4 w", _line(x, y, to_x, y), "[] 0 d 1 w"]


def _size(x: float, to_x: float, y: float, text: str) -> list[str]:
    middle = (x + to_x) / 2 - 4 * len(text) / 2
    return ["0.4 w", _line(x, y, to_x, y), _line(x, y - 5, x, y + 5), _line(to_x, y - 5, to_x, y + 5), "1 w",
            _text(middle, y + 4, 9, text)]  # fmt: skip


SHAPES: dict[str, Iterable[str]] = {
    "shaft": [
        _box(140, 300, 90, 60), _box(230, 280, 220, 100), _box(450, 290, 130, 80), _box(580, 305, 80, 50),
        *_axis(120, 330, 680), *_size(140, 660, 230, "420"), *_size(230, 450, 410, "180"),
        _text(300, 326, 10, "Ø 40 k6"), _text(490, 326, 10, "Ø 35 h7"),
    ],
    "housing": [
        _box(160, 180, 400, 260), _circle(290, 320, 70), _circle(290, 320, 95), _circle(450, 320, 45),
        _circle(450, 320, 62), *(_circle(x, y, 8) for x in (185, 535) for y in (205, 415)),
        *_size(160, 560, 150, "400"), *_size(290, 450, 465, "160 ±0.02"), _text(262, 316, 10, "Ø 140 H7"),
        _text(428, 316, 10, "Ø 90 H7"),
    ],
    "ring": [
        _circle(330, 320, 150), _circle(330, 320, 105), *_axis(150, 320, 510), *_size(180, 480, 150, "Ø 300"),
        *(_circle(x, y, 9) for x, y in ((330, 447), (330, 193), (203, 320), (457, 320))),
    ],
    "carton": [
        _box(120, 220, 130, 160), _box(250, 220, 190, 160), _box(440, 220, 130, 160), _box(570, 220, 190, 160),
        _box(250, 380, 190, 65), _box(570, 380, 190, 65), _box(250, 155, 190, 65), _box(570, 155, 190, 65),
        *_size(250, 440, 480, "400"), *_size(120, 250, 480, "300"),
    ],
}  # fmt: skip


def colour_sample(red: int, green: int, blue: int, width: int = 320, height: int = 200) -> bytes:
    """One colour as a PNG, 8 bits a channel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + bytes((red, green, blue)) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def table(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as CSV with semicolons."""
    return "".join(";".join(row) + "\r\n" for row in rows).encode("utf-8")
