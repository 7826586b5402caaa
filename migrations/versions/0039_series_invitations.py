"""Remember which series were sent as one invitation, so that later messages name the same event."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "series_invitation",
        sa.Column(
            "series_id",
            ID,
            sa.ForeignKey("series.id", name="fk_series_invitation_series_id"),
            primary_key=True,
        ),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
    )


def downgrade() -> None:
    op.drop_table("series_invitation")
