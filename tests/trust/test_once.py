"""The harness that sends forms many times at once: a small run, and a portal that would not look at keys."""

from trust.once import run


def test_a_form_sent_many_times_at_once_has_one_effect(tmp_path):
    assert run("sqlite", tmp_path, bursts=3, most=12).found == ()


def test_forms_that_have_keys_of_their_own_are_found(tmp_path):
    assert run("sqlite", tmp_path, bursts=2, most=4, same_key=False).found
