"""Passwords and passphrases that cost next to nothing; what they cost in earnest, tests of their own read off."""

from flask import Flask

from portal import sealing

IN_EARNEST = dict(sealing.PASSPHRASE_COST)
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


def make_cheap(app: Flask) -> None:
    """Let this process hash fast, which otherwise takes a tenth of a second and both cores each time."""
    sealing.PASSPHRASE_COST.update(CHEAP)
    security = app.extensions["security"]
    security.pwd_context = security.pwd_context.using(
        **{f"argon2__{name}": value for name, value in CHEAP.items()}
    )
