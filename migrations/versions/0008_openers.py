"""who opens the bids, and by whose passphrases

The opening becomes an act of named people, of two where the buyer says so, and strict RFQs open by passphrases.
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0012'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(table: str, name: str, target: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, ID, nullable=False),
        sa.ForeignKeyConstraint([name], [f'{target}.id'], name=op.f(f'fk_{table}_{name}')),
    ]


def _index(table: str, *names: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in names:
            batch_op.create_index(batch_op.f(f'ix_{table}_{name}'), [name], unique=False)


def upgrade() -> None:
    op.create_table(
        'rfq_opener',
        sa.Column('id', ID, nullable=False),
        *_refers('rfq_opener', 'buyer_id', 'organisation'),
        *_refers('rfq_opener', 'rfq_id', 'rfq'),
        *_refers('rfq_opener', 'person_id', 'person'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rfq_opener')),
        sa.UniqueConstraint('rfq_id', 'person_id', name=op.f('uq_rfq_opener_rfq_id_person_id')),
    )
    _index('rfq_opener', 'buyer_id', 'rfq_id', 'person_id')
    op.create_table(
        'opening_consent',
        sa.Column('id', ID, nullable=False),
        *_refers('opening_consent', 'buyer_id', 'organisation'),
        *_refers('opening_consent', 'round_id', 'rfq_round'),
        *_refers('opening_consent', 'person_id', 'person'),
        sa.Column('agreed_at', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_consent')),
        sa.UniqueConstraint('round_id', 'person_id', name=op.f('uq_opening_consent_round_id_person_id')),
    )
    _index('opening_consent', 'buyer_id', 'round_id', 'person_id')
    op.create_table(
        'opener_key',
        sa.Column('id', ID, nullable=False),
        sa.Column('public_id', sa.String(length=32), nullable=False),
        *_refers('opener_key', 'buyer_id', 'organisation'),
        *_refers('opener_key', 'person_id', 'person'),
        sa.Column('public_key', sa.LargeBinary(), nullable=False),
        sa.Column('salt', sa.LargeBinary(), nullable=False),
        sa.Column('wrapped_private', sa.LargeBinary(), nullable=False),
        sa.Column('wrapped_by', sa.String(length=16), nullable=False),
        sa.Column('created_at', sa.BigInteger(), nullable=False),
        sa.Column('replaced_at', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_opener_key')),
        sa.UniqueConstraint('public_id', name=op.f('uq_opener_key_public_id')),
    )
    _index('opener_key', 'buyer_id', 'person_id', 'wrapped_by')
    op.create_table(
        'opener_pair',
        sa.Column('id', ID, nullable=False),
        *_refers('opener_pair', 'buyer_id', 'organisation'),
        *_refers('opener_pair', 'rfq_id', 'rfq'),
        *_refers('opener_pair', 'first_id', 'opener_key'),
        *_refers('opener_pair', 'second_id', 'opener_key'),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('loosened', sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_opener_pair')),
        sa.UniqueConstraint('rfq_id', 'first_id', 'second_id', name=op.f('uq_opener_pair_rfq_id_first_id_second_id')),
    )
    _index('opener_pair', 'buyer_id', 'rfq_id', 'first_id', 'second_id')

    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.add_column(sa.Column('estimated_value', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('openers_needed', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('strict', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.alter_column('openers_needed', existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column('strict', existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table('rfq_round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('open_not_before', sa.BigInteger(), nullable=True))
    with op.batch_alter_table('bid_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed_ordinal', sa.Integer(), nullable=True))
    with op.batch_alter_table('sealing_key', schema=None) as batch_op:
        batch_op.alter_column('wrapped_private', existing_type=sa.LargeBinary(), nullable=True)
        batch_op.alter_column('wrapped_by', existing_type=sa.String(length=16), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table('sealing_key', schema=None) as batch_op:
        batch_op.alter_column('wrapped_by', existing_type=sa.String(length=16), nullable=False)
        batch_op.alter_column('wrapped_private', existing_type=sa.LargeBinary(), nullable=False)
    with op.batch_alter_table('bid_version', schema=None) as batch_op:
        batch_op.drop_column('sealed_ordinal')
    with op.batch_alter_table('rfq_round', schema=None) as batch_op:
        batch_op.drop_column('open_not_before')
    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.drop_column('strict')
        batch_op.drop_column('openers_needed')
        batch_op.drop_column('estimated_value')
    for table in ('opener_pair', 'opener_key', 'opening_consent', 'rfq_opener'):
        op.drop_table(table)
