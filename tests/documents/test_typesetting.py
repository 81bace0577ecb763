"""Nothing is fetched, every script is set in our fonts, and the stylesheet is understood."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from portal.documents import fonts
from portal.documents.facts import to_bytes
from portal.documents.process import Renderer
from portal.documents.render import TEMPLATES, FetchRefused, Typesetter, html
from tests import naughty
from tests.documents import samples
from tests.documents.reading import pages, squeezed

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    with pytest.MonkeyPatch.context() as patch:
        # It sets these for its own process; here they must not outlive it.
        for name in (*fonts.ENVIRONMENT, "FONTCONFIG_FILE"):
            patch.setenv(name, "")
        yield Typesetter(tmp_path_factory.mktemp("typesetter"))


@pytest.mark.parametrize(
    "asking",
    [
        '<img src="http://127.0.0.1:9/a.png">',
        '<img src="file:///etc/hostname">',
        f'<img src="{PIXEL}">',
        '<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">here</a>',
        "<style>@import url(http://127.0.0.1:9/a.css)</style>",
        "<style>@font-face { font-family: a; src: url(file:///etc/hostname) } p { font-family: a }</style>",
        '<p style="background: url(http://127.0.0.1:9/a.png)">text</p>',
        '<object data="file:///etc/hostname">text</object>',
        '<embed src="file:///etc/hostname">',
    ],
)
def test_whatever_asks_for_anything_fails_the_document(typesetter: Typesetter, asking: str) -> None:
    with pytest.raises(FetchRefused) as refusal:
        typesetter.set_page(f"<p>text</p>{asking}<p>text</p>", b"x")

    assert len(refusal.value.urls) >= 1


def test_the_stylesheet_is_understood(typesetter: Typesetter, caplog: pytest.LogCaptureFixture) -> None:
    """WeasyPrint says so for each property that it does not know."""
    import weasyprint

    logger = logging.getLogger("weasyprint")
    logger.addHandler(caplog.handler)
    logger.setLevel(logging.WARNING)
    try:
        weasyprint.CSS(string=(TEMPLATES / "document.css").read_text(encoding="utf-8"))
        typesetter.set_page(html(samples.CONTRACT), b"x")
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel(logging.ERROR)

    assert caplog.messages == []


NAMES = {
    "Greek": "Ελληνική Εταιρεία",
    "Cyrillic": "Завод «Прогресс»",
    "Chinese": "深圳市科技有限公司",
    "Japanese": "株式会社日立製作所",
    "Korean": "삼성전자",
    "Hebrew": "שלום",
    "Thai": "บริษัท",
    "Devanagari": "भारत",
    "Vietnamese": "Công ty Việt Nam",
    "technical": "⌀ 60 ±0.1 ≤ 5 µm, 20 °C, 3 Ω → ✓",
}


def test_names_in_every_script_are_set_in_our_fonts(renderer: Renderer) -> None:
    order = replace(samples.ORDER, remarks=(*NAMES.values(), "شركة الخليج"))

    pdf = renderer.pdf(to_bytes(order))

    text = squeezed(" ".join(pages(pdf)))
    assert {script: name for script, name in NAMES.items() if squeezed(name) not in text} == {}
    with pikepdf.open(BytesIO(pdf)) as document:
        bases = {str(part.BaseFont) for part in document.objects if _is_font(part)}
    ours = ("Source-Sans-Pro", "Noto-Sans", "Noto-Emoji")
    assert {base for base in bases if not base.partition("+")[2].startswith(ours)} == set()
    assert any("Noto-Sans-Arabic" in base for base in bases)


def _is_font(part: pikepdf.Object) -> bool:
    return isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/Font" and "/BaseFont" in part


def test_every_naughty_string_comes_back_from_the_pdf(renderer: Renderer) -> None:
    strings = naughty.strings()

    pdf = renderer.pdf(to_bytes(replace(samples.ORDER, remarks=tuple(strings))))

    text = squeezed(" ".join(pages(pdf)))
    plain = [string for string in strings if string.isascii() and string.isprintable()]
    assert len(plain) > 350
    assert [string for string in plain if squeezed(string) not in text] == []
    with pikepdf.open(BytesIO(pdf)) as document:
        assert "/Names" not in document.Root or "/EmbeddedFiles" not in document.Root.Names
        assert "/AcroForm" not in document.Root
        assert not any("/Annots" in page for page in document.pages)


def test_a_missing_font_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FONTS", (("font_source_sans_pro", ("files/Nothing.ttf",)),))

    with pytest.raises(FileNotFoundError, match=r"Nothing\.ttf"):
        fonts.lay_out(tmp_path)
