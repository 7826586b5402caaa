"""Keep pictures with handover protocols."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "handover_picture",
        sa.Column("picture_id", ID, autoincrement=False, nullable=False),
        sa.Column("handover_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_handover_picture_picture_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_picture_handover_id")
        ),
        sa.PrimaryKeyConstraint("picture_id", name=op.f("pk_handover_picture")),
    )
    op.create_index(op.f("ix_handover_picture_handover_id"), "handover_picture", ["handover_id"])


def downgrade() -> None:
    op.drop_table("handover_picture")
