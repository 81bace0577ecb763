"""The long walks are walks of the suite, told apart by what they found."""

import pytest

from trust.house import ROOT
from trust.walks import WALKS, judge

LOST = """..F                                     [100%]
FAILED tests/web/test_routes.py::test_lost[sqlite] - assert [] == ['GET /']
1 failed, 2 passed in 0.02s
"""


@pytest.mark.parametrize("name", WALKS)
def test_every_walk_is_there(name):
    assert (ROOT / "tests" / name).exists()


def test_what_a_walk_finds_is_named():
    assert (judge("3 passed in 1.0s\n", 0).times, judge("3 passed in 1.0s\n", 0).found) == (3, ())
    lost = judge(LOST, 1)
    assert (lost.times, lost.found) == (3, ("web/test_routes.py::test_lost[sqlite] - assert [] == ['GET /']",))


@pytest.mark.parametrize(
    ("said", "code"), [("no tests ran\n", 5), ("2 passed, then the server was gone\n", 3), ("", 1)]
)
def test_walks_that_end_early_prove_nothing(said, code):
    with pytest.raises(AssertionError):
        judge(said, code)
