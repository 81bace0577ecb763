"""ids are not used again

Rows of these tables may go while events still tell of them. SQLite gave the id of the last one to the next record, which
then had the history of the one that had gone. PostgreSQL never does.
"""

from typing import Any

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("item", "spec", "spec_revision", "contract", "stored_file", "invitation")


def upgrade() -> None:
    if op.get_context().dialect.name != "sqlite":
        return
    for table in TABLES:
        _rebuild(table, sqlite_autoincrement=True)
        # Of those that have gone already, events know the ids.
        op.execute(f"delete from sqlite_sequence where name = '{table}'")
        op.execute(
            "insert into sqlite_sequence (name, seq)"
            f" select '{table}', max(coalesce((select max(id) from {table}), 0), coalesce((select max(subject_id)"
            f" from event_subject where kind = '{table}'), 0))"
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for table in TABLES:
            _rebuild(table)


def _rebuild(table: str, **said: Any) -> None:
    with op.batch_alter_table(table, recreate="always", table_kwargs=said):
        pass
