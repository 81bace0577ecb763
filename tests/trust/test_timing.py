"""The comparison of times: a small run, and differences that are there or are not."""

from random import Random
from types import SimpleNamespace

from trust import timing
from trust.timing import Pair, judge, run, score


def nothing() -> None:
    pass


def pair_that_takes(monkeypatch, shift: float) -> Pair:
    """The one takes so much longer than the other, both about a thousandth of a second, under a clock of our own."""
    chance, clock = Random(1), [0.0]
    monkeypatch.setattr(timing, "time", SimpleNamespace(perf_counter=lambda: clock[0]))

    def ask(more: float) -> None:
        clock[0] += 0.001 * chance.lognormvariate(0, 0.1) + more

    return Pair("A page", lambda: ask(shift), lambda: ask(0))


def test_a_small_difference_is_found_in_much_noise(monkeypatch):
    (said,) = judge(pair_that_takes(monkeypatch, 100e-6), 100, Random(2))
    assert said.startswith("A page: +1")
    (said,) = judge(pair_that_takes(monkeypatch, -100e-6), 100, Random(2))
    assert said.startswith("A page: -")


def test_what_takes_the_same_time_is_not(monkeypatch):
    assert list(judge(pair_that_takes(monkeypatch, 0), 100, Random(2))) == []


def test_one_odd_measurement_is_measured_again(monkeypatch):
    """An even pair that looked uneven once is let go."""
    found = iter([[1.0] * 100, [1.0, -1.0] * 200])
    monkeypatch.setattr(timing, "differences", lambda *_: next(found))
    assert list(judge(Pair("A page", nothing, nothing), 100, Random(2))) == []


def test_ties_tell_nothing():
    assert score([0.0, 0.0]) == 0


def test_every_pair_is_asked_for(tmp_path):
    outcome = run("sqlite", tmp_path, times=1)
    assert outcome.found == ()
    assert outcome.times > 40
