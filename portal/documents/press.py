"""The one renderer of this process: started by the first document, kept warm, closed when the process ends."""

from functools import cache

from portal.documents.process import Renderer


@cache
def _renderer() -> Renderer:
    return Renderer()


def pdf(facts: bytes) -> bytes:
    """The PDF of canonical facts, as ``Renderer.pdf`` makes it; ``RenderFailed`` where there is none."""
    return _renderer().pdf(facts)


def close() -> None:
    """End the renderer's child if there is one; the next document starts another."""
    if _renderer.cache_info().currsize:
        _renderer().close()
        _renderer.cache_clear()
