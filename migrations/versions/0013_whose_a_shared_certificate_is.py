"""whose a shared certificate is

A share names the supplier, too, so that the database knows without asking further who may write one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("certificate_share", schema=None) as batch_op:
        batch_op.add_column(sa.Column("supplier_id", ID, nullable=True))
    op.execute(
        "update certificate_share set supplier_id ="
        " (select supplier_id from certificate where certificate.id = certificate_share.certificate_id)"
    )
    with op.batch_alter_table("certificate_share", schema=None) as batch_op:
        batch_op.alter_column("supplier_id", existing_type=ID, nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_certificate_share_supplier_id"), "organisation", ["supplier_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_certificate_share_supplier_id"), ["supplier_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("certificate_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_share_supplier_id"))
        batch_op.drop_constraint(batch_op.f("fk_certificate_share_supplier_id"), type_="foreignkey")
        batch_op.drop_column("supplier_id")
