"""sealed bids and signed receipts"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signing_key',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('wrapped_private', sa.LargeBinary(), nullable=False),
    sa.Column('wrapped_by', sa.String(length=16), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_signing_key_public_id'))
    )
    with op.batch_alter_table('signing_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signing_key_wrapped_by'), ['wrapped_by'], unique=False)

    op.create_table('sealing_key',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('wrapped_private', sa.LargeBinary(), nullable=False),
    sa.Column('wrapped_by', sa.String(length=16), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('(rfq_id is null) <> (supplier_id is null)', name=op.f('ck_sealing_key_one_owner')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_sealing_key_buyer_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_sealing_key_rfq_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_sealing_key_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealing_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sealing_key_public_id'))
    )
    with op.batch_alter_table('sealing_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sealing_key_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sealing_key_rfq_id'), ['rfq_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_sealing_key_supplier_id'), ['supplier_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_sealing_key_wrapped_by'), ['wrapped_by'], unique=False)

    with op.batch_alter_table('bid_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed_sha256', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('receipt_signature', sa.String(length=128), nullable=True))
        batch_op.add_column(sa.Column('signing_key_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(batch_op.f('ix_bid_version_signing_key_id'), ['signing_key_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_bid_version_signing_key_id'), 'signing_key', ['signing_key_id'], ['id'])

    # What was written before bids were sealed lies there as it is, so both hashes are the same.
    op.execute("UPDATE bid_version SET sealed_sha256 = sha256")
    with op.batch_alter_table('bid_version', schema=None) as batch_op:
        batch_op.alter_column('sealed_sha256', existing_type=sa.String(length=64), nullable=False)



def downgrade() -> None:
    with op.batch_alter_table('bid_version', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_bid_version_signing_key_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_bid_version_signing_key_id'))
        batch_op.drop_column('signing_key_id')
        batch_op.drop_column('receipt_signature')
        batch_op.drop_column('sealed_sha256')

    with op.batch_alter_table('sealing_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sealing_key_wrapped_by'))
        batch_op.drop_index(batch_op.f('ix_sealing_key_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_sealing_key_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_sealing_key_buyer_id'))

    op.drop_table('sealing_key')
    with op.batch_alter_table('signing_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signing_key_wrapped_by'))

    op.drop_table('signing_key')
