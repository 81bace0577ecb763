"""Zips and Office files for tests."""

import io
import zipfile


def zipped(parts: dict[str, bytes], stored: bool = False) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(main: str, more: dict[str, bytes] | None = None, types: bytes = b"<Types/>") -> bytes:
    """An Office file: its list of contents, its main part, and more."""
    return zipped({"[Content_Types].xml": types, "_rels/.rels": b"<R/>", main: b"<x/>", **(more or {})})
