"""whoever wrote a contract calls it ready for approval"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approval_asked_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_contract_approval_asked_by_id'), 'person', ['approval_asked_by_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_contract_approval_asked_by_id'), ['approval_asked_by_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_approval_asked_by_id'))
        batch_op.drop_constraint(batch_op.f('fk_contract_approval_asked_by_id'), type_='foreignkey')
        batch_op.drop_column('approval_asked_by_id')
