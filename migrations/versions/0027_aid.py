"""Note which advantages of subsidised uses are in the register of De-minimis aid, and find such uses by index."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "aid_registration",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_aid_registration_one_beneficiary")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_aid_registration_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_aid_registration_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_aid_registration_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_registration")),
    )
    op.create_index(
        op.f("ix_aid_registration_organisation_id"), "aid_registration", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_aid_registration_user_id"), "aid_registration", ["user_id"], unique=False)
    op.create_table(
        "aid_reminder",
        sa.Column("location_id", ID, autoincrement=False, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_aid_reminder_location_id")),
        sa.PrimaryKeyConstraint("location_id", "monday", name=op.f("pk_aid_reminder")),
    )
    op.create_table(
        "aid_registered_use",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("registration_id", ID, nullable=False),
        sa.Column("advantage_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_aid_registered_use_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["aid_registration.id"], name=op.f("fk_aid_registered_use_registration_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_aid_registered_use")),
    )
    op.create_index(
        op.f("ix_aid_registered_use_registration_id"), "aid_registered_use", ["registration_id"], unique=False
    )
    op.create_index(
        "ix_booking_advantage",
        "booking",
        ["organisation_id"],
        unique=False,
        sqlite_where=sa.text("market_cents > price_cents"),
        postgresql_where=sa.text("market_cents > price_cents"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_booking_advantage",
        table_name="booking",
        sqlite_where=sa.text("market_cents > price_cents"),
        postgresql_where=sa.text("market_cents > price_cents"),
    )
    op.drop_index(op.f("ix_aid_registered_use_registration_id"), table_name="aid_registered_use")
    op.drop_table("aid_registered_use")
    op.drop_table("aid_reminder")
    op.drop_index(op.f("ix_aid_registration_user_id"), table_name="aid_registration")
    op.drop_index(op.f("ix_aid_registration_organisation_id"), table_name="aid_registration")
    op.drop_table("aid_registration")
