"""Passwords and passphrases that cost next to nothing; what they cost in earnest, tests of their own read off."""

from flask import Flask

from portal import sealing
from portal.web import evenly

IN_EARNEST = dict(sealing.PASSPHRASE_COST)
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


def make_passphrases_cheap() -> None:
    """Let this process stretch passphrases fast, which otherwise takes a tenth of a second on all cores each time."""
    sealing.PASSPHRASE_COST.update(CHEAP)


def make_passwords_cheap(app: Flask) -> None:
    """The same for the passwords of an application, and for what is held back so that nobody tells them by time."""
    evenly.SECONDS = 0.001
    hashing = app.extensions["security"].pwd_context
    hashing._context = hashing._context.using(**{f"argon2__{name}": value for name, value in CHEAP.items()})
