"""What the tests of whole lives share: verbs in any order, of which some are refused."""

from collections.abc import Callable

from portal.db import db, transaction
from portal.errors import Refusal


def went(verb: Callable[[], object]) -> bool:
    """Run a verb in a transaction; whether it was not refused, which leaves nothing behind."""
    try:
        with transaction():
            verb()
    except Refusal:
        db.session.expire_all()
        return False
    return True
