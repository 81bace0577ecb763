"""What stands in a template file: nothing inline, nothing from elsewhere, no words past gettext."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "portal" / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))

COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
JINJA = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
UNTRANSLATED = re.compile(r"{%-?\s*set [^=%]*%}")
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")

# Names of things, the same in every language.
NAMES = {"SHA-256"}

INLINE = {
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "script without a file": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "script without a nonce": re.compile(r"<script(?![^>]*\snonce=)[^>]*>", re.IGNORECASE),
    "something from elsewhere": re.compile(r"(src|href|action)\s*=\s*[\"']?(https?:)?//", re.IGNORECASE),
}


def without_jinja(text: str) -> str:
    """The text as the browser gets it, with a word of no meaning where Jinja puts something."""
    return JINJA.sub("0", COMMENT.sub("", text))


def inline(text: str) -> list[str]:
    plain = without_jinja(text)
    return [name for name, pattern in INLINE.items() if pattern.search(plain)]


def bare_words(text: str) -> list[str]:
    """Words that a reader would see and gettext never does."""
    plain = TAG.sub(" ", without_jinja(text))
    for name in NAMES:
        plain = plain.replace(name, " ")
    return WORD.findall(re.sub(r"&\w+;", " ", plain))


def bare_attributes(text: str) -> list[str]:
    """Titles, descriptions and placeholders that gettext never sees."""
    plain = without_jinja(text)
    for name in NAMES:
        plain = plain.replace(name, " ")
    found = re.findall(r"\s(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"", plain)
    return [value for value in found if WORD.search(value)]


def test_there_are_templates() -> None:
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_holds_nothing_inline_and_no_bare_words(path: Path) -> None:
    text = path.read_text()
    assert inline(text) == []
    assert bare_words(text) == []
    assert bare_attributes(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<p style="color: red">', "style attribute"),
        ("<style>p {}</style>", "style element"),
        ('<p class="a" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "script address"),
        ('<script nonce="{{ csp_nonce() }}">go()</script>', "script without a file"),
        ('<script src="{{ x }}"></script>', "script without a nonce"),
        ('<img src="https://elsewhere.example/x.png">', "something from elsewhere"),
        ('<img src="//elsewhere.example/x.png">', "something from elsewhere"),
    ],
)
def test_planted_fault_is_found(text: str, name: str) -> None:
    assert name in inline(text)


def test_planted_words_are_found() -> None:
    assert bare_words("<p>{{ _('Said') }} unsaid {# remark #}</p>") == ["unsaid"]
    assert bare_attributes('<p title="{{ _(\'Said\') }}" aria-label="unsaid">') == ["unsaid"]


def test_every_component_says_how_it_is_called() -> None:
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        text = path.read_text()
        head = COMMENT.match(text)
        assert head, path.name
        first = re.search(r"{% macro (\w+)", text)
        assert first, path.name
        assert any(f"{name}(" in head[0] for name in re.findall(r"{% macro (\w+)", text)), path.name
