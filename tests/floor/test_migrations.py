"""Migrations lead up and down on both databases, and end at exactly what the models say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, inspect

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
