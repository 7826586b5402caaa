"""Keep reports with their versions, frozen ones for ever, and who gets the figures of a month by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
TABLES = (
    "monthly_mail", "monthly_reader", "report_print", "report_text", "report_version", "report_house", "report",
)  # fmt: skip


def _names(table: str, name: str, of: str, **more: object) -> sa.Column[int]:
    key = sa.ForeignKey(f"{of}.id", name=f"fk_{table}_{name}")
    return sa.Column(name, ID, key, **{"nullable": False, "autoincrement": False, **more})


def _by(table: str, name: str, **more: object) -> sa.Column[int]:
    return _names(table, name, "user_account", **more)


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", ID, primary_key=True),
        sa.Column("programme", sa.String(120), nullable=False),
        sa.Column("grant_reference", sa.String(80), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        _by("report", "created_by_id"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_report_ends_after_start")),
    )
    op.create_table(
        "report_house",
        _names("report_house", "report_id", "report", primary_key=True),
        _names("report_house", "location_id", "location", primary_key=True),
    )
    op.create_index("ix_report_house_location_id", "report_house", ["location_id"])
    op.create_table(
        "report_version",
        sa.Column("id", ID, primary_key=True),
        _names("report_version", "report_id", "report"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("correction", sa.String(500), nullable=False),
        _by("report_version", "created_by_id"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("final_at", MOMENT, nullable=True),
        _by("report_version", "final_by_id", nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "(state = 'final') = (content IS NOT NULL) AND (state = 'final') = (final_at IS NOT NULL)"
            " AND (state = 'final') = (digest <> '')",
            name=op.f("ck_report_version_frozen"),
        ),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    is_draft = sa.text("state = 'draft'")
    op.create_index(
        "uq_report_version_draft",
        "report_version",
        ["report_id"],
        unique=True,
        sqlite_where=is_draft,
        postgresql_where=is_draft,
    )
    op.create_table(
        "report_text",
        _names("report_text", "version_id", "report_version", primary_key=True),
        sa.Column("field", sa.String(120), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _by("report_text", "changed_by_id"),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "report_print",
        _names("report_print", "version_id", "report_version", primary_key=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("taken_until", MOMENT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(state = 'done') = (body IS NOT NULL)", name=op.f("ck_report_print_body")),
    )
    under_way = sa.text("state IN ('waiting', 'counting', 'setting')")
    op.create_index(
        "ix_report_print_under_way",
        "report_print",
        ["asked_at"],
        sqlite_where=under_way,
        postgresql_where=under_way,
    )
    op.create_table(
        "monthly_reader",
        _names("monthly_reader", "location_id", "location", primary_key=True),
        _by("monthly_reader", "user_id", primary_key=True),
        _by("monthly_reader", "added_by_id"),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_index("ix_monthly_reader_user_id", "monthly_reader", ["user_id"])
    op.create_table(
        "monthly_mail",
        _by("monthly_mail", "user_id", primary_key=True),
        sa.Column("month", sa.Date(), primary_key=True),
        sa.Column("sent_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
