"""Targets of a house may be set and ended in the browser: who did what and when stays."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "target_change",
        sa.Column("id", ID, primary_key=True),
        sa.Column(
            "location_id",
            ID,
            sa.ForeignKey("location.id", name="fk_target_change_location_id"),
            nullable=False,
        ),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("indicator", sa.String(32), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("per", sa.String(32), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "by_id", ID, sa.ForeignKey("user_account.id", name="fk_target_change_by_id"), nullable=False
        ),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_target_change_location_id", "target_change", ["location_id"])


def downgrade() -> None:
    op.drop_table("target_change")
