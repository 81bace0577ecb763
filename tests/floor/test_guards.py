"""The database itself holds what never changes, against any statement of any program."""

import pytest
from alembic.command import upgrade
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from portal.models import metadata
from tests.floor.test_migrations import config_for, url  # noqa: F401 # The fixture.

GUARDED = sorted(name for name, table in metadata.tables.items() if "never_changes" in table.info)
ROWS = {
    "event": "1, 7, 1, 0, 'E', 1, null, null, 'body', 'hash'",
    "event_subject": "1, 'rfq', 5",
    "event_reader": "1, 3",
}


@pytest.fixture
def connection(url):  # noqa: F811
    """A connection of the owner to a migrated database with one row of each table of events."""
    upgrade(config_for(url), "head")
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        # Another program would not set this; the guards must do without it.
        event.listen(engine, "connect", lambda dbapi, _record: dbapi.execute("PRAGMA recursive_triggers=OFF"))
    with engine.connect() as connection:
        for table, values in ROWS.items():
            connection.execute(text(f"insert into {table} values ({values})"))
        connection.commit()
        yield connection


def refused(connection, statement):
    with pytest.raises(DBAPIError, match="never change"):
        connection.execute(text(statement))
    connection.rollback()


def test_the_tables_of_events_and_bids_are_guarded():
    assert GUARDED == [
        "bid_version",
        "document",
        "event",
        "event_reader",
        "event_subject",
        "opening_consent",
    ]


def test_an_event_is_neither_changed_nor_deleted_nor_replaced(connection):
    refused(connection, "update event set name = 'Other'")
    refused(connection, "update event set body = body")
    refused(connection, "delete from event where seq = 1")
    refused(connection, "update event_reader set organisation_id = 4")
    refused(connection, "delete from event_subject")
    if connection.dialect.name == "sqlite":
        refused(connection, "insert or replace into event values (1, 8, 2, 0, 'F', 1, null, null, 'b', 'h')")
        refused(connection, "insert or replace into event values (2, 7, 1, 0, 'F', 1, null, null, 'b', 'h')")
        refused(connection, "replace into event_reader values (1, 3)")
    else:
        refused(connection, "truncate event cascade")
    connection.execute(text("insert into event values (2, 7, 2, 0, 'F', 1, null, null, 'b', 'h')"))


def test_a_frozen_fact_stays_and_a_failure_may_be_noted(connection):
    if connection.dialect.name == "postgresql":
        # The two sides of the document are not what is tried here.
        for side in ("buyer", "supplier"):
            connection.execute(text(f"alter table document drop constraint fk_document_{side}_id"))
    connection.execute(
        text(
            "insert into document (public_id, buyer_id, supplier_id, kind, subject_id, number, revision, facts,"
            " facts_sha256, frozen_at, failure) values ('d', 1, 2, 'order', 1, 'PO-1', 1, 'facts', 'hash', 0, '')"
        )
    )
    connection.commit()
    for change in ("facts = 'other'", "number = 'PO-2'", "buyer_id = 3"):
        refused(connection, f"update document set {change}")
    refused(connection, "delete from document")
    connection.execute(text("update document set failure = 'too_long'"))
