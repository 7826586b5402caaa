"""Keep what organisers and founders tell when they ask for an event area or a pop-up slot."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "event_request",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("organiser_name", sa.String(length=200), nullable=False),
        sa.Column("entry_fee_cents", sa.Integer(), nullable=False),
        sa.Column("wheelchair_places", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("catering_wish", sa.Text(), nullable=False),
        sa.Column("is_political_or_religious", sa.Boolean(), nullable=False),
        sa.Column("house_rules_version", sa.String(length=20), nullable=False),
        sa.Column("house_rules_accepted_at", MOMENT, nullable=False),
        sa.CheckConstraint("entry_fee_cents >= 0", name=op.f("ck_event_request_entry_fee")),
        sa.CheckConstraint("wheelchair_places >= 0", name=op.f("ck_event_request_wheelchair_places")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_event_request_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_event_request")),
    )
    op.create_table(
        "popup_application",
        sa.Column("id", ID, nullable=False),
        sa.Column("applicant_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("concept", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(length=1), nullable=False),
        sa.Column("sector_version", sa.String(length=10), nullable=False),
        sa.Column("theme", sa.String(32), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("alternatives", sa.Text(), nullable=False),
        sa.Column("opening_hours", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("seed_money_cents", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR booking_id IS NOT NULL",
            name=op.f("ck_popup_application_submitted_with_booking"),
        ),
        sa.CheckConstraint("seed_money_cents >= 0", name=op.f("ck_popup_application_seed_money")),
        sa.CheckConstraint("weeks >= 1", name=op.f("ck_popup_application_weeks")),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["user_account.id"], name=op.f("fk_popup_application_applicant_id")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_popup_application_booking_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_popup_application_organisation_id")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_popup_application_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_application")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_popup_application_booking_id")),
    )
    with op.batch_alter_table("popup_application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_popup_application_applicant_id_created_at"),
            ["applicant_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_popup_application_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_popup_application_space_id"), ["space_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("popup_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_popup_application_space_id"))
        batch_op.drop_index(batch_op.f("ix_popup_application_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_popup_application_applicant_id_created_at"))

    op.drop_table("popup_application")
    op.drop_table("event_request")
