"""Sealed envelopes: they open for their recipients, in their own place, unaltered, and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import sealing
from portal.sealing import KeyRing, Unreadable, new_key_pair, padded_length, seal, unseal
from tests import hashing

ALPHA, RFQ = new_key_pair(), new_key_pair()
BOTH = {"alpha": ALPHA.public, "rfq": RFQ.public}
CONTEXT = b'{"rfq":"1","supplier":"alpha","version":1}'


@given(st.binary(max_size=20_000), st.binary(max_size=50))
def test_every_recipient_reads_what_was_sealed(data, place):
    envelope = seal(data, place, BOTH)
    assert unseal(envelope, place, "alpha", ALPHA.private) == data
    assert unseal(envelope, place, "rfq", RFQ.private) == data


@pytest.mark.parametrize(
    ("place", "name", "holder"),
    [
        (CONTEXT.replace(b"1}", b"2}"), "alpha", "alpha"),
        (CONTEXT, "alpha", "rfq"),
        (CONTEXT, "rfq", "alpha"),
        (CONTEXT, "beta", "alpha"),
    ],
)
def test_nobody_else_reads_it_and_nowhere_else(place, name, holder):
    private = {"alpha": ALPHA, "rfq": RFQ}[holder].private
    with pytest.raises(Unreadable):
        unseal(seal(b"12.50", CONTEXT, BOTH), place, name, private)


@given(st.data())
def test_no_byte_may_be_another(data):
    envelope = bytearray(seal(b"12.50", CONTEXT, BOTH))
    place = data.draw(st.integers(0, len(envelope) - 1))
    envelope[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        unseal(bytes(envelope), CONTEXT, "alpha", ALPHA.private)


@given(st.integers(0, 5000))
def test_nothing_may_be_cut_off(length):
    envelope = seal(b"12.50", CONTEXT, BOTH)
    with pytest.raises(Unreadable):
        unseal(envelope[: min(length, len(envelope) - 1)], CONTEXT, "alpha", ALPHA.private)


def test_the_same_twice_looks_different_and_as_long():
    one, two = (seal(text, CONTEXT, BOTH) for text in (b"9", b"1234567.89"))
    assert one != seal(b"9", CONTEXT, BOTH)
    assert len(one) == len(two)


@given(st.integers(0, 30_000_000))
def test_padding_costs_little_and_tells_little(length):
    padded = padded_length(length)
    assert padded >= max(length, sealing.SMALLEST)
    assert padded <= max(length * 1.12, sealing.SMALLEST)
    assert padded_length(padded) == padded


def test_a_private_key_is_wrapped_for_its_owner():
    ring = KeyRing("k" * 64)
    name, wrapped = ring.wrap(ALPHA.private, "alpha")
    assert ALPHA.private not in wrapped
    assert ring.unwrap(wrapped, name, "alpha") == ALPHA.private
    for other in (
        lambda: ring.unwrap(wrapped, name, "beta"),
        lambda: ring.unwrap(wrapped[:-1], name, "alpha"),
    ):
        with pytest.raises(Unreadable):
            other()


def test_a_passphrase_costs_what_its_guessing_should():
    # 64 MiB, three passes, four lanes, as for passwords.
    assert hashing.IN_EARNEST == {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}


def test_a_passphrase_unlocks_what_it_locked():
    pair = sealing.lock(ALPHA.private, "anna", "correct horse battery")
    assert sealing.unlock(pair.locked, "anna", pair.salt, "correct horse battery") == ALPHA.private
    for name, passphrase in (("anna", "correct horse"), ("bert", "correct horse battery")):
        with pytest.raises(Unreadable):
            sealing.unlock(pair.locked, name, pair.salt, passphrase)


def test_while_it_is_replaced_the_portal_key_before_still_opens():
    old, both, new = KeyRing("o" * 64), KeyRing("n" * 64, "o" * 64), KeyRing("n" * 64)
    name, wrapped = old.wrap(ALPHA.private, "alpha")
    assert both.unwrap(wrapped, name, "alpha") == ALPHA.private
    assert both.current == new.current != name
    with pytest.raises(Unreadable, match="not in force"):
        new.unwrap(wrapped, name, "alpha")
