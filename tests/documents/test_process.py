"""The child process: same facts, same bytes; whatever kills it, the next document is made."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.process import BaseProcess

import pytest

from portal.documents.facts import OrderFacts, to_bytes
from portal.documents.process import MEBIBYTE, Limits, Reason, Renderer, RenderFailed
from tests.documents import samples

ORDER = to_bytes(replace(samples.ORDER, remarks=("深圳市 — شركة — Ω — 😀",)))


def pid(renderer: Renderer) -> int:
    assert renderer._process is not None
    assert renderer._process.pid is not None
    return renderer._process.pid


def test_same_facts_are_same_bytes_in_fresh_processes(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two lies a second of the clock, and all that an environment may change."""
    first = renderer.pdf(ORDER)
    for name, value in {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LANG": "ja_JP.UTF-8",
        "LC_ALL": "",
        "LANGUAGE": "ja",
        "PANGO_LANGUAGE": "ja",
        "FC_LANG": "ja",
        "SOURCE_DATE_EPOCH": "1700000000",
        "FONTCONFIG_FILE": "nowhere",
        "HOME": "nowhere",
    }.items():
        monkeypatch.setenv(name, value)
    with Renderer() as other:
        second = other.pdf(ORDER)

    assert first == second
    assert first.startswith(b"%PDF-")


def test_other_facts_are_other_bytes(renderer: Renderer, order_pdf: bytes) -> None:
    assert renderer.pdf(to_bytes(replace(samples.ORDER, revision=2))) != order_pdf


def test_one_child_makes_many_documents(renderer: Renderer) -> None:
    renderer.start()
    child = pid(renderer)

    renderer.pdf(ORDER)
    renderer.pdf(ORDER)

    assert pid(renderer) == child


def test_facts_that_cannot_be_read_leave_the_child_alive(renderer: Renderer) -> None:
    renderer.start()
    child = pid(renderer)

    with pytest.raises(RenderFailed) as failure:
        renderer.pdf(b'{"kind":"letter","schema":1,"facts":{}}')

    assert failure.value.reason is Reason.BAD_FACTS
    assert "no reader for 'letter'" in failure.value.detail
    assert pid(renderer) == child


@pytest.fixture
def small() -> Iterator[Renderer]:
    """A renderer that a modest bomb exceeds, and an ordinary document does not."""
    with Renderer(Limits(memory_bytes=256 * MEBIBYTE, cpu_seconds=1)) as renderer:
        yield renderer


def much_text() -> OrderFacts:
    return replace(samples.ORDER, remarks=("x" * 150 * MEBIBYTE,))


def much_work() -> OrderFacts:
    return replace(samples.long_order(2_000), clauses=())


@pytest.mark.parametrize(
    ("bomb", "reasons"),
    [
        # A library in C may end the process before Python learns of its want of memory.
        (much_text, {Reason.TOO_MUCH_MEMORY, Reason.DIED}),
        (much_work, {Reason.TOO_LONG, Reason.TOO_MUCH_MEMORY}),
    ],
)
def test_a_bomb_dies_and_the_next_document_is_made(
    small: Renderer, bomb: Callable[[], OrderFacts], reasons: set[Reason]
) -> None:
    small.start()
    child = pid(small)

    with pytest.raises(RenderFailed) as failure:
        small.pdf(to_bytes(bomb()))

    assert failure.value.reason in reasons
    assert small.pdf(ORDER).startswith(b"%PDF-")
    assert pid(small) != child


def test_a_document_has_so_much_time_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    with Renderer(Limits(wall_seconds=0.05)) as hasty:
        with pytest.raises(RenderFailed) as failure:
            hasty.pdf(to_bytes(samples.long_order(100)))

        assert failure.value.reason is Reason.TOO_LONG
        assert hasty._process is None


def test_a_killed_child_is_replaced(renderer: Renderer) -> None:
    renderer.start()
    os.kill(pid(renderer), signal.SIGKILL)
    assert renderer._process is not None
    renderer._process.join()

    assert renderer.pdf(ORDER).startswith(b"%PDF-")


def test_a_child_that_could_not_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(_process: BaseProcess) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    with Renderer() as renderer:
        with monkeypatch.context() as patch:
            patch.setattr(BaseProcess, "start", no_memory)
            for _ in range(2):
                with pytest.raises(BlockingIOError):
                    renderer.start()
        renderer.start()


def test_a_stopped_child_counts_as_dead(renderer: Renderer) -> None:
    """It dies while it is asked: the pipe breaks, and the reason names the signal."""
    renderer.start()
    child = pid(renderer)
    os.kill(child, signal.SIGSTOP)
    assert renderer._pipe is not None
    renderer._pipe.send_bytes(ORDER)
    os.kill(child, signal.SIGKILL)

    with pytest.raises(RenderFailed) as failure:
        renderer._answer(10)

    assert failure.value.reason is Reason.DIED
    assert "-9" in failure.value.detail
    assert renderer.pdf(ORDER).startswith(b"%PDF-")


def test_an_answer_that_is_too_large_is_no_answer() -> None:
    with Renderer(Limits(answer_bytes=1_000)) as renderer, pytest.raises(RenderFailed) as failure:
        renderer.pdf(ORDER)

    assert failure.value.reason is Reason.DIED
