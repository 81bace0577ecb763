"""Migrations lead up and down on both databases, and end at exactly what the models say."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, inspect, text

from portal.config import ROOT
from portal.models import metadata
from tests import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, worker_id):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'migrated.db'}"
    return postgres.new_database(f"migrated_{worker_id}")[1]


def config_for(url):
    config = Config(ROOT / "migrations" / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = url
    return config


def test_no_id_is_used_again_where_events_tell_of_what_has_gone(tmp_path):
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    config = config_for(url)
    upgrade(config, "0014")
    engine = create_engine(url, poolclass=NullPool)
    columns = "chain, seq, at, name, schema, body, hash"
    with engine.begin() as connection:
        connection.execute(
            text(f"insert into event ({columns}) values (0, 1, 0, 'ItemDiscarded', 1, '{{}}', '')")
        )
        connection.execute(text("insert into event_subject values (1, 'item', 41)"))
        before = made_of(connection)
    upgrade(config, "0015")
    with engine.connect() as connection:
        assert connection.scalar(text("select seq from sqlite_sequence where name = 'item'")) == 41
        kept = {
            name
            for name, table in metadata.tables.items()
            if table.dialect_options["sqlite"]["autoincrement"]
        }
        assert set(connection.scalars(text("select name from sqlite_sequence"))) == kept
        assert made_of(connection) == before, "nothing else about the tables has changed"


@pytest.fixture(params=["sqlite", "postgresql"])
def plainly_owned(request, tmp_path, worker_id):
    """A database whose owner is no superuser, and the URL of somebody who may write whatever was written once."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'migrated.db'}"
        return url, url
    plain, owner = postgres.new_database(f"migrated_{worker_id}", plain_owner=True)
    return owner, postgres.owner_of(plain)


def test_rows_are_changed_by_an_owner_who_is_no_superuser(plainly_owned):
    """Somebody had two keys in force; the one made last stays so."""
    url, writer = plainly_owned
    upgrade(config_for(url), "0015")
    engine = create_engine(writer, poolclass=NullPool)
    said = "public_id, buyer_id, person_id, public_key, salt, wrapped_private, wrapped_by, created_at"
    values = ", ".join(f":{name}" for name in said.split(", "))
    row = {
        "buyer_id": 1,
        "person_id": 1,
        "public_key": b"",
        "salt": b"",
        "wrapped_private": b"",
        "wrapped_by": "",
    }
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Whose they are does not matter here.
            connection.execute(text("set local session_replication_role = replica"))
        for at in (1, 2):
            connection.execute(
                text(f"insert into opener_key ({said}) values ({values})"),
                row | {"public_id": f"{at}", "created_at": at},
            )
    upgrade(config_for(url), "head")
    with engine.connect() as connection:
        kept = connection.execute(text("select created_at, replaced_at from opener_key order by id"))
        assert kept.all() == [(1, 1), (2, None)]
    downgrade(config_for(url), "0015")


def made_of(connection):
    """How the tables are made, by name, but for what makes an id and the order of what is said."""
    rows = connection.execute(text("select name, sql from sqlite_master where type = 'table'"))
    return {name: clauses(said) for name, said in rows if name != "sqlite_sequence"}


def clauses(said):
    plain = re.sub(r" PRIMARY KEY AUTOINCREMENT|CONSTRAINT pk_\w+ PRIMARY KEY \(id\),?", "", said)
    return sorted(clause.strip(" \n\t)") for clause in plain.replace('"', "").split(",") if clause.strip())


def test_migrations_lead_to_the_models_and_back(url):
    config = config_for(url)
    upgrade(config, "head")
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(config, "head")
    assert set(inspect(engine).get_table_names()) >= set(metadata.tables)
