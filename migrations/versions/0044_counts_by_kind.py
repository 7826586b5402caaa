"""Count visits of a house's café too, hour by hour where somebody tallied so, and keep how long such a visit lasts."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
HELD = "ended_at IS NULL AND booking_id IS NULL AND space_id IS NULL"
BEFORE = {"uq_visit_count_house": (["location_id", "day", "source"], HELD)}
AFTER = {
    "uq_visit_count_house": (["location_id", "day", "source"], f"{HELD} AND kind IS NULL"),
    "uq_visit_count_kind": (["location_id", "kind", "day", "source"], f"{HELD} AND kind IS NOT NULL"),
}


def upgrade() -> None:
    op.drop_index("uq_visit_count_house", table_name="visit_count")
    op.add_column("visit_count", sa.Column("kind", sa.String(32), nullable=True))
    op.add_column("door_tap", sa.Column("kind", sa.String(32), nullable=True))
    _index(AFTER)
    op.create_table(
        "visit_hour",
        sa.Column("count_id", ID, nullable=False, autoincrement=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("count_id", "starts_at", name=op.f("pk_visit_hour")),
        sa.ForeignKeyConstraint(["count_id"], ["visit_count.id"], name=op.f("fk_visit_hour_count_id")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_visit_hour_count")),
    )
    op.create_table(
        "visit_stay",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_visit_stay_location_id")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_visit_stay_minutes")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_visit_stay_validity")
        ),
    )
    op.create_index("ix_visit_stay_location_id", "visit_stay", ["location_id"])


def downgrade() -> None:
    op.drop_table("visit_stay")
    op.drop_table("visit_hour")
    for name in AFTER:
        op.drop_index(name, table_name="visit_count")
    # What was counted of a kind cannot be told from the house's without the column.
    op.execute("DELETE FROM visit_count WHERE kind IS NOT NULL")
    op.execute("DELETE FROM door_tap WHERE kind IS NOT NULL")
    op.drop_column("door_tap", "kind")
    op.drop_column("visit_count", "kind")
    _index(BEFORE)


def _index(indexes: dict[str, tuple[list[str], str]]) -> None:
    for name, (columns, where) in indexes.items():
        op.create_index(
            name,
            "visit_count",
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
