"""Uploads are judged by their content: nothing harmful is stored, everything genuine is."""

import io
import resource
from pathlib import Path

import pikepdf
import pytest

from portal.errors import RuleBroken
from portal.files import child, inspection
from portal.files.rules import content, kinds
from portal.files.rules.faults import Fault, Faulty
from portal.files.rules.names import clean_name
from portal.files.rules.refusals import SENTENCES, hint, kind_of
from portal.files.service import receive
from tests.files import hostile
from tests.files.hostile import JPEG, PNG
from tests.files.packing import office, zipped
from tests.records import PDF
from tests.shared_data import shared

LIMIT = 25 * 1024 * 1024


def sent(folder, name, data):
    """What becomes of a file, and how many files the store has."""
    upload = receive(folder.as_uri(), name, io.BytesIO(data), LIMIT)
    return upload, sum(1 for _ in folder.iterdir())


def test_no_hostile_file_is_stored_and_each_is_refused_with_a_sentence(tmp_path):
    files = hostile.files()
    assert len(files) >= 150
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    through = []
    for name, data in files.items():
        upload, stored = sent(tmp_path, name, data)
        if upload.error is None or stored or len(str(upload.error.sentence)) < 20 or upload.storage_key:
            through.append(name)
    assert through == []
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < 50, f"the process grew by {grown} MB"


FOUND = {
    "password-6.pdf": Fault.PASSWORD,
    "script_put_opening.pdf": Fault.SCRIPT,
    "launch_put_annotation.pdf": Fault.PROGRAM,
    "names-tree.pdf": Fault.SCRIPT,
    "flash.pdf": Fault.SCRIPT,
    "form.pdf": Fault.SCRIPT,
    "attached-run.exe.pdf": Fault.PROGRAM,
    "attached-inner.pdf.pdf": Fault.SCRIPT,
    "attached-data.xml.pdf": Fault.DTD,
    "script-under-owner-password.pdf": Fault.SCRIPT,
    "escaped-names.pdf": Fault.SCRIPT,
    "left-behind.pdf": Fault.SCRIPT,
    "no-pages.pdf": Fault.DAMAGED,
    "endless-attachment.pdf": Fault.TOO_LARGE_INSIDE,
    "wide.xml": Fault.DTD,
    "page.xml": Fault.MARKUP,
    "bomb.zip": Fault.TOO_LARGE_INSIDE,
    "nested-bomb.zip": Fault.TOO_LARGE_INSIDE,
    "deep.zip": Fault.TOO_LARGE_INSIDE,
    "many.zip": Fault.TOO_LARGE_INSIDE,
    "lying-bomb.zip": Fault.TOO_LARGE_INSIDE,
    "password.zip": Fault.PASSWORD,
    "script-in-pdf.zip": Fault.SCRIPT,
    "old-office.zip": Fault.NOT_TOLD,
    "link.zip": Fault.PROGRAM,
    "dtd.xlsx": Fault.DTD,
    "dtd-drawing.docx": Fault.DTD,
    "macro.docx": Fault.SCRIPT,
    "package.xlsx": Fault.PROGRAM,
    "bomb.xlsx": Fault.TOO_LARGE_INSIDE,
    "workbook.docx": Fault.DISAGREES,
    "with-zip.pdf": Fault.DISAGREES,
    "with-zip.png": Fault.DISAGREES,
    "page-in-head.pdf": Fault.DISAGREES,
    "picture.pdf": Fault.DISAGREES,
    "batch.txt": Fault.PROGRAM,
    "page.csv": Fault.MARKUP,
}


def test_each_is_refused_for_what_it_is():
    files = hostile.files()
    found = {}
    for name in FOUND:
        with pytest.raises(Faulty) as refused:
            content.judge(kinds.by_ending(name), files[name])
        found[name] = refused.value.fault
    assert found == FOUND


def owner_locked() -> bytes:
    pdf, out = pikepdf.open(io.BytesIO(PDF)), io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(user="", owner="mine"))
    return out.getvalue()


def with_attachments() -> bytes:
    pdf, out = pikepdf.open(io.BytesIO(PDF)), io.BytesIO()
    pdf.attachments["factur-x.xml"] = b"<invoice><total>12</total></invoice>"
    pdf.attachments["certificate.json"] = b'{"heat": 4711}'
    pdf.attachments["table.xlsx"] = office("xl/workbook.xml")
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.com/JavaScript/guide"))
    pdf.pages[0].Annots = pikepdf.Array(
        [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=link)]
    )
    pdf.save(out)
    return out.getvalue()


