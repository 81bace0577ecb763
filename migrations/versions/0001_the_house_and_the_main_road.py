"""the house and the main road"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table('chain_head',
    sa.Column('chain', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('chain', name=op.f('pk_chain_head'))
    )
    op.create_table('event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('chain', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('schema', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('chain', 'seq', name=op.f('uq_event_chain_seq'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_at'), ['at'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('side', sa.Enum('buyer', 'supplier', name='side', native_enum=False, length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('legal_name', sa.String(length=200), nullable=False),
    sa.Column('registration_number', sa.String(length=60), nullable=False),
    sa.Column('vat_number', sa.String(length=40), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=20), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('website', sa.String(length=200), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('timezone', sa.String(length=60), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('suspended_at', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_organisation_public_id'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('lease_until', sa.BigInteger(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('done_at', sa.BigInteger(), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_key'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_open', ['done_at', 'due_at'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('timezone', sa.String(length=60), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_person_fs_uniquifier')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    op.create_table('request_key',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('body_sha256', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('location', sa.String(length=500), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_key')),
    sa.UniqueConstraint('organisation_id', 'key', name=op.f('uq_request_key_organisation_id_key'))
    )
    op.create_table('buyer_setting',
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_buyer_setting_buyer_id')),
    sa.PrimaryKeyConstraint('buyer_id', 'name', 'valid_from', name=op.f('pk_buyer_setting'))
    )
    op.create_table('category',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('cpv', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('archived_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_category_buyer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
    sa.UniqueConstraint('buyer_id', 'cpv', name=op.f('uq_category_buyer_id_cpv')),
    sa.UniqueConstraint('public_id', name=op.f('uq_category_public_id'))
    )
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_category_buyer_id'), ['buyer_id'], unique=False)

    op.create_table('clause',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('archived_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_clause_buyer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clause')),
    sa.UniqueConstraint('public_id', name=op.f('uq_clause_public_id'))
    )
    with op.batch_alter_table('clause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clause_buyer_id'), ['buyer_id'], unique=False)

    op.create_table('event_reader',
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_reader_event_id')),
    sa.PrimaryKeyConstraint('event_id', 'organisation_id', name=op.f('pk_event_reader'))
    )
    with op.batch_alter_table('event_reader', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_reader_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('event_subject',
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_subject_event_id')),
    sa.PrimaryKeyConstraint('event_id', 'kind', 'subject_id', name=op.f('pk_event_subject'))
    )
    with op.batch_alter_table('event_subject', schema=None) as batch_op:
        batch_op.create_index('ix_event_subject_kind_subject_id', ['kind', 'subject_id', 'event_id'], unique=False)

    op.create_table('join_invitation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('invited_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('inviter_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('accepted_at', sa.BigInteger(), nullable=True),
    sa.Column('withdrawn_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_join_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['inviter_id'], ['organisation.id'], name=op.f('fk_join_invitation_inviter_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_join_invitation_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_join_invitation_public_id'))
    )
    with op.batch_alter_table('join_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_invitation_invited_by_id'), ['invited_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_join_invitation_inviter_id'), ['inviter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_join_invitation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('person_id', 'organisation_id', name=op.f('uq_membership_person_id_organisation_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_membership_public_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('endpoint', sa.String(length=80), nullable=False),
    sa.Column('target', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('read_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_notice_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('public_id', name=op.f('uq_notice_public_id'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_inbox', ['person_id', 'organisation_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_person_id'), ['person_id'], unique=False)

    op.create_table('number_range',
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_number_range_buyer_id')),
    sa.PrimaryKeyConstraint('buyer_id', 'kind', 'year', name=op.f('pk_number_range'))
    )
    op.create_table('partnership',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('state', sa.Enum('invited', 'active', 'blocked', 'ended', name='partnershipstate', native_enum=False, length=40), nullable=False),
    sa.Column('type', sa.Enum('transactional', 'tactical', 'strategic', 'hybrid', name='partnershiptype', native_enum=False, length=40), nullable=False),
    sa.Column('erp_number', sa.String(length=60), nullable=True),
    sa.Column('customer_number', sa.String(length=60), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('active_since', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_partnership_buyer_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_partnership_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partnership')),
    sa.UniqueConstraint('buyer_id', 'erp_number', name=op.f('uq_partnership_buyer_id_erp_number')),
    sa.UniqueConstraint('buyer_id', 'supplier_id', name=op.f('uq_partnership_buyer_id_supplier_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_partnership_public_id'))
    )
    with op.batch_alter_table('partnership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partnership_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partnership_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('rfq',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('erp_number', sa.String(length=60), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('incoterm', sa.String(length=3), nullable=False),
    sa.Column('incoterm_place', sa.String(length=200), nullable=False),
    sa.Column('payment_terms', sa.String(length=300), nullable=False),
    sa.Column('tie_rule', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'awaiting_approval', 'published', 'opened', 'awarded', 'unsuccessful', 'cancelled', name='rfqstate', native_enum=False, length=40), nullable=False),
    sa.Column('closing_reason', sa.Text(), nullable=False),
    sa.Column('copied_from_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('published_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_rfq_buyer_id')),
    sa.ForeignKeyConstraint(['copied_from_id'], ['rfq.id'], name=op.f('fk_rfq_copied_from_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_rfq_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rfq')),
    sa.UniqueConstraint('buyer_id', 'erp_number', name=op.f('uq_rfq_buyer_id_erp_number')),
    sa.UniqueConstraint('buyer_id', 'number', name=op.f('uq_rfq_buyer_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rfq_public_id'))
    )
    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rfq_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_copied_from_id'), ['copied_from_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_created_by_id'), ['created_by_id'], unique=False)

    op.create_table('scorecard_scheme',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_scorecard_scheme_buyer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard_scheme')),
    sa.UniqueConstraint('buyer_id', 'valid_from', name=op.f('uq_scorecard_scheme_buyer_id_valid_from')),
    sa.UniqueConstraint('public_id', name=op.f('uq_scorecard_scheme_public_id'))
    )
    with op.batch_alter_table('scorecard_scheme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scorecard_scheme_buyer_id'), ['buyer_id'], unique=False)

    op.create_table('site',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=20), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('timezone', sa.String(length=60), nullable=False),
    sa.Column('archived_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_site_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site')),
    sa.UniqueConstraint('organisation_id', 'name', name=op.f('uq_site_organisation_id_name')),
    sa.UniqueConstraint('public_id', name=op.f('uq_site_public_id'))
    )
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('stored_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('storage_key', sa.String(length=64), nullable=False),
    sa.Column('uploaded_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('uploaded_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_stored_file_organisation_id')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['person.id'], name=op.f('fk_stored_file_uploaded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_stored_file_public_id')),
    sa.UniqueConstraint('storage_key', name=op.f('uq_stored_file_storage_key'))
    )
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stored_file_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stored_file_uploaded_by_id'), ['uploaded_by_id'], unique=False)

    op.create_table('addendum',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('material', sa.Boolean(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('no_extension_reason', sa.String(length=500), nullable=False),
    sa.Column('published_at', sa.BigInteger(), nullable=False),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_addendum_buyer_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_addendum_published_by_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_addendum_rfq_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_addendum')),
    sa.UniqueConstraint('public_id', name=op.f('uq_addendum_public_id')),
    sa.UniqueConstraint('rfq_id', 'ordinal', name=op.f('uq_addendum_rfq_id_ordinal'))
    )
    with op.batch_alter_table('addendum', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_addendum_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_addendum_published_by_id'), ['published_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_addendum_rfq_id'), ['rfq_id'], unique=False)

    op.create_table('award',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'approved', 'published', 'cancelled', name='awardstate', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('override_reason', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.BigInteger(), nullable=False),
    sa.Column('proposed_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('approved_at', sa.BigInteger(), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('published_at', sa.BigInteger(), nullable=True),
    sa.Column('cancelled_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_award_approved_by_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_award_buyer_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_award_proposed_by_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_award_rfq_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('public_id', name=op.f('uq_award_public_id'))
    )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_proposed_by_id'), ['proposed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_rfq_id'), ['rfq_id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('standard', sa.String(length=120), nullable=False),
    sa.Column('number', sa.String(length=120), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('entity', sa.String(length=200), nullable=False),
    sa.Column('covers', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('replaces_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('archived_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_until >= valid_from', name=op.f('ck_certificate_validity')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_certificate_file_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['certificate.id'], name=op.f('fk_certificate_replaces_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_certificate_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('public_id', name=op.f('uq_certificate_public_id'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_file_id'), ['file_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_certificate_replaces_id'), ['replaces_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('document',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('facts', sa.LargeBinary(), nullable=False),
    sa.Column('facts_sha256', sa.String(length=64), nullable=False),
    sa.Column('frozen_at', sa.BigInteger(), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('rendered_at', sa.BigInteger(), nullable=True),
    sa.Column('failure', sa.String(length=40), nullable=False),
    sa.CheckConstraint('(file_id is null) = (rendered_at is null)', name=op.f('ck_document_rendered')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_document_buyer_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_document_file_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_document_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('kind', 'subject_id', 'revision', name=op.f('uq_document_kind_subject_id_revision')),
    sa.UniqueConstraint('public_id', name=op.f('uq_document_public_id'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_file_id'), ['file_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_document_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('goal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('partnership_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('proposed_by_organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('baseline', sa.BigInteger(), nullable=True),
    sa.Column('target', sa.BigInteger(), nullable=False),
    sa.Column('direction', sa.Enum('up', 'down', 'hold_above', 'hold_below', name='direction', native_enum=False, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'agreed', 'declined', 'withdrawn', 'closed', name='goalstate', native_enum=False, length=40), nullable=False),
    sa.Column('decline_reason', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.BigInteger(), nullable=False),
    sa.Column('agreed_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_goal_buyer_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnership.id'], name=op.f('fk_goal_partnership_id')),
    sa.ForeignKeyConstraint(['proposed_by_organisation_id'], ['organisation.id'], name=op.f('fk_goal_proposed_by_organisation_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_goal_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_goal_public_id'))
    )
    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goal_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goal_partnership_id'), ['partnership_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goal_proposed_by_organisation_id'), ['proposed_by_organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goal_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('state', sa.Enum('invited', 'intends', 'declined', name='invitationstate', native_enum=False, length=40), nullable=False),
    sa.Column('decline_reason', sa.Text(), nullable=False),
    sa.Column('override_reason', sa.Text(), nullable=False),
    sa.Column('invited_at', sa.BigInteger(), nullable=True),
    sa.Column('viewed_at', sa.BigInteger(), nullable=True),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_invitation_buyer_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_invitation_rfq_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_invitation_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id')),
    sa.UniqueConstraint('rfq_id', 'supplier_id', name=op.f('uq_invitation_rfq_id_supplier_id'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_rfq_id'), ['rfq_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('item',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('erp_number', sa.String(length=60), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('category_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('unit', sa.String(length=3), nullable=False),
    sa.Column('archived_at', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_item_buyer_id')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_item_category_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item')),
    sa.UniqueConstraint('buyer_id', 'erp_number', name=op.f('uq_item_buyer_id_erp_number')),
    sa.UniqueConstraint('buyer_id', 'number', name=op.f('uq_item_buyer_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_item_public_id'))
    )
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_item_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_item_category_id'), ['category_id'], unique=False)

    op.create_table('partnership_offer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('partnership_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('declined_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnership.id'], name=op.f('fk_partnership_offer_partnership_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_partnership_offer_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partnership_offer')),
    sa.UniqueConstraint('public_id', name=op.f('uq_partnership_offer_public_id'))
    )
    with op.batch_alter_table('partnership_offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partnership_offer_partnership_id'), ['partnership_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_partnership_offer_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('partnership_role',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('partnership_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('role', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_partnership_role_organisation_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnership.id'], name=op.f('fk_partnership_role_partnership_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_partnership_role_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partnership_role')),
    sa.UniqueConstraint('partnership_id', 'person_id', 'role', name=op.f('uq_partnership_role_partnership_id_person_id_role'))
    )
    with op.batch_alter_table('partnership_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partnership_role_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partnership_role_partnership_id'), ['partnership_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partnership_role_person_id'), ['person_id'], unique=False)

    op.create_table('question',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('answered_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_question_answered_by_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_question_buyer_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_question_rfq_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_question_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('public_id', name=op.f('uq_question_public_id'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_rfq_id'), ['rfq_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('requirement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('scope', sa.Enum('everything', 'category', 'supplier', 'rfq', name='scope', native_enum=False, length=40), nullable=False),
    sa.Column('category_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('standard', sa.String(length=120), nullable=False),
    sa.Column('asks', sa.Text(), nullable=False),
    sa.Column('at_invitation', sa.Enum('off', 'warn', 'block', name='gate', native_enum=False, length=40), nullable=False),
    sa.Column('at_award', sa.Enum('off', 'warn', 'block', name='gate', native_enum=False, length=40), nullable=False),
    sa.Column('at_order', sa.Enum('off', 'warn', 'block', name='gate', native_enum=False, length=40), nullable=False),
    sa.Column('archived_at', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_requirement_buyer_id')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_requirement_category_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_requirement_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement')),
    sa.UniqueConstraint('public_id', name=op.f('uq_requirement_public_id'))
    )
    with op.batch_alter_table('requirement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('rfq_currency',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('rate > 0', name=op.f('ck_rfq_currency_rate')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_rfq_currency_rfq_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rfq_currency')),
    sa.UniqueConstraint('rfq_id', 'currency', name=op.f('uq_rfq_currency_rfq_id_currency'))
    )
    with op.batch_alter_table('rfq_currency', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rfq_currency_rfq_id'), ['rfq_id'], unique=False)

    op.create_table('rfq_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_rfq_file_file_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_rfq_file_rfq_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rfq_file'))
    )
    with op.batch_alter_table('rfq_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rfq_file_file_id'), ['file_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_rfq_file_rfq_id'), ['rfq_id'], unique=False)

    op.create_table('rfq_round',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('initial', 'clarification', 'further', name='roundkind', native_enum=False, length=40), nullable=False),
    sa.Column('deadline', sa.BigInteger(), nullable=False),
    sa.Column('zone', sa.String(length=60), nullable=False),
    sa.Column('question_cutoff', sa.BigInteger(), nullable=True),
    sa.Column('opened_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_rfq_round_buyer_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_rfq_round_rfq_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rfq_round')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rfq_round_public_id')),
    sa.UniqueConstraint('rfq_id', 'ordinal', name=op.f('uq_rfq_round_rfq_id_ordinal'))
    )
    with op.batch_alter_table('rfq_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rfq_round_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_round_rfq_id'), ['rfq_id'], unique=False)

    op.create_table('scorecard_weight',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('weight', sa.BigInteger(), nullable=False),
    sa.Column('floor', sa.BigInteger(), nullable=False),
    sa.Column('target', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['scheme_id'], ['scorecard_scheme.id'], name=op.f('fk_scorecard_weight_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard_weight')),
    sa.UniqueConstraint('scheme_id', 'measure', name=op.f('uq_scorecard_weight_scheme_id_measure'))
    )
    with op.batch_alter_table('scorecard_weight', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scorecard_weight_scheme_id'), ['scheme_id'], unique=False)

    op.create_table('sign_in',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('membership_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_sign_in_membership_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sign_in_public_id')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_sign_in_token_sha256'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_membership_id'), ['membership_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_person_id'), ['person_id'], unique=False)

    op.create_table('bid',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'withdrawn', 'disqualified', 'awarded', 'not_awarded', name='bidstate', native_enum=False, length=40), nullable=False),
    sa.Column('last_ordinal', sa.Integer(), nullable=False),
    sa.Column('disqualified_reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_bid_buyer_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_bid_rfq_id')),
    sa.ForeignKeyConstraint(['round_id'], ['rfq_round.id'], name=op.f('fk_bid_round_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_bid_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid')),
    sa.UniqueConstraint('public_id', name=op.f('uq_bid_public_id')),
    sa.UniqueConstraint('round_id', 'supplier_id', name=op.f('uq_bid_round_id_supplier_id'))
    )
    with op.batch_alter_table('bid', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_rfq_id'), ['rfq_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_round_id'), ['round_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('certificate_share',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('certificate_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('shared_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_certificate_share_buyer_id')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_share_certificate_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_share')),
    sa.UniqueConstraint('certificate_id', 'buyer_id', name=op.f('uq_certificate_share_certificate_id_buyer_id'))
    )
    with op.batch_alter_table('certificate_share', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_share_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_share_certificate_id'), ['certificate_id'], unique=False)

    op.create_table('certificate_site',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('certificate_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('site_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_site_certificate_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_certificate_site_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_site')),
    sa.UniqueConstraint('certificate_id', 'site_id', name=op.f('uq_certificate_site_certificate_id_site_id'))
    )
    with op.batch_alter_table('certificate_site', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_site_certificate_id'), ['certificate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_site_site_id'), ['site_id'], unique=False)

    op.create_table('certificate_warning',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('certificate_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('days_ahead', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('warned_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_warning_certificate_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_certificate_warning_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_warning')),
    sa.UniqueConstraint('certificate_id', 'organisation_id', 'days_ahead', name=op.f('uq_certificate_warning_certificate_id_organisation_id_days_ahead'))
    )
    with op.batch_alter_table('certificate_warning', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_warning_certificate_id'), ['certificate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_warning_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('contract',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('erp_number', sa.String(length=60), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('award_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('state', sa.Enum('draft', 'approved', 'awaiting_signatures', 'in_force', 'terminated', name='contractstate', native_enum=False, length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('incoterm', sa.String(length=3), nullable=False),
    sa.Column('incoterm_place', sa.String(length=200), nullable=False),
    sa.Column('payment_terms', sa.String(length=300), nullable=False),
    sa.Column('termination_reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('issued_at', sa.BigInteger(), nullable=True),
    sa.Column('in_force_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_contract_approved_by_id')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_contract_award_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_contract_buyer_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_contract_created_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_contract_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract')),
    sa.UniqueConstraint('buyer_id', 'erp_number', name=op.f('uq_contract_buyer_id_erp_number')),
    sa.UniqueConstraint('buyer_id', 'number', name=op.f('uq_contract_buyer_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contract_public_id'))
    )
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('goal_value',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('goal_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('measured_on', sa.Date(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['goal_id'], ['goal.id'], name=op.f('fk_goal_value_goal_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_goal_value_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal_value')),
    sa.UniqueConstraint('goal_id', 'measured_on', name=op.f('uq_goal_value_goal_id_measured_on'))
    )
    with op.batch_alter_table('goal_value', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goal_value_goal_id'), ['goal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goal_value_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('item_unit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('unit', sa.String(length=3), nullable=False),
    sa.Column('factor', sa.BigInteger(), nullable=False),
    sa.Column('for_orders', sa.Boolean(), nullable=False),
    sa.Column('for_prices', sa.Boolean(), nullable=False),
    sa.CheckConstraint('factor > 0', name=op.f('ck_item_unit_factor')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_item_unit_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_unit')),
    sa.UniqueConstraint('item_id', 'unit', name=op.f('uq_item_unit_item_id_unit'))
    )
    with op.batch_alter_table('item_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_item_unit_item_id'), ['item_id'], unique=False)

    op.create_table('opening',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('opened_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_opening_buyer_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_opening_opened_by_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_opening_rfq_id')),
    sa.ForeignKeyConstraint(['round_id'], ['rfq_round.id'], name=op.f('fk_opening_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening')),
    sa.UniqueConstraint('public_id', name=op.f('uq_opening_public_id'))
    )
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_opened_by_id'), ['opened_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_rfq_id'), ['rfq_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_round_id'), ['round_id'], unique=True)

    op.create_table('review',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('certificate_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('requirement_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'accepted', 'returned', 'withdrawn', name='reviewstate', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('submitted_at', sa.BigInteger(), nullable=False),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_review_buyer_id')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_review_certificate_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_review_decided_by_id')),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_review_requirement_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_review_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('certificate_id', 'requirement_id', name=op.f('uq_review_certificate_id_requirement_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_review_public_id'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_certificate_id'), ['certificate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_requirement_id'), ['requirement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('rfq_requirement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('requirement_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_rfq_requirement_requirement_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_rfq_requirement_rfq_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rfq_requirement')),
    sa.UniqueConstraint('rfq_id', 'requirement_id', name=op.f('uq_rfq_requirement_rfq_id_requirement_id'))
    )
    with op.batch_alter_table('rfq_requirement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rfq_requirement_requirement_id'), ['requirement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_requirement_rfq_id'), ['rfq_id'], unique=False)

    op.create_table('spec',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('archived_at', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_spec_buyer_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_spec_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spec')),
    sa.UniqueConstraint('buyer_id', 'number', name=op.f('uq_spec_buyer_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_spec_public_id'))
    )
    with op.batch_alter_table('spec', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spec_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spec_item_id'), ['item_id'], unique=False)

    op.create_table('bid_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('bid_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_file_bid_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_bid_file_file_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_bid_file_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_file'))
    )
    with op.batch_alter_table('bid_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_file_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_file_file_id'), ['file_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_bid_file_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('bid_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('bid_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('document', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('addendum_ordinal', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.BigInteger(), nullable=False),
    sa.Column('saved_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('received_at', sa.BigInteger(), nullable=True),
    sa.Column('receipt_number', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_bid_version_bid_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_bid_version_buyer_id')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['person.id'], name=op.f('fk_bid_version_saved_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_bid_version_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bid_version')),
    sa.UniqueConstraint('bid_id', 'ordinal', name=op.f('uq_bid_version_bid_id_ordinal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_bid_version_public_id')),
    sa.UniqueConstraint('receipt_number', name=op.f('uq_bid_version_receipt_number'))
    )
    with op.batch_alter_table('bid_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bid_version_bid_id'), ['bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_version_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_version_saved_by_id'), ['saved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bid_version_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('contract_clause',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('clause_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['clause_id'], ['clause.id'], name=op.f('fk_contract_clause_clause_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_clause_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_clause')),
    sa.UniqueConstraint('contract_id', 'position', name=op.f('uq_contract_clause_contract_id_position'))
    )
    with op.batch_alter_table('contract_clause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_clause_clause_id'), ['clause_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_clause_contract_id'), ['contract_id'], unique=False)

    op.create_table('purchase_order',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('erp_number', sa.String(length=60), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('award_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('quote_number', sa.String(length=60), nullable=False),
    sa.Column('bid_receipt', sa.String(length=40), nullable=False),
    sa.Column('state', sa.Enum('draft', 'awaiting_approval', 'issued', 'accepted', 'accepted_with_changes', 'rejected', 'closed', 'cancelled', name='orderstate', native_enum=False, length=40), nullable=False),
    sa.Column('needs_approval', sa.Boolean(), nullable=False),
    sa.Column('approval_asked_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('incoterm', sa.String(length=60), nullable=False),
    sa.Column('incoterm_place', sa.String(length=200), nullable=False),
    sa.Column('payment_terms', sa.String(length=300), nullable=False),
    sa.Column('date_basis', sa.Enum('arrival', 'handover', name='datebasis', native_enum=False, length=40), nullable=False),
    sa.Column('under_tolerance', sa.BigInteger(), nullable=False),
    sa.Column('over_tolerance', sa.BigInteger(), nullable=False),
    sa.Column('freight', sa.BigInteger(), nullable=False),
    sa.Column('other_costs', sa.BigInteger(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('override_reason', sa.Text(), nullable=False),
    sa.Column('closing_reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('issued_at', sa.BigInteger(), nullable=True),
    sa.Column('issued_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('imported_by', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approval_asked_by_id'], ['person.id'], name=op.f('fk_purchase_order_approval_asked_by_id')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_purchase_order_award_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_purchase_order_buyer_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_purchase_order_contract_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_purchase_order_created_by_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['person.id'], name=op.f('fk_purchase_order_issued_by_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_purchase_order_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_purchase_order')),
    sa.UniqueConstraint('buyer_id', 'erp_number', name=op.f('uq_purchase_order_buyer_id_erp_number')),
    sa.UniqueConstraint('buyer_id', 'number', name=op.f('uq_purchase_order_buyer_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_purchase_order_public_id'))
    )
    with op.batch_alter_table('purchase_order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_purchase_order_approval_asked_by_id'), ['approval_asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_purchase_order_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_purchase_order_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_purchase_order_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_purchase_order_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_purchase_order_issued_by_id'), ['issued_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_purchase_order_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('signature',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('side', sa.Enum('buyer', 'supplier', name='side', native_enum=False, length=40), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('signed_at', sa.BigInteger(), nullable=True),
    sa.Column('signed_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_signature_contract_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_signature_organisation_id')),
    sa.ForeignKeyConstraint(['signed_by_id'], ['person.id'], name=op.f('fk_signature_signed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature'))
    )
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_signature_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_signature_signed_by_id'), ['signed_by_id'], unique=False)

    op.create_table('spec_revision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('change_note', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'released', 'superseded', name='revisionstate', native_enum=False, length=40), nullable=False),
    sa.Column('released_at', sa.BigInteger(), nullable=True),
    sa.Column('released_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_spec_revision_buyer_id')),
    sa.ForeignKeyConstraint(['released_by_id'], ['person.id'], name=op.f('fk_spec_revision_released_by_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['spec.id'], name=op.f('fk_spec_revision_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spec_revision')),
    sa.UniqueConstraint('public_id', name=op.f('uq_spec_revision_public_id')),
    sa.UniqueConstraint('spec_id', 'label', name=op.f('uq_spec_revision_spec_id_label')),
    sa.UniqueConstraint('spec_id', 'ordinal', name=op.f('uq_spec_revision_spec_id_ordinal'))
    )
    with op.batch_alter_table('spec_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spec_revision_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spec_revision_released_by_id'), ['released_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spec_revision_spec_id'), ['spec_id'], unique=False)

    op.create_table('opened_bid',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('opening_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('bid_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('freight', sa.BigInteger(), nullable=False),
    sa.Column('other_costs', sa.BigInteger(), nullable=False),
    sa.Column('payment_terms', sa.String(length=300), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('quote_number', sa.String(length=60), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['bid_id'], ['bid.id'], name=op.f('fk_opened_bid_bid_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_opened_bid_buyer_id')),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_opened_bid_opening_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_opened_bid_supplier_id')),
    sa.ForeignKeyConstraint(['version_id'], ['bid_version.id'], name=op.f('fk_opened_bid_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opened_bid'))
    )
    with op.batch_alter_table('opened_bid', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opened_bid_bid_id'), ['bid_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_opened_bid_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opened_bid_opening_id'), ['opening_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opened_bid_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opened_bid_version_id'), ['version_id'], unique=True)

    op.create_table('rfq_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('goods', 'service', 'one_off', 'freight', name='linekind', native_enum=False, length=40), nullable=False),
    sa.Column('lot', sa.String(length=60), nullable=False),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('spec_revision_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit', sa.String(length=3), nullable=False),
    sa.Column('wanted_date', sa.Date(), nullable=False),
    sa.Column('site_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('awarded_quantity', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('awarded_quantity >= 0 and awarded_quantity <= quantity', name=op.f('ck_rfq_line_awarded_quantity')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_rfq_line_quantity')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_rfq_line_buyer_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_rfq_line_item_id')),
    sa.ForeignKeyConstraint(['rfq_id'], ['rfq.id'], name=op.f('fk_rfq_line_rfq_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_rfq_line_site_id')),
    sa.ForeignKeyConstraint(['spec_revision_id'], ['spec_revision.id'], name=op.f('fk_rfq_line_spec_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rfq_line')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rfq_line_public_id')),
    sa.UniqueConstraint('rfq_id', 'position', name=op.f('uq_rfq_line_rfq_id_position'))
    )
    with op.batch_alter_table('rfq_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rfq_line_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_line_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_line_rfq_id'), ['rfq_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_line_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rfq_line_spec_revision_id'), ['spec_revision_id'], unique=False)

    op.create_table('ship_notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('order_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('carrier', sa.String(length=120), nullable=False),
    sa.Column('tracking', sa.String(length=120), nullable=False),
    sa.Column('packages', sa.Integer(), nullable=False),
    sa.Column('shipped_on', sa.Date(), nullable=False),
    sa.Column('expected_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('announced', 'delivered', 'received', 'cancelled', name='shipnoticestate', native_enum=False, length=40), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_ship_notice_buyer_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_ship_notice_created_by_id')),
    sa.ForeignKeyConstraint(['order_id'], ['purchase_order.id'], name=op.f('fk_ship_notice_order_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_ship_notice_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ship_notice')),
    sa.UniqueConstraint('order_id', 'number', name=op.f('uq_ship_notice_order_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_ship_notice_public_id'))
    )
    with op.batch_alter_table('ship_notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ship_notice_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ship_notice_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ship_notice_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ship_notice_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('spec_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('revision_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('drawing', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_spec_file_file_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['spec_revision.id'], name=op.f('fk_spec_file_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spec_file')),
    sa.UniqueConstraint('revision_id', 'file_id', name=op.f('uq_spec_file_revision_id_file_id'))
    )
    with op.batch_alter_table('spec_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spec_file_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spec_file_revision_id'), ['revision_id'], unique=False)

    op.create_table('delivery_confirmation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('delivered_on', sa.Date(), nullable=False),
    sa.Column('signed_for_by', sa.String(length=200), nullable=False),
    sa.Column('proof_file_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('confirmed_at', sa.BigInteger(), nullable=False),
    sa.Column('confirmed_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_delivery_confirmation_buyer_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_delivery_confirmation_confirmed_by_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['ship_notice.id'], name=op.f('fk_delivery_confirmation_notice_id')),
    sa.ForeignKeyConstraint(['proof_file_id'], ['stored_file.id'], name=op.f('fk_delivery_confirmation_proof_file_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_delivery_confirmation_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery_confirmation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_delivery_confirmation_public_id'))
    )
    with op.batch_alter_table('delivery_confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_confirmation_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_confirmation_confirmed_by_id'), ['confirmed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_confirmation_notice_id'), ['notice_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_delivery_confirmation_proof_file_id'), ['proof_file_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_delivery_confirmation_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('goods_receipt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('order_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('reverses_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('erp_number', sa.String(length=60), nullable=True),
    sa.Column('arrived_on', sa.Date(), nullable=False),
    sa.Column('posted_at', sa.BigInteger(), nullable=False),
    sa.Column('posted_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_goods_receipt_buyer_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['ship_notice.id'], name=op.f('fk_goods_receipt_notice_id')),
    sa.ForeignKeyConstraint(['order_id'], ['purchase_order.id'], name=op.f('fk_goods_receipt_order_id')),
    sa.ForeignKeyConstraint(['posted_by_id'], ['person.id'], name=op.f('fk_goods_receipt_posted_by_id')),
    sa.ForeignKeyConstraint(['reverses_id'], ['goods_receipt.id'], name=op.f('fk_goods_receipt_reverses_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_goods_receipt_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goods_receipt')),
    sa.UniqueConstraint('buyer_id', 'erp_number', name=op.f('uq_goods_receipt_buyer_id_erp_number')),
    sa.UniqueConstraint('number', name=op.f('uq_goods_receipt_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_goods_receipt_public_id'))
    )
    with op.batch_alter_table('goods_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goods_receipt_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_receipt_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_receipt_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_receipt_posted_by_id'), ['posted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_receipt_reverses_id'), ['reverses_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_goods_receipt_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('opened_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('opened_bid_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('price_per', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=3), nullable=False),
    sa.Column('delivery_date', sa.Date(), nullable=True),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('deviation', sa.Text(), nullable=False),
    sa.CheckConstraint('price_per in (1, 100, 1000)', name=op.f('ck_opened_line_price_per')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_opened_line_buyer_id')),
    sa.ForeignKeyConstraint(['opened_bid_id'], ['opened_bid.id'], name=op.f('fk_opened_line_opened_bid_id')),
    sa.ForeignKeyConstraint(['rfq_line_id'], ['rfq_line.id'], name=op.f('fk_opened_line_rfq_line_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_opened_line_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opened_line')),
    sa.UniqueConstraint('opened_bid_id', 'rfq_line_id', name=op.f('uq_opened_line_opened_bid_id_rfq_line_id'))
    )
    with op.batch_alter_table('opened_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opened_line_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opened_line_opened_bid_id'), ['opened_bid_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opened_line_rfq_line_id'), ['rfq_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opened_line_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('award_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('award_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rfq_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('opened_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_award_line_quantity')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_award_line_award_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_award_line_buyer_id')),
    sa.ForeignKeyConstraint(['opened_line_id'], ['opened_line.id'], name=op.f('fk_award_line_opened_line_id')),
    sa.ForeignKeyConstraint(['rfq_line_id'], ['rfq_line.id'], name=op.f('fk_award_line_rfq_line_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_award_line_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_line')),
    sa.UniqueConstraint('public_id', name=op.f('uq_award_line_public_id'))
    )
    with op.batch_alter_table('award_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_line_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_line_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_line_opened_line_id'), ['opened_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_line_rfq_line_id'), ['rfq_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_line_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('contract_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('award_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('spec_revision_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=True),
    sa.Column('called_quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit', sa.String(length=3), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('price_per', sa.Integer(), nullable=False),
    sa.CheckConstraint('called_quantity >= 0 and (quantity is null or called_quantity <= quantity)', name=op.f('ck_contract_line_called_quantity')),
    sa.CheckConstraint('price_per in (1, 100, 1000)', name=op.f('ck_contract_line_price_per')),
    sa.ForeignKeyConstraint(['award_line_id'], ['award_line.id'], name=op.f('fk_contract_line_award_line_id')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_line_contract_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_contract_line_item_id')),
    sa.ForeignKeyConstraint(['spec_revision_id'], ['spec_revision.id'], name=op.f('fk_contract_line_spec_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_line')),
    sa.UniqueConstraint('contract_id', 'position', name=op.f('uq_contract_line_contract_id_position')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contract_line_public_id'))
    )
    with op.batch_alter_table('contract_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_line_award_line_id'), ['award_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_line_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_line_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_line_spec_revision_id'), ['spec_revision_id'], unique=False)

    op.create_table('po_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('order_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('erp_number', sa.String(length=60), nullable=True),
    sa.Column('kind', sa.Enum('goods', 'service', 'one_off', 'freight', name='linekind', native_enum=False, length=40), nullable=False),
    sa.Column('award_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('contract_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('spec_revision_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit', sa.String(length=3), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('price_per', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('price_per in (1, 100, 1000)', name=op.f('ck_po_line_price_per')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_po_line_quantity')),
    sa.ForeignKeyConstraint(['award_line_id'], ['award_line.id'], name=op.f('fk_po_line_award_line_id')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_po_line_buyer_id')),
    sa.ForeignKeyConstraint(['contract_line_id'], ['contract_line.id'], name=op.f('fk_po_line_contract_line_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_po_line_item_id')),
    sa.ForeignKeyConstraint(['order_id'], ['purchase_order.id'], name=op.f('fk_po_line_order_id')),
    sa.ForeignKeyConstraint(['spec_revision_id'], ['spec_revision.id'], name=op.f('fk_po_line_spec_revision_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_po_line_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_po_line')),
    sa.UniqueConstraint('buyer_id', 'erp_number', name=op.f('uq_po_line_buyer_id_erp_number')),
    sa.UniqueConstraint('order_id', 'position', name=op.f('uq_po_line_order_id_position')),
    sa.UniqueConstraint('public_id', name=op.f('uq_po_line_public_id'))
    )
    with op.batch_alter_table('po_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_po_line_award_line_id'), ['award_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_po_line_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_po_line_contract_line_id'), ['contract_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_po_line_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_po_line_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_po_line_spec_revision_id'), ['spec_revision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_po_line_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('schedule_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('po_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('site_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('state', sa.Enum('open', 'accepted', 'changed', 'amended', 'not_accepted', 'cancelled', name='schedulestate', native_enum=False, length=40), nullable=False),
    sa.Column('answer_reason', sa.Text(), nullable=False),
    sa.Column('requested_date', sa.Date(), nullable=False),
    sa.Column('agreed_date', sa.Date(), nullable=True),
    sa.Column('revised_date', sa.Date(), nullable=True),
    sa.Column('shipped_quantity', sa.BigInteger(), nullable=False),
    sa.Column('received_quantity', sa.BigInteger(), nullable=False),
    sa.Column('rejected_quantity', sa.BigInteger(), nullable=False),
    sa.Column('cancelled_at', sa.BigInteger(), nullable=True),
    sa.Column('cancelled_for', sa.Enum('buyer', 'supplier', name='side', native_enum=False, length=40), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_schedule_line_quantity')),
    sa.CheckConstraint('rejected_quantity >= 0 and rejected_quantity <= received_quantity', name=op.f('ck_schedule_line_rejected_quantity')),
    sa.CheckConstraint('shipped_quantity >= 0 and received_quantity >= 0', name=op.f('ck_schedule_line_running')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_schedule_line_buyer_id')),
    sa.ForeignKeyConstraint(['po_line_id'], ['po_line.id'], name=op.f('fk_schedule_line_po_line_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_schedule_line_site_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_schedule_line_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule_line')),
    sa.UniqueConstraint('po_line_id', 'position', name=op.f('uq_schedule_line_po_line_id_position')),
    sa.UniqueConstraint('public_id', name=op.f('uq_schedule_line_public_id'))
    )
    with op.batch_alter_table('schedule_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_schedule_line_agreed_date'), ['agreed_date'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_line_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_line_po_line_id'), ['po_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_line_requested_date'), ['requested_date'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_line_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_line_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('goods_receipt_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('receipt_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('schedule_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('received', sa.BigInteger(), nullable=False),
    sa.Column('rejected', sa.BigInteger(), nullable=False),
    sa.Column('defect_reason', sa.String(length=500), nullable=False),
    sa.Column('lots', sa.String(length=500), nullable=False),
    sa.Column('state', sa.Enum('received', 'accepted', 'blocked', 'rejected', 'reversed', name='receiptstate', native_enum=False, length=40), nullable=False),
    sa.CheckConstraint('received >= 0 and rejected >= 0 and rejected <= received', name=op.f('ck_goods_receipt_line_quantities')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_goods_receipt_line_buyer_id')),
    sa.ForeignKeyConstraint(['receipt_id'], ['goods_receipt.id'], name=op.f('fk_goods_receipt_line_receipt_id')),
    sa.ForeignKeyConstraint(['schedule_line_id'], ['schedule_line.id'], name=op.f('fk_goods_receipt_line_schedule_line_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_goods_receipt_line_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goods_receipt_line')),
    sa.UniqueConstraint('public_id', name=op.f('uq_goods_receipt_line_public_id'))
    )
    with op.batch_alter_table('goods_receipt_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goods_receipt_line_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_receipt_line_receipt_id'), ['receipt_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_receipt_line_schedule_line_id'), ['schedule_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_receipt_line_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('schedule_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('buyer_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('supplier_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('schedule_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'accepted', 'refused', 'withdrawn', name='changestate', native_enum=False, length=40), nullable=False),
    sa.Column('side', sa.Enum('buyer', 'supplier', name='side', native_enum=False, length=40), nullable=False),
    sa.Column('cancels', sa.Boolean(), nullable=False),
    sa.Column('new_quantity', sa.BigInteger(), nullable=True),
    sa.Column('new_date', sa.Date(), nullable=True),
    sa.Column('new_price', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.BigInteger(), nullable=False),
    sa.Column('proposed_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('decision_reason', sa.Text(), nullable=False),
    sa.Column('moves_agreed_date', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('new_quantity is null or new_quantity > 0', name=op.f('ck_schedule_change_new_quantity')),
    sa.ForeignKeyConstraint(['buyer_id'], ['organisation.id'], name=op.f('fk_schedule_change_buyer_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_schedule_change_decided_by_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_schedule_change_proposed_by_id')),
    sa.ForeignKeyConstraint(['schedule_line_id'], ['schedule_line.id'], name=op.f('fk_schedule_change_schedule_line_id')),
    sa.ForeignKeyConstraint(['supplier_id'], ['organisation.id'], name=op.f('fk_schedule_change_supplier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule_change')),
    sa.UniqueConstraint('public_id', name=op.f('uq_schedule_change_public_id'))
    )
    with op.batch_alter_table('schedule_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_schedule_change_buyer_id'), ['buyer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_change_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_change_proposed_by_id'), ['proposed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_change_schedule_line_id'), ['schedule_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedule_change_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index('uq_schedule_change_open', ['schedule_line_id'], unique=True, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))

    op.create_table('ship_notice_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('schedule_line_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('lots', sa.String(length=500), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_ship_notice_line_quantity')),
    sa.ForeignKeyConstraint(['notice_id'], ['ship_notice.id'], name=op.f('fk_ship_notice_line_notice_id')),
    sa.ForeignKeyConstraint(['schedule_line_id'], ['schedule_line.id'], name=op.f('fk_ship_notice_line_schedule_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ship_notice_line')),
    sa.UniqueConstraint('notice_id', 'schedule_line_id', name=op.f('uq_ship_notice_line_notice_id_schedule_line_id'))
    )
    with op.batch_alter_table('ship_notice_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ship_notice_line_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ship_notice_line_schedule_line_id'), ['schedule_line_id'], unique=False)




def downgrade() -> None:

    with op.batch_alter_table('ship_notice_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ship_notice_line_schedule_line_id'))
        batch_op.drop_index(batch_op.f('ix_ship_notice_line_notice_id'))

    op.drop_table('ship_notice_line')
    with op.batch_alter_table('schedule_change', schema=None) as batch_op:
        batch_op.drop_index('uq_schedule_change_open', sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
        batch_op.drop_index(batch_op.f('ix_schedule_change_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_change_schedule_line_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_change_proposed_by_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_change_decided_by_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_change_buyer_id'))

    op.drop_table('schedule_change')
    with op.batch_alter_table('goods_receipt_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_goods_receipt_line_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_line_schedule_line_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_line_receipt_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_line_buyer_id'))

    op.drop_table('goods_receipt_line')
    with op.batch_alter_table('schedule_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_schedule_line_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_line_site_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_line_requested_date'))
        batch_op.drop_index(batch_op.f('ix_schedule_line_po_line_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_line_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_schedule_line_agreed_date'))

    op.drop_table('schedule_line')
    with op.batch_alter_table('po_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_po_line_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_po_line_spec_revision_id'))
        batch_op.drop_index(batch_op.f('ix_po_line_order_id'))
        batch_op.drop_index(batch_op.f('ix_po_line_item_id'))
        batch_op.drop_index(batch_op.f('ix_po_line_contract_line_id'))
        batch_op.drop_index(batch_op.f('ix_po_line_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_po_line_award_line_id'))

    op.drop_table('po_line')
    with op.batch_alter_table('contract_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_line_spec_revision_id'))
        batch_op.drop_index(batch_op.f('ix_contract_line_item_id'))
        batch_op.drop_index(batch_op.f('ix_contract_line_contract_id'))
        batch_op.drop_index(batch_op.f('ix_contract_line_award_line_id'))

    op.drop_table('contract_line')
    with op.batch_alter_table('award_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_line_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_award_line_rfq_line_id'))
        batch_op.drop_index(batch_op.f('ix_award_line_opened_line_id'))
        batch_op.drop_index(batch_op.f('ix_award_line_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_award_line_award_id'))

    op.drop_table('award_line')
    with op.batch_alter_table('opened_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opened_line_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_opened_line_rfq_line_id'))
        batch_op.drop_index(batch_op.f('ix_opened_line_opened_bid_id'))
        batch_op.drop_index(batch_op.f('ix_opened_line_buyer_id'))

    op.drop_table('opened_line')
    with op.batch_alter_table('goods_receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_goods_receipt_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_reverses_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_posted_by_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_order_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_notice_id'))
        batch_op.drop_index(batch_op.f('ix_goods_receipt_buyer_id'))

    op.drop_table('goods_receipt')
    with op.batch_alter_table('delivery_confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_confirmation_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_delivery_confirmation_proof_file_id'))
        batch_op.drop_index(batch_op.f('ix_delivery_confirmation_notice_id'))
        batch_op.drop_index(batch_op.f('ix_delivery_confirmation_confirmed_by_id'))
        batch_op.drop_index(batch_op.f('ix_delivery_confirmation_buyer_id'))

    op.drop_table('delivery_confirmation')
    with op.batch_alter_table('spec_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spec_file_revision_id'))
        batch_op.drop_index(batch_op.f('ix_spec_file_file_id'))

    op.drop_table('spec_file')
    with op.batch_alter_table('ship_notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ship_notice_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_ship_notice_order_id'))
        batch_op.drop_index(batch_op.f('ix_ship_notice_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_ship_notice_buyer_id'))

    op.drop_table('ship_notice')
    with op.batch_alter_table('rfq_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rfq_line_spec_revision_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_line_site_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_line_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_line_item_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_line_buyer_id'))

    op.drop_table('rfq_line')
    with op.batch_alter_table('opened_bid', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opened_bid_version_id'))
        batch_op.drop_index(batch_op.f('ix_opened_bid_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_opened_bid_opening_id'))
        batch_op.drop_index(batch_op.f('ix_opened_bid_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_opened_bid_bid_id'))

    op.drop_table('opened_bid')
    with op.batch_alter_table('spec_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spec_revision_spec_id'))
        batch_op.drop_index(batch_op.f('ix_spec_revision_released_by_id'))
        batch_op.drop_index(batch_op.f('ix_spec_revision_buyer_id'))

    op.drop_table('spec_revision')
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signature_signed_by_id'))
        batch_op.drop_index(batch_op.f('ix_signature_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_signature_contract_id'))

    op.drop_table('signature')
    with op.batch_alter_table('purchase_order', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_purchase_order_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_purchase_order_issued_by_id'))
        batch_op.drop_index(batch_op.f('ix_purchase_order_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_purchase_order_contract_id'))
        batch_op.drop_index(batch_op.f('ix_purchase_order_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_purchase_order_award_id'))
        batch_op.drop_index(batch_op.f('ix_purchase_order_approval_asked_by_id'))

    op.drop_table('purchase_order')
    with op.batch_alter_table('contract_clause', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_clause_contract_id'))
        batch_op.drop_index(batch_op.f('ix_contract_clause_clause_id'))

    op.drop_table('contract_clause')
    with op.batch_alter_table('bid_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bid_version_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_bid_version_saved_by_id'))
        batch_op.drop_index(batch_op.f('ix_bid_version_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_bid_version_bid_id'))

    op.drop_table('bid_version')
    with op.batch_alter_table('bid_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bid_file_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_bid_file_file_id'))
        batch_op.drop_index(batch_op.f('ix_bid_file_bid_id'))

    op.drop_table('bid_file')
    with op.batch_alter_table('spec', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spec_item_id'))
        batch_op.drop_index(batch_op.f('ix_spec_buyer_id'))

    op.drop_table('spec')
    with op.batch_alter_table('rfq_requirement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rfq_requirement_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_requirement_requirement_id'))

    op.drop_table('rfq_requirement')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_review_requirement_id'))
        batch_op.drop_index(batch_op.f('ix_review_decided_by_id'))
        batch_op.drop_index(batch_op.f('ix_review_certificate_id'))
        batch_op.drop_index(batch_op.f('ix_review_buyer_id'))

    op.drop_table('review')
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opening_round_id'))
        batch_op.drop_index(batch_op.f('ix_opening_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_opening_opened_by_id'))
        batch_op.drop_index(batch_op.f('ix_opening_buyer_id'))

    op.drop_table('opening')
    with op.batch_alter_table('item_unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_item_unit_item_id'))

    op.drop_table('item_unit')
    with op.batch_alter_table('goal_value', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_goal_value_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_goal_value_goal_id'))

    op.drop_table('goal_value')
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_contract_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_contract_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_contract_award_id'))
        batch_op.drop_index(batch_op.f('ix_contract_approved_by_id'))

    op.drop_table('contract')
    with op.batch_alter_table('certificate_warning', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_warning_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_warning_certificate_id'))

    op.drop_table('certificate_warning')
    with op.batch_alter_table('certificate_site', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_site_site_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_site_certificate_id'))

    op.drop_table('certificate_site')
    with op.batch_alter_table('certificate_share', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_share_certificate_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_share_buyer_id'))

    op.drop_table('certificate_share')
    with op.batch_alter_table('bid', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bid_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_bid_round_id'))
        batch_op.drop_index(batch_op.f('ix_bid_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_bid_buyer_id'))

    op.drop_table('bid')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_person_id'))
        batch_op.drop_index(batch_op.f('ix_sign_in_membership_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('scorecard_weight', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scorecard_weight_scheme_id'))

    op.drop_table('scorecard_weight')
    with op.batch_alter_table('rfq_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rfq_round_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_round_buyer_id'))

    op.drop_table('rfq_round')
    with op.batch_alter_table('rfq_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rfq_file_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_file_file_id'))

    op.drop_table('rfq_file')
    with op.batch_alter_table('rfq_currency', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rfq_currency_rfq_id'))

    op.drop_table('rfq_currency')
    with op.batch_alter_table('requirement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_requirement_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_requirement_category_id'))
        batch_op.drop_index(batch_op.f('ix_requirement_buyer_id'))

    op.drop_table('requirement')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_question_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_question_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_question_answered_by_id'))

    op.drop_table('question')
    with op.batch_alter_table('partnership_role', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partnership_role_person_id'))
        batch_op.drop_index(batch_op.f('ix_partnership_role_partnership_id'))
        batch_op.drop_index(batch_op.f('ix_partnership_role_organisation_id'))

    op.drop_table('partnership_role')
    with op.batch_alter_table('partnership_offer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partnership_offer_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_partnership_offer_partnership_id'))

    op.drop_table('partnership_offer')
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_item_category_id'))
        batch_op.drop_index(batch_op.f('ix_item_buyer_id'))

    op.drop_table('item')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_buyer_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_goal_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_goal_proposed_by_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_goal_partnership_id'))
        batch_op.drop_index(batch_op.f('ix_goal_buyer_id'))

    op.drop_table('goal')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_document_file_id'))
        batch_op.drop_index(batch_op.f('ix_document_buyer_id'))

    op.drop_table('document')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_replaces_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_file_id'))

    op.drop_table('certificate')
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_award_proposed_by_id'))
        batch_op.drop_index(batch_op.f('ix_award_buyer_id'))
        batch_op.drop_index(batch_op.f('ix_award_approved_by_id'))

    op.drop_table('award')
    with op.batch_alter_table('addendum', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_addendum_rfq_id'))
        batch_op.drop_index(batch_op.f('ix_addendum_published_by_id'))
        batch_op.drop_index(batch_op.f('ix_addendum_buyer_id'))

    op.drop_table('addendum')
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stored_file_uploaded_by_id'))
        batch_op.drop_index(batch_op.f('ix_stored_file_organisation_id'))

    op.drop_table('stored_file')
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_site_organisation_id'))

    op.drop_table('site')
    with op.batch_alter_table('scorecard_scheme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scorecard_scheme_buyer_id'))

    op.drop_table('scorecard_scheme')
    with op.batch_alter_table('rfq', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rfq_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_copied_from_id'))
        batch_op.drop_index(batch_op.f('ix_rfq_buyer_id'))

    op.drop_table('rfq')
    with op.batch_alter_table('partnership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partnership_supplier_id'))
        batch_op.drop_index(batch_op.f('ix_partnership_buyer_id'))

    op.drop_table('partnership')
    op.drop_table('number_range')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_person_id'))
        batch_op.drop_index(batch_op.f('ix_notice_organisation_id'))
        batch_op.drop_index('ix_notice_inbox')

    op.drop_table('notice')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))
        batch_op.drop_index(batch_op.f('ix_membership_organisation_id'))

    op.drop_table('membership')
    with op.batch_alter_table('join_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_join_invitation_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_join_invitation_inviter_id'))
        batch_op.drop_index(batch_op.f('ix_join_invitation_invited_by_id'))

    op.drop_table('join_invitation')
    with op.batch_alter_table('event_subject', schema=None) as batch_op:
        batch_op.drop_index('ix_event_subject_kind_subject_id')

    op.drop_table('event_subject')
    with op.batch_alter_table('event_reader', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_reader_organisation_id'))

    op.drop_table('event_reader')
    with op.batch_alter_table('clause', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clause_buyer_id'))

    op.drop_table('clause')
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_category_buyer_id'))

    op.drop_table('category')
    op.drop_table('buyer_setting')
    op.drop_table('request_key')
    op.drop_table('person')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_open')

    op.drop_table('outbox')
    op.drop_table('organisation')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_at'))

    op.drop_table('event')
    op.drop_table('chain_head')

