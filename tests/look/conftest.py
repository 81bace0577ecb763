"""The gallery on a port of this machine, and a browser that reports what it dislikes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.look.gallery import make_gallery
from tests.serving import served

HERE = Path(__file__).parent
PORTAL = HERE.parents[1] / "portal"
WIDTHS = {1440: 900, 360: 740}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    """The address of the running gallery."""
    with served(make_gallery(str(PORTAL), str(HERE))) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """One window per kind of reader: pages in the same window share what was fetched, which saves half the time."""
    opened: dict[tuple[tuple[str, object], ...], BrowserContext] = {}

    def window(**settings: object) -> BrowserContext:
        kind = tuple(sorted(settings.items()))
        if kind not in opened:
            opened[kind] = browser.new_context(**settings)
        return opened[kind]

    yield window
    for context in opened.values():
        context.close()


@pytest.fixture
def open_page(windows: Callable[..., BrowserContext], gallery: str) -> Iterator[OpenPage]:
    """Opens an address of the gallery; the test fails if the browser had anything to complain about."""
    pages, complaints = [], []

    def open_it(path: str, width: int = 1440, **settings: object) -> Page:
        page = windows(**settings).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(gallery + path)
        return page

    yield open_it
    for page in pages:
        page.close()
    assert complaints == []
