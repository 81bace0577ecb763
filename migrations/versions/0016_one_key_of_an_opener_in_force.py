"""one key of an opener in force

Who made a key in two windows at once had two in force, and no page that asks for it could be drawn any more. The newest
is the one that its owner has seen last; the others are kept for what was sealed to them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAME = "uq_opener_key_in_force"
IN_FORCE = sa.text("replaced_at is null")


def upgrade() -> None:
    op.execute(
        "update opener_key set replaced_at = created_at where replaced_at is null and exists ("
        "select 1 from opener_key newer where newer.buyer_id = opener_key.buyer_id"
        " and newer.person_id = opener_key.person_id and newer.replaced_at is null and newer.id > opener_key.id)"
    )
    op.create_index(
        NAME,
        "opener_key",
        ["buyer_id", "person_id"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )


def downgrade() -> None:
    op.drop_index(NAME, "opener_key")
