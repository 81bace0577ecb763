"""Numbers of documents, one range per buyer, kind and year."""

from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import NumberRange
from portal.db import db


def next_number(buyer_id: int, kind: str, year: int) -> int:
    """The next number of a buyer's range for a kind of document and a year.

    The row of the range is locked until the transaction ends, so no number is given out twice, and one that a
    rollback gives back is used again.
    """
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    begin = dialect.insert(NumberRange).values(buyer_id=buyer_id, kind=kind, year=year, last=1)
    return db.session.execute(
        begin.on_conflict_do_update(
            index_elements=["buyer_id", "kind", "year"], set_={"last": NumberRange.last + 1}
        ).returning(NumberRange.last)
    ).scalar_one()
