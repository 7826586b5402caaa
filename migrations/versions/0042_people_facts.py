"""Keep how many people used what on each day and in each month that is over, so that ten years are sums."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = (
    "bookable", "used_units", "open_for", "seated_a", "seated_b", "seated_c", "seated_d", "seats",
    "known", "in_use", "unknown_units", "visits_a", "visits_b", "visits_c", "visits_d", "stays_a",
    "stays_b", "stays_c", "stays_d", "came", "missed", "late", "by_house", "requests", "full",
    "public_events", "closed_events", "event_days", "attendance_a", "attendance_b", "attendance_c",
    "attendance_d", "attended", "advantage_cents",
)  # fmt: skip


def _house(table: str) -> sa.Column[int]:
    return sa.Column(
        "location_id",
        ID,
        sa.ForeignKey("location.id", name=f"fk_{table}_location_id"),
        nullable=False,
    )


def _counts(table: str, dated: str) -> None:
    op.create_table(
        table,
        _house(table),
        sa.Column(dated, sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTS),
        sa.Column("leads", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("location_id", dated, "kind", "is_internal", name=f"pk_{table}"),
    )


def _users(table: str, dated: str, *more: sa.Column[object]) -> None:
    op.create_table(
        table,
        _house(table),
        sa.Column(dated, sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("theme", sa.String(32), nullable=False),
        sa.Column("sector", sa.String(1), nullable=False),
        sa.Column("sector_version", sa.String(10), nullable=False),
        sa.Column("partner", sa.String(32), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        *more,
        sa.PrimaryKeyConstraint(
            "location_id", dated, "kind", "person", "organisation", "is_internal",
            "theme", "sector", "sector_version", "partner", name=f"pk_{table}",
        ),
    )  # fmt: skip


def upgrade() -> None:
    _counts("people_fact", "day")
    _counts("people_month", "month")
    _users("use_fact", "day")
    _users(
        "use_month",
        "month",
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("second_on", sa.Date(), nullable=True),
    )


def downgrade() -> None:
    for table in ("use_month", "use_fact", "people_month", "people_fact"):
        op.drop_table(table)
