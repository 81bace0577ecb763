"""What the chain of events says of bids, keys, openings and awards, held against what lies in the database.

The hashes of envelopes and rows stand in the chain and need no key. What an opening wrote out is held against the
sealed documents themselves, which needs the keys.
"""

from collections.abc import Iterator

from portal.sourcing.queries.evidence import awards, keys, opened, versions


def verify() -> Iterator[str]:
    """One sentence for every row of sourcing that is not what the chain, or the sealed bid, says."""
    yield from keys.verify()
    yield from versions.verify()
    yield from opened.verify()
    yield from awards.verify()
