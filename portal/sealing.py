"""Sealed envelopes: bytes that nobody reads without a private key they are sealed to.

Every envelope has a fresh data key (AES-256-GCM), wrapped for each recipient by HPKE (RFC 9180, base mode: X25519,
HKDF-SHA256, AES-256-GCM). The context, which says what the bytes are and whose, is bound into the wraps and the
body: an envelope that is put in another's place does not open. Lengths are padded. Private keys lie in the database
wrapped by ``PORTAL_KEY``, which never does; every wrap names the key that opens it. A person's private key is locked
by a passphrase (argon2id) before it is wrapped, so that the portal alone cannot use it.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

from portal.config import Settings

MAGIC = b"portal-sealed-1\n"
NONCE = 12
SMALLEST = 4096
# What a passphrase costs by argon2id: the second of the two choices of RFC 9106, for where memory is short.
PASSPHRASE_COST = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Unreadable(Exception):
    """The envelope does not open: another key, another context, or bytes that are not those that were sealed."""


@dataclass(frozen=True)
class KeyPair:
    """An X25519 key: 32 bytes each."""

    public: bytes
    private: bytes


def new_key_pair() -> KeyPair:
    """A fresh key pair."""
    private = X25519PrivateKey.generate()
    return KeyPair(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def public_of(private: bytes) -> bytes:
    """The public half of a private key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(data: bytes, context: bytes, recipients: Mapping[str, bytes]) -> bytes:
    """An envelope with ``data`` for the recipients, given as public keys by the names of the keys."""
    data_key, nonce = AESGCM.generate_key(256), secrets.token_bytes(NONCE)
    wraps = {
        name: _SUITE.encrypt(data_key, X25519PublicKey.from_public_bytes(public), context).hex()
        for name, public in recipients.items()
    }
    header = json.dumps({"nonce": nonce.hex(), "wraps": wraps}, sort_keys=True).encode()
    head = MAGIC + len(header).to_bytes(4, "big") + header
    return head + AESGCM(data_key).encrypt(nonce, _padded(data), head + context)


def unseal(envelope: bytes, context: bytes, name: str, private: bytes) -> bytes:
    """The data of an envelope, by the private key of that name. ``Unreadable`` where it does not open."""
    if not is_sealed(envelope):
        raise Unreadable("These bytes are not a sealed envelope")
    start = len(MAGIC) + 4
    end = start + int.from_bytes(envelope[len(MAGIC) : start], "big")
    try:
        header = json.loads(envelope[start:end])
        wrap, nonce = bytes.fromhex(header["wraps"][name]), bytes.fromhex(header["nonce"])
        data_key = _SUITE.decrypt(wrap, X25519PrivateKey.from_private_bytes(private), context)
        padded = AESGCM(data_key).decrypt(nonce, envelope[end:], envelope[:end] + context)
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise Unreadable("The envelope does not open") from error
    return _unpadded(padded)


def is_sealed(data: bytes) -> bool:
    """Whether the bytes are an envelope."""
    return data.startswith(MAGIC)


def _padded(data: bytes) -> bytes:
    """The data behind its length, filled up so that the envelope's size tells little."""
    whole = len(data).to_bytes(8, "big") + data
    return whole.ljust(padded_length(len(whole)), b"\0")


def _unpadded(data: bytes) -> bytes:
    return data[8 : 8 + int.from_bytes(data[:8], "big")]


def padded_length(length: int) -> int:
    """The size to which a length is filled up: 4 KiB at least, then at most 12 % more, by Padmé.

    Source: Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs, PoPETs 2019.
    """
    if length <= SMALLEST:
        return SMALLEST
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def _locked(key: bytes, data: bytes, owner: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, owner.encode())


def _unlocked(key: bytes, data: bytes, owner: str) -> bytes:
    return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], owner.encode())


@dataclass(frozen=True)
class LockedPair:
    """A key pair whose private half only a passphrase unlocks; ``name`` is bound in."""

    name: str
    public: bytes
    salt: bytes
    locked: bytes


def lock(private: bytes, name: str, passphrase: str) -> LockedPair:
    """A private key locked by a passphrase. Costs 64 MiB and about a tenth of a second, so hold no lock meanwhile."""
    salt = secrets.token_bytes(16)
    return LockedPair(
        name, public_of(private), salt, _locked(_of_passphrase(passphrase, salt), private, name)
    )


def unlock(locked: bytes, name: str, salt: bytes, passphrase: str) -> bytes:
    """The private key, at the same cost. ``Unreadable`` for another passphrase."""
    try:
        return _unlocked(_of_passphrase(passphrase, salt), locked, name)
    except InvalidTag as error:
        raise Unreadable("This is not the passphrase") from error


def _of_passphrase(passphrase: str, salt: bytes) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return hash_secret_raw(typed, salt, hash_len=32, type=Type.ID, **PASSPHRASE_COST)


class KeyRing:
    """The keys made from ``PORTAL_KEY`` and, while it is being replaced, from the one before."""

    def __init__(self, current: str, previous: str = "") -> None:
        self._keys = {_name(secret): _derived(secret, b"wrap") for secret in (previous, current) if secret}
        self.current = _name(current)

    def wrap(self, private: bytes, owner: str) -> tuple[str, bytes]:
        """A private key wrapped by the current key, and that key's name; ``owner`` is bound in."""
        return self.current, _locked(self._keys[self.current], private, owner)

    def unwrap(self, wrapped: bytes, name: str, owner: str) -> bytes:
        """The private key. ``Unreadable`` where the key that wrapped it is not here, or the bytes were altered."""
        key = self._keys.get(name)
        if key is None:
            raise Unreadable(f"This was sealed under the portal key {name}, which is not in force here")
        try:
            return _unlocked(key, wrapped, owner)
        except InvalidTag as error:
            raise Unreadable("The wrapped key was altered") from error


def _name(secret: str) -> str:
    return hashlib.sha256(_derived(secret, b"name")).hexdigest()[:16]


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"portal key, " + purpose).derive(secret.encode())


def init_app(app: Flask, settings: Settings) -> None:
    """Give an application its keys."""
    app.extensions["portal_keys"] = KeyRing(settings.portal_key, settings.portal_key_previous)


def ring() -> KeyRing:
    """The keys of the application that is at work."""
    return cast(KeyRing, current_app.extensions["portal_keys"])
