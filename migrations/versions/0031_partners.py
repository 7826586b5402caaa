"""Keep agreements with partners, the times set aside for them, and what became of each date."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "partner_agreement",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_partner_agreement_validity")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_partner_agreement_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partner_agreement_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_partner_agreement_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_agreement")),
    )
    op.create_index(op.f("ix_partner_agreement_location_id"), "partner_agreement", ["location_id"])
    op.create_index(op.f("ix_partner_agreement_organisation_id"), "partner_agreement", ["organisation_id"])
    op.create_table(
        "allotment",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("release_days", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("made_until", sa.Date(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_allotment_weekday")),
        sa.CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute", name=op.f("ck_allotment_starts")
        ),
        sa.CheckConstraint("ends_minute <= 1440", name=op.f("ck_allotment_ends")),
        sa.CheckConstraint("release_days BETWEEN 0 AND 365", name=op.f("ck_allotment_release_days")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["partner_agreement.id"], name=op.f("fk_allotment_agreement_id")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_allotment_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allotment")),
    )
    op.create_index(op.f("ix_allotment_agreement_id"), "allotment", ["agreement_id"])
    op.create_table(
        "allotment_date",
        sa.Column("id", ID, nullable=False),
        sa.Column("allotment_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("blocking_id", ID, nullable=True),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("settled_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["allotment_id"], ["allotment.id"], name=op.f("fk_allotment_date_allotment_id")
        ),
        sa.ForeignKeyConstraint(["blocking_id"], ["blocking.id"], name=op.f("fk_allotment_date_blocking_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_allotment_date_booking_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_allotment_date_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allotment_date")),
        sa.UniqueConstraint("allotment_id", "day", name=op.f("uq_allotment_date_allotment_id_day")),
    )
    op.create_index(op.f("ix_allotment_date_state_day"), "allotment_date", ["state", "day"])


def downgrade() -> None:
    for table in ("allotment_date", "allotment", "partner_agreement"):
        op.drop_table(table)
