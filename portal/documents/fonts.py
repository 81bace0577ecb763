"""The font files that documents are set in, and no others.

The bytes of a PDF depend on the fonts that Pango finds, so the machine's own fonts are out of its sight: it reads
a configuration of ours that names exactly these files. They come with pinned packages, are TrueType or
OpenType, and free (SIL OFL 1.1). Nothing is fetched for them, not even by a file: URL.
"""

from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

# Latin, Greek and Cyrillic are set in Source Sans; Noto Sans has the other scripts in which names are written.
FONTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "font_source_sans_pro",
        tuple(f"files/SourceSansPro-{style}.ttf" for style in ("Regular", "It", "Semibold", "Bold")),
    ),
    (
        "manimgx_fonts",
        (
            "NotoSans[wght].ttf",
            "NotoSans-Italic[wght].ttf",
            "NotoEmoji[wght].ttf",
            *(
                f"NotoSans{script}[wght].ttf"
                for script in (
                    *("Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati"),
                    *("Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya"),
                    *("Sinhala", "Symbols", "Tamil", "Telugu", "Thai"),
                )
            ),
        ),
    ),
    ("noto_cjk_sans_otc", ("NotoSansCJK-Regular.ttc",)),
)

# Which of several fonts with a letter is taken depends on the reader's languages, unless these say otherwise;
# and fontTools writes the time into a font that it cuts out of a variable one.
ENVIRONMENT = {"FC_LANG": "en", "PANGO_LANGUAGE": "en", "SOURCE_DATE_EPOCH": "0"}

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>{fonts}</dir>
<cachedir>{cache}</cachedir>
</fontconfig>
"""


def lay_out(folder: Path) -> Path:
    """Lay links to the font files into ``folder``, and beside them the configuration that names only these.

    Returns the path of the configuration. ``FileNotFoundError`` or ``ModuleNotFoundError`` where a font file or
    its package is missing: without it the same facts would give other bytes.
    """
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for package, names in FONTS:
        for name in names:
            source = Path(str(files(package))) / name
            link = fonts / source.name
            if not link.exists():
                link.symlink_to(source.resolve(strict=True))
    configuration = folder / "fonts.conf"
    configuration.write_text(
        CONFIGURATION.format(fonts=escape(str(fonts)), cache=escape(str(folder / "cache"))), encoding="utf-8"
    )
    return configuration
