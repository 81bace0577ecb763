"""PostgreSQL itself shows nobody what is not theirs, whatever the application forgets to ask.

Two pairs of companies have nothing to do with each other. Every table is read without any filter, as each of them,
as a competitor that was not invited, and as nobody; and written to.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    NullPool,
    Table,
    create_engine,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import selectinload

from portal import isolation
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.db import db, transaction, writing
from portal.isolation import Undecided
from portal.models import metadata
from portal.sourcing.models import Rfq, RfqRound
from portal.sourcing.queries import rfqs
from tests import postgres
from tests.objects import Objects
from tests.trust.worlds import others

OPEN = {"file_verdict", "outbox", "signing_key", "try_count"}
CLOSED = sorted(set(metadata.tables) - OPEN)
pytestmark = pytest.mark.one_database


def all_ids(table: Table) -> set[tuple]:
    """The keys of all rows of a table that the present reader sees, without any filter."""
    return {tuple(row) for row in db.session.execute(select(*table.primary_key))}


def snapshot() -> dict[str, set[tuple]]:
    return {name: all_ids(table) for name, table in metadata.tables.items()}


@contextmanager
def reading_as(organisation_id: int | None) -> Iterator[None]:
    """A new transaction of somebody's request."""
    db.session.rollback()
    with isolation.asked():
        isolation.serve(organisation_id)
        yield
    db.session.rollback()


@pytest.fixture
def two(app, world, now):
    """What stood before, what Acme and Alpha have, and what Bolt and Gamma have, by table and key."""
    before = snapshot()
    with transaction():
        Objects(world, now)
    first = snapshot()
    with transaction():
        others(world, now)
    second = snapshot()
    mine = {name: first[name] - before[name] for name in metadata.tables}
    theirs = {name: second[name] - first[name] for name in metadata.tables}
    return mine, theirs


def seen_of(rows: dict[str, set[tuple]], tables=CLOSED) -> dict[str, set[tuple]]:
    """Those of the rows that the present reader sees."""
    seen = {name: all_ids(metadata.tables[name]) & rows[name] for name in tables}
    return {name: keys for name, keys in seen.items() if keys}


def test_without_any_filter_nobody_sees_what_is_foreign(two, world):
    mine, theirs = two
    # Among the objects of each pair is an offer of the other buyer to its supplier.
    offered = {"partnership", "organisation", "partnership_offer"}
    for reader, foreign in (
        (world.acme, theirs),
        (world.alpha, theirs),
        (world.bolt, mine),
        (world.gamma, mine),
    ):
        with reading_as(reader.id):
            assert seen_of(foreign).keys() <= offered, reader.organisation.name


def test_a_competitor_sees_what_every_partner_and_every_bidder_may(two, world):
    mine, _theirs = two
    with reading_as(world.beta.id):
        seen = seen_of(mine)
    bidders = {"rfq", "rfq_round", "rfq_line", "rfq_file", "addendum", "sealing_key"}
    named = {"item", "category", "spec", "spec_revision", "spec_file", "stored_file", "organisation"}
    assert seen.keys() <= bidders | named | {"invitation", "partnership", "requirement"}
    for name in ("invitation", "partnership"):
        table = metadata.tables[name]
        with reading_as(world.beta.id):
            assert set(db.session.scalars(select(table.c.supplier_id))) == {world.beta.id}


def test_the_owners_see_their_own(two, world):
    mine, _theirs = two
    everything = {name for name in CLOSED if mine[name]}
    # The portal itself linked the chain here, for the supplier, and Bolt made the offer.
    not_acmes = {"chain_head", "event_reader", "event_subject", "organisation", "partnership_offer"}
    with reading_as(world.acme.id):
        assert everything - seen_of(mine).keys() == not_acmes
    with reading_as(world.alpha.id):
        assert everything - seen_of(mine).keys() == {"chain_head", "clause", "opening"}


def test_who_was_not_named_sees_nothing(two, app):
    with reading_as(None):
        assert {name for name in CLOSED if all_ids(metadata.tables[name])} == set()
    # A connection that never heard of readers, such as a program beside the portal.
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)
    with engine.connect() as connection:
        assert {name for name in CLOSED if connection.execute(select(metadata.tables[name])).first()} == set()


