"""The worker's renderer: started by the first document, kept for the next, closed with the worker."""

import pytest

from portal.cli import worker
from portal.documents import press
from portal.documents.facts import to_bytes
from portal.documents.process import Limits, Renderer
from tests.documents import samples


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Renderer]:
    """The renderers that the press has made so far; a machine that is busy with other tests may be slow."""
    made: list[Renderer] = []

    def make() -> Renderer:
        made.append(Renderer(Limits(cpu_seconds=120, wall_seconds=300, start_seconds=120)))
        return made[-1]

    monkeypatch.setattr(press, "Renderer", make)
    return made


def test_one_renderer_is_started_late_and_kept_until_it_is_closed(started: list[Renderer]) -> None:
    press.close()
    assert started == []

    assert press.pdf(to_bytes(samples.ORDER)).startswith(b"%PDF-")
    child = started[0]._process
    assert press.pdf(to_bytes(samples.ORDER)).startswith(b"%PDF-")
    assert len(started) == 1
    assert started[0]._process is child

    press.close()
    assert started[0]._process is None
    press.close()


def test_the_worker_closes_the_press_however_it_ends(app, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    monkeypatch.setattr(press, "close", lambda: closed.append(True))
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    runner = app.test_cli_runner()

    assert runner.invoke(args=["worker", "--once"]).exit_code == 0
    assert closed == [True]

    monkeypatch.setattr(worker.outbox, "drain", lambda **_lane: 1 / 0)
    assert isinstance(runner.invoke(args=["worker", "--once"]).exception, ZeroDivisionError)
    assert closed == [True, True]
