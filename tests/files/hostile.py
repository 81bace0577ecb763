"""Files made to do harm: programs and pages under other names, PDFs that run, archives that grow, and so on."""

import functools
import io
import struct
import zipfile
from collections.abc import Iterator

from tests.files import hostile_pdfs
from tests.files.packing import office, zipped
from tests.records import PDF

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 20 + b"\xff\xd9"
ENDINGS = ("pdf", "png", "jpg", "tif", "xlsx", "docx", "zip", "xml", "csv", "txt", "step", "dxf")
MEBIBYTE = 1024 * 1024

PROGRAMS = {
    "windows": b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01" + b"\x00" * 60,
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
}
UNDER_THEIR_OWN_NAMES = (
    "exe",
    "dll",
    "js",
    "vbs",
    "bat",
    "ps1",
    "html",
    "svg",
    "jar",
    "lnk",
    "hta",
    "xlsm",
    "docm",
)


@functools.cache
def files() -> dict[str, bytes]:
    """Every hostile file by the name under which it comes; made once, since some are laborious."""
    return dict(_files())


def _files() -> Iterator[tuple[str, bytes]]:
    for what, content in PROGRAMS.items():
        for ending in ENDINGS:
            yield f"{what}.{ending}", content
    for ending in UNDER_THEIR_OWN_NAMES:
        yield f"plain.{ending}", b"nothing to see"
    yield from _texts()
    yield from hostile_pdfs.files()
    yield from _xml()
    yield from _zips()
    yield from _office()
    yield from _polyglots()


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "batch.txt", b"@echo off\r\ndel /q c:\\*\r\n"
    yield "wscript.txt", b'var s = new ActiveXObject("WScript.Shell"); s.Run("calc");'
    yield "vbs.csv", b'Set s = CreateObject("WScript.Shell")\r\n'
    yield "power.txt", b"powershell -enc AAAA"
    yield "php.txt", b"hello\n<?php system('id'); ?>"
    yield "page.csv", b"a;b\n<script>alert(1)</script>;2"
    yield "shortcut.txt", b"[InternetShortcut]\r\nURL=file:///c:/x.exe"
    yield "registry.txt", b"Windows Registry Editor Version 5.00\r\n"
    yield "mail.txt", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<b>x</b>"
    yield "rtf.txt", b"{\\rtf1 {\\object\\objdata 0105}}"
    yield "binary.csv", b"a;b\x00c"
    yield "iframe.step", b"ISO-10303-21;\nHEADER;<iframe src=//evil.example></iframe>"


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'


def _xml() -> Iterator[tuple[str, bytes]]:
    yield "laughs.xml", LAUGHS
    yield "outside.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    yield "elsewhere.xml", b'<!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>'
    yield "empty-dtd.xml", b"<?xml version='1.0'?><!DOCTYPE a><a/>"
    yield "wide.xml", ("\ufeff" + LAUGHS.decode()).encode("utf-16-le")
    yield "wide-big.xml", ("\ufeff" + LAUGHS.decode()).encode("utf-16-be")
    yield "page.xml", b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'
    yield (
        "inner-page.xml",
        b'<a xmlns:h="http://www.w3.org/1999/xhtml"><h:img src="x" onerror="alert(1)"/></a>',
    )
    yield "drawing.xml", b'<a><g xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/></a>'
    yield "sheet.xml", b'<?xml-stylesheet type="text/xsl" href="x.xsl"?><a/>'
    yield "broken.xml", b"<a><b></a>"


