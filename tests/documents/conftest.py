"""The renderer and the documents that the tests read, each made once."""

from collections.abc import Iterator

import pytest

from portal.documents.facts import to_bytes
from portal.documents.process import Limits, Renderer
from tests.documents import samples


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    # A machine that is busy with other tests may be slow.
    with Renderer(Limits(cpu_seconds=120, wall_seconds=300)) as renderer:
        yield renderer


@pytest.fixture(scope="session")
def order_pdf(renderer: Renderer) -> bytes:
    return renderer.pdf(to_bytes(samples.ORDER))


@pytest.fixture(scope="session")
def contract_pdf(renderer: Renderer) -> bytes:
    return renderer.pdf(to_bytes(samples.CONTRACT))
