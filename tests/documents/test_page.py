"""The page that is set: whatever a text holds, it stays text."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from portal.documents.display import shown
from portal.documents.facts import BadFacts, Facts
from portal.documents.render import html
from tests import naughty
from tests.documents import samples
from tests.documents.samples import filled


class Reader(HTMLParser):
    """The elements of a page, and its texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, list[str]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, [name for name, _ in attrs]))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", []))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.mark.parametrize("facts", [samples.ORDER, samples.CONTRACT], ids=["order", "contract"])
def test_no_naughty_string_becomes_markup_in_any_field(facts: Facts) -> None:
    harmless = read(html(filled(facts, "x"))).elements

    for text in filter(None, naughty.strings()):
        page = read(html(filled(facts, text)))

        assert page.elements == harmless, text
        assert shown(text).strip() in "".join(page.texts), text


def test_a_percent_sign_or_a_brace_is_no_instruction_to_the_template() -> None:
    page = html(filled(samples.ORDER, "%(number)s {{ 7777 * 3 }} %s"))

    assert "%(number)s {{ 7777 * 3 }} %s" in page
    assert "23331" not in page


def test_empty_fields_leave_no_empty_rows() -> None:
    bare = html(filled(samples.ORDER, ""))

    for label in (
        "RFQ",
        "VAT no.",
        "Reg. no.",
        "Our ERP number",
        "What this revision changes",
        "Payment terms",
    ):
        assert label in html(samples.ORDER)
        assert label not in bare


@pytest.mark.parametrize("language", ["", "xx-nowhere", "en; drop", "../en"])
def test_a_language_that_does_not_exist_is_refused(language: str) -> None:
    with pytest.raises(BadFacts, match="is no language"):
        html(replace(samples.ORDER, language=language))


def test_the_page_is_in_the_language_of_the_facts() -> None:
    page = html(replace(samples.ORDER, language="de-DE"))

    assert '<html lang="de-DE" dir="ltr">' in page
    assert "18.091,19" in page
    assert '<html lang="ar" dir="rtl">' in html(replace(samples.ORDER, language="ar"))