def _zips() -> Iterator[tuple[str, bytes]]:
    zeros = zipped({"zeros.txt": b"0" * (8 * MEBIBYTE)})
    yield "bomb.zip", zeros
    yield "nested-bomb.zip", zipped({f"{count}.zip": zeros for count in range(3)})
    deep = zipped({"a.txt": b"a"})
    for _ in range(5):
        deep = zipped({"deeper.zip": deep})
    yield "deep.zip", deep
    yield "many.zip", zipped({f"{count}.txt": b"" for count in range(5_001)}, stored=True)
    for name, content in PROGRAMS.items():
        yield f"with-{name}.zip", zipped({"readme.txt": b"hello", f"{name}.dat": content})
    yield "by-name.zip", zipped({"invoice.pdf.exe": b"harmless"})
    yield "script-in-pdf.zip", zipped({"a.pdf": hostile_pdfs.with_script()})
    yield "wrong-name.zip", zipped({"a.pdf": b"no PDF at all"})
    yield "dtd.zip", zipped({"a.xml": LAUGHS})
    for count, away in enumerate(("../../etc/cron.d/x.txt", "/etc/x.txt", "C:/windows/x.txt", "..\\x.txt")):
        yield f"leads-away-{count}.zip", zipped({away: b"x"})
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "link.zip", out.getvalue()
    good = zipped({"a.txt": b"a" * 100, "b.txt": b"b" * 100})
    yield "password.zip", _flagged(good)
    yield "cut-off.zip", good[:-30]
    yield "lying.zip", _with_size(good, 5)
    yield "lying-bomb.zip", _with_size(good, 0xFFFFFFF0)
    yield "twice.zip", good.replace(b"b.txt", b"a.txt")
    yield "other-seven.zip", b"7z\xbc\xaf\x27\x1c\x00\x04"
    yield "packed-again.zip", zipped({"a.7z": b"7z\xbc\xaf\x27\x1c\x00\x04"})
    yield "old-office.zip", zipped({"a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100})


def _flagged(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + b"\x01\x00" + data[at + 10 :]


def _with_size(data: bytes, size: int) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def _office() -> Iterator[tuple[str, bytes]]:
    for ending, main in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        folder = main.split("/")[0]
        for what, more in {
            "dtd": {f"{folder}/styles.xml": LAUGHS},
            "dtd-relations": {f"{folder}/_rels/a.rels": LAUGHS},
            "dtd-drawing": {f"{folder}/a.vml": LAUGHS},
            "macro": {f"{folder}/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
            "activex": {f"{folder}/activeX/activeX1.xml": b"<x/>"},
            "package": {f"{folder}/embeddings/oleObject1.bin": "..\x01Ole10Native".encode("utf-16-le")},
            "program": {f"{folder}/media/image1.png": b"MZ\x90\x00"},
            "picture": {f"{folder}/media/image1.svg": b"<svg><script/></svg>"},
            "bomb": {f"{folder}/big.xml": b"<a>" + b" " * (8 * MEBIBYTE) + b"</a>"},
            "inner": {f"{folder}/embeddings/a.xlsx": office("xl/workbook.xml", {"xl/vbaProject.bin": b"x"})},
        }.items():
            yield f"{what}.{ending}", office(main, more)
        yield f"macro-type.{ending}", office(main, types=b'<T ContentType="a.macroEnabled.main+xml"/>')
    yield "document.xlsx", office("word/document.xml")
    yield "workbook.docx", office("xl/workbook.xml")
    yield "workbook.zip", office("xl/workbook.xml")
    yield "plain-zip.xlsx", zipped({"a.txt": b"a"})
    yield "sheet4.xlsx", zipped({"xl/macrosheets/sheet1.xml": b"<x/>", **{"[Content_Types].xml": b"<T/>"}})


def _polyglots() -> Iterator[tuple[str, bytes]]:
    tail = zipped({"a.class": b"\xca\xfe\xba\xbe"})
    page = b"<html><script>alert(1)</script></html>"
    for name, content in (("pdf", PDF), ("png", PNG), ("jpg", JPEG), ("tif", b"II*\x00" + b"\x00" * 60)):
        yield f"with-zip.{name}", content + tail
        yield f"with-page.{name}", content + page
    yield "page-in-head.pdf", PDF.replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1)
    yield "program-at-end.pdf", PDF + b"MZ\x90\x00"
    yield "zip-behind.zip", b"PK\x03\x04" + b"\x00" * 60 + tail
    yield "pdf-in.txt", b"hello\n" + PDF
    yield "zip-in.txt", b"hello\n" + tail.replace(b"\x00", b"\x01")[:-2] + b"\x00\x00"
    yield "picture.pdf", PNG
    yield "paper.png", PDF
    yield "short.png", PNG[:-12]
    yield "short.jpg", JPEG[:-2]
