"""Keep what is public of events apart from their requests: texts that organisers propose and staff release."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
STATES = ("proposed", "returned", "released", "withdrawn", "replaced")


def upgrade() -> None:
    op.create_table(
        "public_event",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("uid", sa.String(80), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_public_event_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_public_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_public_event_public_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_public_event_uid")),
    )
    op.create_table(
        "public_text",
        sa.Column("id", ID, primary_key=True),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("state", sa.Enum(*STATES, native_enum=False, length=32), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("organiser_name", sa.String(120), nullable=False),
        sa.Column("entry_fee_cents", sa.Integer(), nullable=False),
        sa.Column("registration_url", sa.String(500), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("access_note", sa.String(500), nullable=False),
        sa.Column("picture_id", ID, nullable=True),
        sa.Column("proposed_by_id", ID, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decision_note", sa.String(500), nullable=False),
        sa.CheckConstraint("entry_fee_cents >= 0", name=op.f("ck_public_text_entry_fee")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_public_text_title")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["public_event.booking_id"], name=op.f("fk_public_text_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_public_text_picture_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_public_text_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_public_text_decided_by_id")
        ),
    )
    op.create_index("ix_public_text_booking_id", "public_text", ["booking_id"])
    op.create_index("ix_public_text_picture_id", "public_text", ["picture_id"])
    for state in ("released", "proposed"):
        where = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_public_text_{state}",
            "public_text",
            ["booking_id"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    op.drop_table("public_text")
    op.drop_table("public_event")
