"""Keep series of the town beside the figures, each with its source, and targets of houses by indicator."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
TABLES = (
    "indicator_target", "vacancy_rate", "city_event", "weather_day", "passers_by_hour", "context_import", "context_series",
)  # fmt: skip


def _by(table: str, *, name: str = "entered_by_id", nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("user_account.id", name=f"fk_{table}_{name}")
    return sa.Column(name, ID, key, nullable=nullable)


def _series(table: str, *, primary_key: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("context_series.id", name=f"fk_{table}_series_id")
    return sa.Column("series_id", ID, key, primary_key=primary_key, nullable=False, autoincrement=False)


def _location(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("location.id", name=f"fk_{table}_location_id")
    return sa.Column("location_id", ID, key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "context_series",
        sa.Column("id", ID, primary_key=True),
        _location("context_series"),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("licence", sa.String(200), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        _by("context_series", name="created_by_id"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        _by("context_series", name="removed_by_id", nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_context_series_removed")
        ),
    )
    op.create_index("ix_context_series_location_id", "context_series", ["location_id"])
    op.create_table(
        "context_import",
        sa.Column("id", ID, primary_key=True),
        _series("context_import"),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("stamp", sa.String(32), nullable=False),
        _by("context_import"),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(body IS NULL) = (accepted_at IS NOT NULL)", name=op.f("ck_context_import_draft")
        ),
    )
    op.create_index("ix_context_import_series_id", "context_import", ["series_id"])
    op.create_table(
        "passers_by_hour",
        _series("passers_by_hour", primary_key=True),
        sa.Column("starts_at", MOMENT, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_passers_by_hour_count")),
    )
    op.create_table(
        "weather_day",
        _series("weather_day", primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("mean_tenths_c", sa.Integer(), nullable=True),
        sa.Column("max_tenths_c", sa.Integer(), nullable=True),
        sa.Column("min_tenths_c", sa.Integer(), nullable=True),
        sa.Column("rain_tenths_mm", sa.Integer(), nullable=True),
        sa.Column("sun_tenths_h", sa.Integer(), nullable=True),
    )
    op.create_table(
        "city_event",
        sa.Column("id", ID, primary_key=True),
        _series("city_event"),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        _by("city_event"),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.UniqueConstraint(
            "series_id",
            "first_on",
            "last_on",
            "name",
            name=op.f("uq_city_event_series_id_first_on_last_on_name"),
        ),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_city_event_ends_after_start")),
    )
    op.create_table(
        "vacancy_rate",
        sa.Column("id", ID, primary_key=True),
        _series("vacancy_rate"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("permille", sa.Integer(), nullable=False),
        sa.Column("definition", sa.String(300), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        _by("vacancy_rate"),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_vacancy_rate_series_id_day")),
        sa.CheckConstraint("permille BETWEEN 0 AND 1000", name=op.f("ck_vacancy_rate_permille")),
    )
    op.create_table(
        "indicator_target",
        sa.Column("id", ID, primary_key=True),
        _location("indicator_target"),
        sa.Column("indicator", sa.String(32), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("per", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("reason_en", sa.String(300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("hundredths >= 0", name=op.f("ck_indicator_target_hundredths")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_indicator_target_validity")
        ),
    )
    op.create_index("ix_indicator_target_location_id", "indicator_target", ["location_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