def test_a_connection_that_comes_back_carries_nobody_over(world):
    with reading_as(world.acme.id):
        assert all_ids(Organisation.__table__) == {(world.acme.id,)}
        db.session.remove()
        with db.engine.connect() as connection:
            assert connection.scalar(text("select current_setting('portal.reader', true)")) == str(
                world.acme.id
            )
        raw = db.engine.raw_connection()
        assert raw.cursor().execute("select portal_reader()").fetchone() == (None,)
        raw.close()
        isolation.serve(world.bolt.id)
        assert all_ids(Organisation.__table__) == {(world.bolt.id,)}


def test_a_savepoint_that_is_rolled_back_takes_the_reader_along(world):
    with reading_as(world.acme.id):
        db.session.scalar(select(Organisation.id))
        savepoint = db.session.begin_nested()
        with isolation.everybody():
            assert len(all_ids(Organisation.__table__)) == 5
        isolation.serve(world.bolt.id)
        assert all_ids(Organisation.__table__) == {(world.bolt.id,)}
        savepoint.rollback()
        assert all_ids(Organisation.__table__) == {(world.bolt.id,)}


def test_nobody_writes_what_is_foreign(two, world):
    mine, _theirs = two
    for name in sorted(name for name in CLOSED if mine[name]):
        table = metadata.tables[name]
        (key, *_) = mine[name]
        which = [column == value for column, value in zip(table.primary_key, key, strict=True)]
        row = db.session.execute(select(table).where(*which)).one()._mapping
        another = {**row, **({"id": 10**9} if "id" in row else {})}
        with reading_as(world.gamma.id), writing():
            column = list(table.columns)[-1]
            assert db.session.execute(update(table).where(*which).values({column: row[column]})).rowcount == 0
            assert db.session.execute(delete(table).where(*which)).rowcount == 0
            with pytest.raises(ProgrammingError, match="row-level security"):
                db.session.execute(insert(table).values(another))


def test_who_may_lock_may_not_change(two, world):
    mine, _theirs = two
    ((key,), *_) = mine["rfq_round"]
    with reading_as(world.alpha.id), writing():
        locked = select(RfqRound.id).where(RfqRound.id == key).with_for_update(read=True)
        assert db.session.scalar(locked) == key
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.execute(update(RfqRound).where(RfqRound.id == key).values(ordinal=7))


def test_a_query_without_its_filter_shows_nothing_foreign(two, world, client, sign_in, monkeypatch):
    """The pages stand, with the filters of the queries behind them taken out."""
    _mine, theirs = two
    numbers = {row.number for row in db.session.scalars(select(Rfq)) if (row.id,) in theirs["rfq"]}
    monkeypatch.setattr(rfqs, "rfqs", lambda _buyer_id: select(Rfq).options(selectinload(Rfq.rounds)))
    monkeypatch.setattr(rfqs, "_invited", lambda _supplier_id: select(Rfq))
    assert len(db.session.scalars(rfqs.rfqs(0)).all()) == 4
    foreign = db.session.scalars(select(Rfq.public_id).where(Rfq.buyer_id == world.bolt.id)).all()
    sign_in(client, world.acme, Role.PROCUREMENT)
    page = client.get("/buyer/rfqs").text
    assert "RFQ-2026-0001" in page
    assert not any(number in page for number in numbers)
    sign_in(client, world.alpha, Role.SALES)
    assert [client.get(f"/supplier/rfqs/{public_id}").status_code for public_id in foreign] == [404, 404]


def test_the_owner_of_the_tables_is_held_too(app, world):
    """Forced, so that a mistake in a migration's role shows nothing either."""
    engine = create_engine(postgres.owner_of(app.config["SQLALCHEMY_DATABASE_URI"]), poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("create role plain_owner"))
        connection.execute(text("grant usage, create on schema public to plain_owner"))
        connection.execute(text("grant select on all tables in schema public to plain_owner"))
        connection.execute(text("alter table organisation owner to plain_owner"))
        connection.execute(text("set local role plain_owner"))
        assert connection.scalar(text("select count(*) from organisation")) == 0
        connection.execute(text("select set_config('portal.reader', '0', true)"))
        assert connection.scalar(text("select count(*) from organisation")) == 5
        connection.rollback()


def test_every_table_is_decided_and_forced(app):
    decided = {name: isolation.whose(table) for name, table in metadata.tables.items()}
    assert {name for name, said in decided.items() if said.open_because} == OPEN
    forced = db.session.scalars(
        text("select relname from pg_class where relkind = 'r' and relrowsecurity and relforcerowsecurity")
    )
    assert set(forced) == set(metadata.tables)
    undecided = Table("undecided", MetaData(), Column("id", Integer, primary_key=True))
    with pytest.raises(Undecided):
        isolation.whose(undecided)
