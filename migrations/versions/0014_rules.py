"""Let houses rule by products, staffed lead times, quotas and who may book, and keep what staff overrode."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

ANSWERS = {
    "products": sa.JSON(),
    "free_hours": sa.Boolean(),
    "lead_counts": sa.String(32),
    "horizon_counts": sa.String(32),
    "quotas": sa.JSON(),
    "team_only": sa.Boolean(),
    "members_only": sa.Boolean(),
    "partner_types": sa.JSON(),
    "needs_approval": sa.Boolean(),
}


def upgrade() -> None:
    for name, kind in ANSWERS.items():
        op.add_column("booking_rule", sa.Column(name, kind, nullable=True))
    op.add_column("booking", sa.Column("product", sa.String(40), nullable=True))
    op.create_table(
        "rule_override",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_rule_override_booking_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_rule_override_by_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_rule_override_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_override")),
    )
    op.create_index(op.f("ix_rule_override_booking_id"), "rule_override", ["booking_id"])
    op.create_index(op.f("ix_rule_override_location_id_at"), "rule_override", ["location_id", "at"])


def downgrade() -> None:
    op.drop_table("rule_override")
    op.drop_column("booking", "product")
    for name in reversed(ANSWERS):
        op.drop_column("booking_rule", name)
