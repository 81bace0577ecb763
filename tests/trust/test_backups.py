"""The harness of backups: a small run, and what it would say of a backup that is not whole or not of one moment."""

from collections import Counter
from pathlib import Path

import pytest

from trust.backups import Taken, Write, judge, run

# Begun and answered; the backup was taken from 10 to 20.
WRITES = [Write("before", 1, 2), Write("first", 11, 12), Write("then", 13, 14), Write("after", 21, 22)]


def test_a_backup_taken_while_others_write_is_whole(tmp_path):
    found = run("sqlite", tmp_path, backups=1, clients=1, a_second=5, beside=5)
    assert (found.found, found.times) == ((), 1)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (["before"], None),
        (["before", "first"], None),
        (["before", "first", "then"], None),
        (["first", "then"], "acknowledged before the backup"),
        (["before", "then"], "not one that had been acknowledged"),
        (["before", "first", "then", "after"], "begun after the backup"),
        (["before", "before"], "2 times"),
        (["before", "never"], "nobody wrote it"),
    ],
)
def test_what_is_missing_doubled_or_of_another_moment_is_named(marks, said):
    taken = Taken(Path(), 10, 20, marks=Counter(marks))
    found = list(judge(taken, WRITES))
    assert (found == []) if said is None else any(said in sentence for sentence in found)


def test_what_the_commands_complain_of_is_told():
    taken = Taken(Path(), 10, 20, ["flask restore ended with 1"], Counter(["before"]))
    assert list(judge(taken, WRITES)) == ["flask restore ended with 1"]