GENUINE = {
    "plain.pdf": PDF,
    "OWNER.PDF": owner_locked(),
    "attached.pdf": with_attachments(),
    "damaged-table.pdf": PDF.replace(b"%%EOF", b"startxref\n99999\n%%EOF"),
    "picture.png": PNG,
    "photo.JPEG": JPEG,
    "scan.tiff": b"MM\x00*\x00\x00\x00\x08" + b"\x00" * 40,
    "book.xlsx": office("xl/workbook.xml", {"xl/printerSettings/printerSettings1.bin": b"x"}),
    "letter.docx": office(
        "word/document2.xml", {"word/media/a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    ),
    "all.zip": zipped(
        {"a/plain.pdf": PDF, "model.dwg": b"AC1032\x00\x00", "b/inner.zip": zipped({"a.csv": b"a;b"})}
    ),
    "order.xml": b"<?xml version='1.0'?><Order xmlns='urn:x'><Line>1</Line></Order>",
    "prices.csv": "\ufeffArtikel;Preis\r\nSchraube M8 <12 mm;1,20\r\n".encode(),
    "notes.txt": b"Delivery on call.\n",
    "part.STP": b"ISO-10303-21;\nHEADER;\nENDSEC;\nEND-ISO-10303-21;\n",
    "part.dxf": b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n",
}


@pytest.mark.parametrize("name", GENUINE)
def test_genuine_files_are_stored_as_they_are(tmp_path, name):
    upload, stored = sent(tmp_path, name, GENUINE[name])
    assert upload.error is None
    assert (stored, upload.size) == (1, len(GENUINE[name]))
    assert (tmp_path / upload.storage_key).read_bytes() == GENUINE[name]


RIGHTLY_REFUSED = {
    "documents/pypdf-samples": [("libreoffice-writer-password.pdf", Fault.PASSWORD)],
    # A form that calculates a sum by a script, and an action that plays a medium and runs one.
    "documents/verapdf": [
        ("veraPDF test suite 6-4-2-t01-fail-b.pdf", Fault.SCRIPT),
        ("veraPDF test suite 6-5-1-t01-fail-h.pdf", Fault.SCRIPT),
    ],
}


@pytest.mark.parametrize(
    "folder", ["certificates", "documents/pypdf-samples", "documents/verapdf", "standards/ubl"]
)
def test_real_files_are_stored_but_for_those_that_are_locked_or_run_a_script(folder):
    refused, judged = [], 0
    for path in sorted(Path(shared(folder)).rglob("*.*")):
        kind = kinds.by_ending(path.name)
        if path.is_file() and kind is not None:
            judged += 1
            try:
                content.judge(kind, path.read_bytes())
            except Faulty as error:
                refused.append((path.name, error.fault))
    assert judged
    assert refused == RIGHTLY_REFUSED.get(folder, [])


def test_real_certificates_are_stored(tmp_path):
    for path in sorted(shared("certificates/coa").glob("*.pdf")):
        assert sent(tmp_path, path.name, path.read_bytes())[0].error is None


def test_real_xml_bombs_and_cxml_with_a_dtd_are_not(tmp_path):
    bombs = [
        path for path in shared("documents/xml-bombs").glob("*.xml") if not path.name.startswith("simple")
    ]
    assert len(bombs) == 7
    for path in bombs:
        upload, stored = sent(tmp_path, path.name, path.read_bytes())
        assert (str(upload.error.sentence).count("(DTD)"), stored) == (1, 0)


def test_naughty_strings_are_names_and_texts_like_others(tmp_path):
    from tests import naughty

    for text in naughty.strings():
        assert clean_name(text).strip()
        upload, _ = sent(tmp_path, f"{text}.csv", b"name;value\n" + text.encode("utf-8", "replace") + b";1\n")
        assert upload.error is None or str(upload.error.sentence)


def test_a_file_that_takes_the_child_down_is_refused(monkeypatch):
    def died(*_args, **_kwargs):
        raise inspection.subprocess.TimeoutExpired("child", 1)

    monkeypatch.setattr(inspection.subprocess, "run", died)
    with pytest.raises(Faulty) as refused:
        inspection.inspect(kinds.by_ending("a.pdf"), PDF)
    assert refused.value.fault is Fault.TOO_LONG


def test_the_child_has_nothing_of_ours(monkeypatch):
    seen = {}
    real = inspection.subprocess.run
    monkeypatch.setenv("PORTAL_KEY", "secret")
    monkeypatch.setattr(inspection.subprocess, "run", lambda *a, **k: seen.update(k) or real(*a, **k))
    inspection.inspect(kinds.by_ending("a.pdf"), PDF)
    assert seen["env"] == {"LC_ALL": "C.UTF-8"}
    assert child.MEMORY_BYTES <= 1 << 30


def test_what_the_table_takes_is_what_the_hint_says():
    assert str(hint(LIMIT, kinds.PDF_ONLY)) == "PDF; at most 25 MB a file."
    assert all(kind.label in str(hint(LIMIT)) for kind in kinds.KINDS)
    assert kinds.endings(kinds.PAPERS) == ".pdf,.png,.jpg,.jpeg,.tif,.tiff"
    assert set(SENTENCES) == set(Fault)


@pytest.mark.parametrize(
    ("name", "size"), [("a.pdf", 0), ("a.pdf", LIMIT + 1), ("a.exe", 9), ("a", 9), ("", 9)]
)
def test_some_are_refused_before_they_are_read(name, size):
    with pytest.raises(RuleBroken):
        kind_of(name, size, LIMIT)
