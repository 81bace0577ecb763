"""Signatures of the portal: Ed25519 (RFC 8032), so that whoever holds a receipt can prove where it comes from."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from portal.sealing import KeyPair


def new_signing_pair() -> KeyPair:
    """A fresh key pair; both halves are 32 bytes."""
    private = Ed25519PrivateKey.generate()
    return KeyPair(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def public_of(private: bytes) -> bytes:
    """The public half of a private key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, data: bytes) -> str:
    """The signature of the data, 128 hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(data).hex()


def holds(public: bytes, data: bytes, signature: str) -> bool:
    """Whether the signature is of exactly this data, by the private half of this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
