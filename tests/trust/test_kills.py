"""The harness that kills: twenty kills, and what it would say of a portal that forgets or repeats."""

from collections import Counter

import pytest

from trust.kills import Evidence, judge, run


def test_twenty_kills_lose_nothing(tmp_path):
    found = run("sqlite", tmp_path, kills=20)
    assert (found.found, found.times) == ((), 20)


def whole():
    twice = {
        "mails_due": {"<1>"},
        "mails": Counter({"<1>": 2}),
        "posts_due": {"1"},
        "posts": Counter({"1": 2}),
    }
    return Evidence(Counter("ab"), {"a", "b", "c"}, Counter("abc"), **twice)


def test_repetitions_that_a_receiver_can_tell_are_no_fault():
    assert list(judge(whole())) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda one: one.stored.pop("a"), "lost"),
        (lambda one: one.stored.update("a"), "stored 2 times"),
        (lambda one: one.stored.update("x"), "nobody wrote it"),
        (lambda one: one.mails.clear(), "never arrived"),
        (lambda one: one.mails.update(["<2>"]), "nothing had caused"),
        (lambda one: one.posts_due.clear(), "nothing is shown"),
        (lambda one: one.posts.clear(), "messages never arrived"),
        (lambda one: one.posts.update(["2"]), "messages arrived that nothing had caused"),
        (lambda one: one.complaints.append("The chain is broken."), "broken"),
    ],
)
def test_what_is_lost_doubled_or_made_up_is_named(fault, said):
    evidence = whole()
    fault(evidence)
    assert any(said in sentence for sentence in judge(evidence))
