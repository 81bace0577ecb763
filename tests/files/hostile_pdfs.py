"""PDFs that run a script, start a program, need a password, hold what is harmful, or unpack without end."""

import io
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.files.packing import zipped
from tests.records import PDF

MEBIBYTE = 1024 * 1024


# Objects that are packed together are not to be found in the file's own bytes.
PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def _plain_pdf() -> Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    return pdf


def _saved(pdf: Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def _script(pdf: Pdf) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


ACTIONS: dict[str, Callable[[Pdf], Dictionary]] = {
    "script": _script,
    "script-in-stream": lambda pdf: Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)")),
    "launch": lambda pdf: Dictionary(S=Name.Launch, F=String("cmd.exe")),
    "launch-windows": lambda pdf: Dictionary(
        S=Name.Launch, Win=Dictionary(F=String("cmd.exe"), P=String("/c calc"))
    ),
    "import": lambda pdf: Dictionary(S=Name.ImportData, F=String("c:/secret.fdf")),
    "rendition": lambda pdf: Dictionary(S=Name.Rendition, JS=String("app.alert(1)"), OP=0),
    "media": lambda pdf: Dictionary(S=Name.RichMediaExecute),
    "address": lambda pdf: Dictionary(S=Name.URI, URI=String("javascript:alert(1)")),
    "second": lambda pdf: Dictionary(S=Name.GoTo, D=String("x"), Next=_script(pdf)),
    "name-elsewhere": lambda pdf: Dictionary(S=pdf.make_indirect(Name.JavaScript), JS=pdf.make_stream(b"x")),
}


def _put_opening(pdf: Pdf, action: Dictionary) -> None:
    pdf.Root.OpenAction = action


def _put_names(pdf: Pdf, action: Dictionary) -> None:
    leaf = pdf.make_indirect(Dictionary(Names=Array([String("x"), pdf.make_indirect(action)])))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([leaf])))


def _put_annotation(pdf: Pdf, action: Dictionary) -> None:
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)])


def _put_page(pdf: Pdf, action: Dictionary) -> None:
    pdf.pages[0].AA = Dictionary(O=action)


def _put_field(pdf: Pdf, action: Dictionary) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=action)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _put_nowhere(pdf: Pdf, action: Dictionary) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"", Metadata=pdf.make_indirect(action))


PLACES = (_put_opening, _put_names, _put_annotation, _put_page, _put_field, _put_nowhere)


def files() -> Iterator[tuple[str, bytes]]:
    """Hostile PDFs with the names under which they come."""
    yield from _acting()
    yield from _locked()
    yield from _pdf_parts()
    yield from _pdf_bytes()


def _acting() -> Iterator[tuple[str, bytes]]:
    for count, (what, action) in enumerate(ACTIONS.items()):
        for place in (PLACES[count % 6], PLACES[(count + 1) % 6], PLACES[(count + 3) % 6]):
            pdf = _plain_pdf()
            place(pdf, action(pdf))
            yield f"{what}{place.__name__}.pdf", _saved(pdf, **(PACKED if place is not _put_opening else {}))


def _locked() -> Iterator[tuple[str, bytes]]:
    for revision in (3, 4, 6):
        encryption = pikepdf.Encryption(
            user="secret", owner="other", R=revision, aes=revision > 3, metadata=revision > 3
        )
        yield f"password-{revision}.pdf", _saved(_plain_pdf(), encryption=encryption)
    hidden = _plain_pdf()
    _put_opening(hidden, _script(hidden))
    owned = pikepdf.Encryption(user="", owner="other")
    yield "script-under-owner-password.pdf", _saved(hidden, encryption=owned, **PACKED)


def _pdf_parts() -> Iterator[tuple[str, bytes]]:
    pdf = _plain_pdf()
    scripts = Array([String("x"), Dictionary(JS=pdf.make_stream(b"x"))])
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=scripts))
    yield "names-tree.pdf", _saved(pdf)
    pdf = _plain_pdf()
    media = Dictionary(
        Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9], RichMediaContent=Dictionary()
    )
    pdf.pages[0].Annots = Array([media])
    yield "flash.pdf", _saved(pdf)
    pdf = _plain_pdf()
    pdf.pages[0].Resources = Dictionary(
        Three=pdf.make_stream(b"u3d", OnInstantiate=pdf.make_stream(b"app.alert(1)"))
    )
    yield "model.pdf", _saved(pdf)
    pdf = _plain_pdf()
    form = pdf.make_stream(b'<xdp><script contentType="application/x-javascript">app.alert(1)</script></xdp>')
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array([String("template"), form]))
    yield "form.pdf", _saved(pdf)
    for name, content in (
        ("run.exe", b"MZ\x90\x00"),
        ("notes.txt", b"#!/bin/sh\n"),
        ("page.html", b"<b>x</b>"),
        ("data.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        ("inner.pdf", with_script()),
        ("bomb.zip", zipped({"zeros.txt": b"0" * (4 * MEBIBYTE)})),
        ("packed.rar", b"Rar!\x1a\x07\x00"),
    ):
        pdf = _plain_pdf()
        pdf.attachments[name] = content
        yield f"attached-{name}.pdf", _saved(pdf)


def with_script() -> bytes:
    """A PDF that runs a script when it is opened."""
    pdf = _plain_pdf()
    _put_opening(pdf, _script(pdf))
    return _saved(pdf)


def _pdf_bytes() -> Iterator[tuple[str, bytes]]:
    yield (
        "escaped-names.pdf",
        PDF.replace(b"/Pages 2 0 R", b"/Pages 2 0 R/OpenAction<</S/J#61vaScript/JS(x)>>"),
    )
    yield (
        "left-behind.pdf",
        PDF.replace(b"trailer", b"9 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\ntrailer"),
    )
    yield "left-escaped.pdf", PDF.replace(b"trailer", b"9 0 obj<</S /La#75nch/F(cmd.exe)>>endobj\ntrailer")
    yield "no-pages.pdf", PDF.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0")
    yield "looping-pages.pdf", PDF.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R 2 0 R]/Count 1")
    yield "nothing.pdf", b"%PDF-1.7\n"
    yield "noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40
    yield "not-at-the-start.pdf", b"GIF89a" + PDF
    zeros = zlib.compress(b"\x00" * (32 * MEBIBYTE), 9)
    yield "endless-objects.pdf", _cross_reference(zlib.compress(zeros, 9), b"[/FlateDecode/FlateDecode]")
    yield "endless-attachment.pdf", _attached_bomb()


def _cross_reference(data: bytes, filters: bytes) -> bytes:
    head = b"/Type/XRef/Size 6/W[1 4 1]/Root 3 0 R/Filter%b/Length %d" % (filters, len(data))
    return b"%PDF-1.5\n1 0 obj<<" + head + b">>stream\n" + data + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"


def _attached_bomb() -> bytes:
    pdf = _plain_pdf()
    once = zlib.compress(b"\x00" * (300 * MEBIBYTE), 9)
    bomb = Pdf.make_stream(pdf, zlib.compress(once, 9))
    bomb.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    bomb.Type = Name.EmbeddedFile
    pdf.Root.AF = Array([Dictionary(Type=Name.Filespec, F=String("x.bin"), EF=Dictionary(F=bomb))])
    return _saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
