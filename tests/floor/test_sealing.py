"""Sealed envelopes: they open for their recipients, in their own place, unaltered, and for nothing else."""

import hashlib
import json
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal import sealing
from portal.sealing import KeyRing, Unreadable, new_key_pair, padded_length, seal, unseal
from tests import hashing

ALPHA, RFQ = new_key_pair(), new_key_pair()
BOTH = {"alpha": ALPHA.public, "rfq": RFQ.public}
CONTEXT = b'{"rfq":"1","supplier":"alpha","version":1}'

# Sealed, wrapped and locked once and for all: what a later version does not open is lost to those who kept it.
HOLDER = hashlib.sha256(b"known answer").digest()
SEALED = bytes.fromhex(
    "706f7274616c2d7365616c65642d310a000000dd7b226e6f6e6365223a20226132393030336631303634363966316533"
    "33663434373939222c20227772617073223a207b226b6e6f776e223a2022356666336535393564373230353439343230"
    "643236666133323166353230383164313734363938396632343261373061316439626664613366656263333934356161"
    "376165366134666661306237313133653638663030626636313262616636326235333432636662373030633033646539"
    "33646236373339313538633165353330306630373333646663303561363139356237343730353661643439623139227d"
    "7d6e0da25b08c63beea54f013a4213f699268e6a0c378ef6c388dfe3538a00bdf4535a4a2f2903904e6fd42fc9917cae"
    "de"
)
WRAPPED = bytes.fromhex("b140f98ecb83f3be27179a24f6a595ea50794f0bb626e04daf60acdd1733c18566d1e0")
LOCKED = bytes.fromhex(
    "cfc4646e4e217229e380f41bb6e7c1e3eb03af1156aaeba05338c555e00c322e082330596a2e03441bc294a4e6bb6493"
    "371136df4bee4c1ac0012a5e"
)
SALT = bytes.fromhex("399c93607f7b66d12b481b1fa9e6d28d")


def test_what_was_sealed_long_ago_opens():
    assert unseal(SEALED, b"context", "known", HOLDER) == b"12.50"
    assert KeyRing("k" * 64).unwrap(WRAPPED, "f9e5ce06592db22d", "owner") == b"private"
    assert KeyRing("k" * 64).current == "f9e5ce06592db22d"
    assert sealing.unlock(LOCKED, "anna", SALT, "correct horse battery") == HOLDER


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: unseal(b"plain text", b"context", "known", HOLDER), "These bytes are not a sealed envelope"),
        (lambda: unseal(SEALED, b"context", "nobody", HOLDER), "The envelope does not open"),
        (lambda: sealing.unlock(LOCKED, "anna", SALT, "wrong"), "This is not the passphrase"),
        (
            lambda: KeyRing("k" * 64).unwrap(WRAPPED, "f9e5ce06592db22d", "another"),
            "The wrapped key was altered",
        ),
        (
            lambda: KeyRing("n" * 64).unwrap(WRAPPED, "f9e5ce06592db22d", "owner"),
            "This was sealed under the portal key f9e5ce06592db22d, which is not in force here",
        ),
    ],
)
def test_what_does_not_open_says_why(act, sentence):
    with pytest.raises(Unreadable) as refused:
        act()
    assert str(refused.value) == sentence


def test_a_key_pair_has_two_halves_of_32_bytes():
    pair, other = new_key_pair(), new_key_pair()
    assert (len(pair.public), len(pair.private)) == (32, 32)
    assert pair.public == sealing.public_of(pair.private) != other.public


def test_a_locked_pair_says_whose_it_is():
    pair = sealing.lock(ALPHA.private, "anna", "correct horse battery")
    assert (pair.name, pair.public, len(pair.salt)) == ("anna", ALPHA.public, 16)


def test_recipients_are_told_in_an_order_that_tells_nothing():
    """By their names, whatever order they were given in; a nonce has the 12 bytes of AES-GCM."""
    one, two = (seal(b"9", CONTEXT, dict(order)) for order in (BOTH.items(), reversed(BOTH.items())))
    heads = [json.loads(envelope[20 : envelope.index(b"}}") + 2]) for envelope in (one, two)]
    assert [list(head["wraps"]) for head in heads] == [["alpha", "rfq"]] * 2
    assert all(len(head["nonce"]) == 24 and list(head) == ["nonce", "wraps"] for head in heads)


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 4096), (4096, 4096), (4097, 4352), (5000, 5120), (8193, 8704), (65537, 67584), (1000000, 1015808)],
)
def test_lengths_are_filled_up_by_padme(length, padded):
    assert padded_length(length) == padded


def test_an_application_has_the_keys_of_its_settings(app):
    stranger = KeyRing("x" * 64)
    other = Flask("other")
    sealing.init_app(
        other, replace(app.config["SETTINGS"], portal_key="n" * 64, portal_key_previous="k" * 64)
    )
    with other.app_context():
        assert sealing.ring().current == KeyRing("n" * 64).current != stranger.current
        assert sealing.ring().unwrap(WRAPPED, "f9e5ce06592db22d", "owner") == b"private"


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
