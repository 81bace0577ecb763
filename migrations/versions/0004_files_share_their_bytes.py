"""a copy of a file is a further row over the same bytes"""

from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_stored_file_storage_key'), type_='unique')
        batch_op.create_index(batch_op.f('ix_stored_file_storage_key'), ['storage_key'], unique=False)


def downgrade() -> None:
    # Refused by the database while any bytes are shared: there is no way back that keeps every file.
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stored_file_storage_key'))
        batch_op.create_unique_constraint(batch_op.f('uq_stored_file_storage_key'), ['storage_key'])
