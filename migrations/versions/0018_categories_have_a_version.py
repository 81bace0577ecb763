"""categories have a version

Who changed a category in two windows lost what was written in the first, and taking it out of use counted twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("category", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("category") as table:
        table.drop_column("version")
