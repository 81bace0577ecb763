"""More than one of each record: of another company, and a second one of the same company."""

from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import event, inspect

from portal.db import db
from tests.objects import Objects
from tests.world import World

# What is unique for one buyer gets a mark of its own in a second set of records.
NUMBERS = ("number", "cpv", "receipt_number")


class Further(Objects):
    """A second record of each kind that Acme and Alpha have; what they can have only once is the first's."""

    def __init__(self, first: Objects) -> None:
        self.first = first
        with marked("-2"):
            super().__init__(first.world, first.now)

    def relation(self) -> None:
        self.partnership = self.first.partnership
        self.ids.update({name: value for name, value in self.first.ids.items() if name not in self.ids})
        self.own = self.first.own
        self.files |= {name: self.first.files[name] for name in ("certificate", "review")}


@contextmanager
def marked(mark: str):
    """Let every number that is written in this block end with the mark."""

    def put(session, _context, _instances):
        for record in session.new:
            for name in NUMBERS:
                column = inspect(type(record)).columns.get(name)
                value = getattr(record, name, None) if column is not None else None
                if value and not value.endswith(mark):
                    setattr(record, name, value[: (column.type.length or 99) - len(mark)] + mark)

    event.listen(db.session, "before_flush", put)
    try:
        yield
    finally:
        event.remove(db.session, "before_flush", put)


def others(world: World, now: datetime) -> Objects:
    """The same records of Bolt and Gamma, with whom Acme, Alpha and Beta have nothing to do."""
    swapped = World(acme=world.bolt, bolt=world.acme, alpha=world.gamma, beta=world.beta, gamma=world.alpha)
    with marked("-3"):
        return Objects(swapped, now)
