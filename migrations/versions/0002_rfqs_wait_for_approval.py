"""an RFQ may wait for an approval before it is published"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approval_asked_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        # RFQs that are there have never been returned.
        batch_op.add_column(sa.Column('return_reason', sa.Text(), server_default='', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_rfq_approval_asked_by_id'), 'person', ['approval_asked_by_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_rfq_approval_asked_by_id'), ['approval_asked_by_id'], unique=False)

    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.alter_column('return_reason', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rfq_approval_asked_by_id'))
        batch_op.drop_constraint(batch_op.f('fk_rfq_approval_asked_by_id'), type_='foreignkey')
        batch_op.drop_column('return_reason')
        batch_op.drop_column('approval_asked_by_id')
