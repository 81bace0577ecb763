"""Which row of a form a refusal belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.errors import RuleBroken


@contextmanager
def at_row(row: int | None, default: str) -> Iterator[None]:
    """Let a refusal in this block name its row: ``rows-0-quantity`` is the quantity of the first row.

    A refusal that names no field stands at ``default``. Without a row it passes as it is.
    """
    try:
        yield
    except RuleBroken as refusal:
        if row is None:
            raise
        raise RuleBroken(refusal.sentence, f"rows-{row}-{refusal.field or default}") from refusal
