"""verdicts of the virus scanner"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('file_verdict',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('storage_key', sa.String(length=64), nullable=False),
    sa.Column('found', sa.String(length=200), nullable=False),
    sa.Column('scanned_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_verdict')),
    sa.UniqueConstraint('storage_key', name=op.f('uq_file_verdict_storage_key'))
    )


def downgrade() -> None:
    op.drop_table('file_verdict')
