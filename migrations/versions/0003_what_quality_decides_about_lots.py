"""what quality decides about lots"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lot_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("buyer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("supplier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "received",
                "accepted",
                "blocked",
                "rejected",
                "reversed",
                name="receiptstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_decision_quantity")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisation.id"], name=op.f("fk_lot_decision_buyer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_lot_decision_decided_by_id")),
        sa.ForeignKeyConstraint(["line_id"], ["goods_receipt_line.id"], name=op.f("fk_lot_decision_line_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["organisation.id"], name=op.f("fk_lot_decision_supplier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_decision")),
        sa.UniqueConstraint("line_id", "verdict", name=op.f("uq_lot_decision_line_id_verdict")),
    )
    with op.batch_alter_table("lot_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lot_decision_buyer_id"), ["buyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lot_decision_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lot_decision_supplier_id"), ["supplier_id"], unique=False)

    # Not as a batch, which on SQLite makes the table anew and loses its checks.
    op.add_column(
        "goods_receipt_line", sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    )


def downgrade() -> None:
    op.drop_column("goods_receipt_line", "version")

    with op.batch_alter_table("lot_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lot_decision_supplier_id"))
        batch_op.drop_index(batch_op.f("ix_lot_decision_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_lot_decision_buyer_id"))

    op.drop_table("lot_decision")
