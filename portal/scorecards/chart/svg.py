"""How the marks of a chart look: presentation attributes and classes only, and words as safe SVG text."""

from markupsafe import Markup

INK, SOFT, LINE, ACCENT, PALE, PALE_INK = "#1a2130", "#566074", "#e2e5ec", "#3553c4", "#c3cff5", "#2a429e"

# For each kind of text its class, colour, size and weight.
KINDS = {
    "tick": ("chart-tick", SOFT, 11, 400),
    "year": ("chart-figure", INK, 11, 400),
    "figure": ("chart-figure", INK, 10, 400),
    "latest": ("chart-figure", INK, 12, 600),
    "target": ("chart-figure", INK, 11, 600),
    "in_bar": ("chart-in-bar", "#ffffff", 10, 400),
    "in_short": ("chart-in-short", PALE_INK, 10, 400),
    "gap": ("chart-gap", SOFT, 12, 400),
}


def text(x: float, y: float, words: str, kind: str, *, anchor: str = "middle", tip: str = "") -> Markup:
    """Words at a place, with a tip for the pointer where one is given."""
    name, fill, size, weight = KINDS[kind]
    return Markup(
        '<text class="{name}" x="{x}" y="{y}" fill="{fill}" font-size="{size}" font-weight="{weight}"'
        ' text-anchor="{anchor}">{tip}{words}</text>'
    ).format(
        name=name,
        x=at(x),
        y=at(y),
        fill=fill,
        size=size,
        weight=weight,
        anchor=anchor,
        tip=titled(tip) if tip else "",
        words=plain(words),
    )


def titled(words: str) -> Markup:
    """What a pointer and a screen reader find on a mark."""
    return Markup("<title>{}</title>").format(plain(words))


def at(number: float) -> str:
    """A coordinate to a tenth, so that the same figures give the same bytes everywhere."""
    return f"{number:.1f}".removesuffix(".0")


def plain(words: str) -> str:
    """Words without the characters that XML does not allow at all, since a PDF reads the chart as XML."""
    return "".join(sign for sign in words if sign in "\t\n" or _allowed(sign))


def _allowed(sign: str) -> bool:
    return sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
