"""Facts in, PDF out: a template, our own stylesheet, WeasyPrint.

Same facts, same bytes, on every machine with the pinned packages: no clock, no fonts but ours, and the PDF's
identifier is the hash of the facts. Nothing is fetched while a document is made.
"""

import logging
import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from portal.documents import display, fonts
from portal.documents.facts import BadFacts, Facts, from_bytes

PORTAL = Path(__file__).parents[1]
TEMPLATES = PORTAL / "templates" / "documents"
TRANSLATIONS = PORTAL / "translations"

TEMPLATE_OF = {"purchase_order": "order.html", "contract": "contract.html"}


class FetchRefused(Exception):
    """A document asked for something outside itself, which no document of ours has reason to."""

    def __init__(self, urls: list[str]) -> None:
        super().__init__(", ".join(url[:200] for url in urls[:5]))
        self.urls = urls


def html(facts: Facts) -> str:
    """The page that is set as a PDF. ``BadFacts`` where the facts name a language that does not exist."""
    try:
        locale = Locale.parse(facts.language.replace("-", "_"))
    except (ValueError, UnknownLocaleError) as error:
        raise BadFacts(f"{facts.language!r} is no language") from error
    template = _environment(str(locale)).get_template(TEMPLATE_OF[facts.KIND])
    return template.render(facts=facts, locale=locale, currency=facts.currency)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=display.shown,
    )
    translations = Translations.load(TRANSLATIONS, [language])
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        date=_date, number=_number, amount=_amount, direction=display.direction, shown=display.shown
    )
    return environment


@pass_context
def _date(context: Context, value: Any) -> str:
    return display.written_date(value, context["locale"])


@pass_context
def _number(context: Context, value: Any) -> str:
    return display.written_number(value, context["locale"])


@pass_context
def _amount(context: Context, value: Any) -> str:
    return display.written_amount(value, context["currency"], context["locale"])


class Typesetter:
    """WeasyPrint, loaded once, with our fonts and our stylesheet; heavy, so only the child process has one.

    ``folder`` takes the font configuration and its cache; it must outlive the typesetter. The process's
    environment is changed, since the libraries below look there for what decides over fonts.
    """

    def __init__(self, folder: Path) -> None:
        os.environ.update(fonts.ENVIRONMENT, FONTCONFIG_FILE=str(fonts.lay_out(folder)))
        import weasyprint

        # A letter that no font has is drawn as a box, and told in a line per letter that nobody needs.
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        self._weasyprint = weasyprint
        self._style = weasyprint.CSS(string=(TEMPLATES / "document.css").read_text(encoding="utf-8"))

    def pdf(self, content: bytes) -> bytes:
        """The PDF that says what the canonical facts in ``content`` say.

        ``BadFacts`` where they cannot be read, ``FetchRefused`` where the page asked for anything from outside.
        """
        return self.set_page(html(from_bytes(content)), sha256(content).digest())

    def set_page(self, page: str, identifier: bytes) -> bytes:
        """The PDF of one HTML page. ``FetchRefused`` where it names a URL, be it inside an image."""
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher

        class Deny(URLFetcher):
            def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 It is WeasyPrint that calls.
                refused.append(url)
                raise FatalURLFetchingError(url)

        refused: list[str] = []
        source = self._weasyprint.HTML(string=page, url_fetcher=Deny(allowed_protocols=()))
        try:
            pdf: bytes = source.write_pdf(
                stylesheets=[self._style],
                font_config=FontConfiguration(),
                pdf_identifier=identifier,
                pdf_tags=True,
            )
        except FatalURLFetchingError as error:
            raise FetchRefused(refused) from error
        if refused:
            # Inside an SVG the refusal is swallowed, and the page would come out without its picture.
            raise FetchRefused(refused)
        return pdf
