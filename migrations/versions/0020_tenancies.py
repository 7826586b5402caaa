"""Let pop-up slots from the offer to what became of the idea: offers, tenancies, agreements, handovers, opened days."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "popup_offer",
        sa.Column("id", ID, nullable=False),
        sa.Column("application_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("hold_id", ID, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("market_cents", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("min_minutes", sa.Integer(), nullable=False),
        sa.Column("weekly_hours", sa.JSON(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.CheckConstraint(
            "min_days BETWEEN 0 AND 7 AND min_minutes BETWEEN 0 AND 1440", name=op.f("ck_popup_offer_minimum")
        ),
        sa.CheckConstraint("price_cents >= 0 AND market_cents >= 0", name=op.f("ck_popup_offer_money")),
        sa.CheckConstraint("weeks BETWEEN 1 AND 52", name=op.f("ck_popup_offer_weeks")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["popup_application.id"], name=op.f("fk_popup_offer_application_id")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_popup_offer_booking_id")),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_popup_offer_hold_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_popup_offer_made_by_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_popup_offer_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_offer")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_popup_offer_hold_id")),
    )
    op.create_index(op.f("ix_popup_offer_application_id"), "popup_offer", ["application_id"], unique=False)
    op.create_index(
        "ix_popup_offer_open",
        "popup_offer",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_popup_offer_space_id"), "popup_offer", ["space_id"], unique=False)
    op.create_table(
        "tenancy",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("application_id", ID, nullable=True),
        sa.Column("offer_id", ID, nullable=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("min_minutes", sa.Integer(), nullable=False),
        sa.Column("weekly_hours", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "min_days BETWEEN 0 AND 7 AND min_minutes BETWEEN 0 AND 1440", name=op.f("ck_tenancy_minimum")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["popup_application.id"], name=op.f("fk_tenancy_application_id")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_tenancy_booking_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_tenancy_location_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["popup_offer.id"], name=op.f("fk_tenancy_offer_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_tenancy_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenancy")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_tenancy_booking_id")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_tenancy_offer_id")),
    )
    op.create_index(op.f("ix_tenancy_application_id"), "tenancy", ["application_id"], unique=False)
    op.create_index(op.f("ix_tenancy_location_id"), "tenancy", ["location_id"], unique=False)
    op.create_index(op.f("ix_tenancy_space_id"), "tenancy", ["space_id"], unique=False)
    op.create_index(
        "ix_tenancy_unended",
        "tenancy",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('agreed', 'running')"),
        postgresql_where=sa.text("state IN ('agreed', 'running')"),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", ID, nullable=False),
        sa.Column("tenancy_id", ID, nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("answered_by_id", ID, nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (outcome IS NULL)", name=op.f("ck_follow_up_answered_with_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_follow_up_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["tenancy_id"], ["tenancy.id"], name=op.f("fk_follow_up_tenancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("tenancy_id", "months", name=op.f("uq_follow_up_tenancy_id_months")),
    )
    op.create_table(
        "handover",
        sa.Column("id", ID, nullable=False),
        sa.Column("tenancy_id", ID, nullable=False),
        sa.Column("direction", sa.String(length=32), nullable=False),
        sa.Column("keys", sa.Integer(), nullable=False),
        sa.Column("defects", sa.Text(), nullable=False),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("tenant_name", sa.String(length=120), nullable=False),
        sa.Column("house_name", sa.String(length=120), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("signed_by_id", ID, nullable=True),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (tenant_name = '') AND (signed_at IS NULL) = (house_name = '')",
            name=op.f("ck_handover_signed_by_both"),
        ),
        sa.CheckConstraint("keys >= 0", name=op.f("ck_handover_keys")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_handover_created_by_id")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["user_account.id"], name=op.f("fk_handover_signed_by_id")),
        sa.ForeignKeyConstraint(["tenancy_id"], ["tenancy.id"], name=op.f("fk_handover_tenancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("tenancy_id", "direction", name=op.f("uq_handover_tenancy_id_direction")),
    )
    op.create_table(
        "opened_day",
        sa.Column("id", ID, nullable=False),
        sa.Column("tenancy_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_opened_day_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_opened_day_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["tenancy_id"], ["tenancy.id"], name=op.f("fk_opened_day_tenancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opened_day")),
        sa.UniqueConstraint("tenancy_id", "day", name=op.f("uq_opened_day_tenancy_id_day")),
    )
    op.create_index(op.f("ix_opened_day_starts_at"), "opened_day", ["starts_at"], unique=False)
    op.create_table(
        "tenancy_agreement",
        sa.Column("id", ID, nullable=False),
        sa.Column("tenancy_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("wording", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_by_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("acknowledged_by_id", ID, nullable=True),
        sa.Column("acknowledged_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["user_account.id"], name=op.f("fk_tenancy_agreement_acknowledged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_tenancy_agreement_created_by_id")
        ),
        sa.ForeignKeyConstraint(["tenancy_id"], ["tenancy.id"], name=op.f("fk_tenancy_agreement_tenancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenancy_agreement")),
        sa.UniqueConstraint("tenancy_id", "number", name=op.f("uq_tenancy_agreement_tenancy_id_number")),
    )
    op.create_table(
        "tenancy_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("tenancy_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_tenancy_event_actor_id")),
        sa.ForeignKeyConstraint(["tenancy_id"], ["tenancy.id"], name=op.f("fk_tenancy_event_tenancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenancy_event")),
    )
    op.create_index(op.f("ix_tenancy_event_tenancy_id"), "tenancy_event", ["tenancy_id"], unique=False)
    op.create_table(
        "handover_item",
        sa.Column("handover_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("condition", sa.String(length=32), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_item_handover_id")),
        sa.PrimaryKeyConstraint("handover_id", "position", name=op.f("pk_handover_item")),
    )
    op.create_table(
        "meter_reading",
        sa.Column("handover_id", ID, nullable=False),
        sa.Column("meter", sa.String(length=32), nullable=False),
        sa.Column("thousandths", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.CheckConstraint("thousandths >= 0", name=op.f("ck_meter_reading_value")),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_meter_reading_handover_id")),
        sa.PrimaryKeyConstraint("handover_id", "meter", name=op.f("pk_meter_reading")),
    )


def downgrade() -> None:
    op.drop_table("meter_reading")
    op.drop_table("handover_item")
    op.drop_index(op.f("ix_tenancy_event_tenancy_id"), table_name="tenancy_event")
    op.drop_table("tenancy_event")
    op.drop_table("tenancy_agreement")
    op.drop_index(op.f("ix_opened_day_starts_at"), table_name="opened_day")
    op.drop_table("opened_day")
    op.drop_table("handover")
    op.drop_table("follow_up")
    op.drop_index(
        "ix_tenancy_unended",
        table_name="tenancy",
        sqlite_where=sa.text("state IN ('agreed', 'running')"),
        postgresql_where=sa.text("state IN ('agreed', 'running')"),
    )
    op.drop_index(op.f("ix_tenancy_space_id"), table_name="tenancy")
    op.drop_index(op.f("ix_tenancy_location_id"), table_name="tenancy")
    op.drop_index(op.f("ix_tenancy_application_id"), table_name="tenancy")
    op.drop_table("tenancy")
    op.drop_index(op.f("ix_popup_offer_space_id"), table_name="popup_offer")
    op.drop_index(
        "ix_popup_offer_open",
        table_name="popup_offer",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_popup_offer_application_id"), table_name="popup_offer")
    op.drop_table("popup_offer")
