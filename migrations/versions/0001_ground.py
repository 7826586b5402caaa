"""Lay the ground: houses, people, spaces, bookings with their claims, and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "location",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("text_de", sa.String(length=2000), nullable=False),
        sa.Column("text_en", sa.String(length=2000), nullable=False),
        sa.Column("holiday_region", sa.String(length=10), nullable=False),
        sa.Column("closed_on_holidays", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hours_revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("slug", name=op.f("uq_location_slug")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("partner_type", sa.String(32), nullable=False),
        sa.Column("theme", sa.String(32), nullable=True),
        sa.Column("sector", sa.String(length=1), nullable=False),
        sa.Column("sector_version", sa.String(length=10), nullable=False),
        sa.Column("is_chamber_member", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("merged_into_id", ID, nullable=True),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_organisation_not_into_itself")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisation.id"], name=op.f("fk_organisation_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_merged_into_id"), ["merged_into_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("calendar", sa.LargeBinary(), nullable=False),
        sa.Column("calendar_method", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("taken_until", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_topic_id"), ["topic", "id"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["run_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('new', 'taken')"),
            postgresql_where=sa.text("state IN ('new', 'taken')"),
        )

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_key_at"), ["key", "at"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("theme_mode", sa.String(length=5), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("session_nonce", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
    )
    op.create_table(
        "account_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_account_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_event_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_account_event_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_event")),
    )
    with op.batch_alter_table("account_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_event_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_account_event_user_id"), ["user_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", ID, nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("booked_by_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(32), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(32), nullable=True),
        sa.Column("partner_type", sa.String(32), nullable=False),
        sa.Column("sector", sa.String(length=1), nullable=False),
        sa.Column("sector_version", sa.String(length=10), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("setup_minutes", sa.Integer(), nullable=False),
        sa.Column("teardown_minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("option_rank", sa.Integer(), nullable=True),
        sa.Column("option_until", MOMENT, nullable=True),
        sa.Column("checked_in_at", MOMENT, nullable=True),
        sa.Column("used_from", MOMENT, nullable=True),
        sa.Column("used_until", MOMENT, nullable=True),
        sa.Column("entered_later", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", ID, nullable=True),
        sa.Column("override_reason", sa.String(length=300), nullable=False),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'option' OR option_until IS NOT NULL", name=op.f("ck_booking_options_lapse")
        ),
        sa.CheckConstraint("people >= 1", name=op.f("ck_booking_people")),
        sa.CheckConstraint("setup_minutes BETWEEN 0 AND 1440", name=op.f("ck_booking_setup")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_ends_after_start")),
        sa.CheckConstraint("teardown_minutes BETWEEN 0 AND 1440", name=op.f("ck_booking_teardown")),
        sa.ForeignKeyConstraint(["booked_by_id"], ["user_account.id"], name=op.f("fk_booking_booked_by_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user_account.id"], name=op.f("fk_booking_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_booking_location_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_booking_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("reference", name=op.f("uq_booking_reference")),
        sa.UniqueConstraint("uid", name=op.f("uq_booking_uid")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booking_booked_by_id_starts_at"), ["booked_by_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_booking_location_id_starts_at_ends_at"),
            ["location_id", "starts_at", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_booking_organisation_id_starts_at"), ["organisation_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            "ix_booking_undecided",
            ["location_id", "starts_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('requested', 'option')"),
            postgresql_where=sa.text("state IN ('requested', 'option')"),
        )

    op.create_table(
        "closure",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("reason_en", sa.String(length=200), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_closure_ends_after_start")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_closure_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_closure_location_id_starts_at"), ["location_id", "starts_at"], unique=False
        )

    op.create_table(
        "floor_plan",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("width_m", sa.Double(), nullable=False),
        sa.Column("height_m", sa.Double(), nullable=False),
        sa.Column("north_degrees", sa.Double(), nullable=False),
        sa.Column("drawing", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("width_m > 0 AND height_m > 0", name=op.f("ck_floor_plan_size")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_floor_plan_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_plan")),
        sa.UniqueConstraint(
            "location_id", "level", "valid_from", name=op.f("uq_floor_plan_location_id_level_valid_from")
        ),
    )
    op.create_table(
        "idempotence",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_idempotence_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotence")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_idempotence_user_id_key")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user_account.id"], name=op.f("fk_invitation_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "organisation_id", name=op.f("uq_membership_user_id_organisation_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "opening_hours",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440",
            name=op.f("ck_opening_hours_window"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_opening_hours_validity")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_opening_hours_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    with op.batch_alter_table("opening_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_hours_location_id"), ["location_id"], unique=False)

    op.create_table(
        "space",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(length=80), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("description_en", sa.String(length=2000), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=True),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("is_unit", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("booking_turn", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_space_capacity")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_space_validity")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_space_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("public_id", name=op.f("uq_space_public_id")),
    )
    with op.batch_alter_table("space", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_space_location_id_kind"), ["location_id", "kind"], unique=False)

    op.create_table(
        "special_opening",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("reason_en", sa.String(length=200), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_special_opening_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_special_opening_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_opening")),
    )
    with op.batch_alter_table("special_opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_special_opening_location_id_starts_at"), ["location_id", "starts_at"], unique=False
        )

    op.create_table(
        "staff_role",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_staff_role_location_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_staff_role_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("user_id", "location_id", name=op.f("uq_staff_role_user_id_location_id")),
    )
    with op.batch_alter_table("staff_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_role_location_id"), ["location_id"], unique=False)

    op.create_table(
        "blocking",
        sa.Column("id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_blocking_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_blocking_created_by_id")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_blocking_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocking")),
    )
    with op.batch_alter_table("blocking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_blocking_space_id_starts_at"), ["space_id", "starts_at"], unique=False
        )

    op.create_table(
        "booked_unit",
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booked_unit_booking_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_booked_unit_space_id")),
        sa.PrimaryKeyConstraint("booking_id", "space_id", name=op.f("pk_booked_unit")),
    )
    with op.batch_alter_table("booked_unit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booked_unit_space_id_starts_at"), ["space_id", "starts_at"], unique=False
        )

    op.create_table(
        "booking_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_booking_event_actor_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_event_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_event")),
    )
    with op.batch_alter_table("booking_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_event_booking_id"), ["booking_id"], unique=False)

    op.create_table(
        "booking_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("raster_minutes", sa.Integer(), nullable=True),
        sa.Column("min_minutes", sa.Integer(), nullable=True),
        sa.Column("max_minutes", sa.Integer(), nullable=True),
        sa.Column("lead_minutes", sa.Integer(), nullable=True),
        sa.Column("horizon_days", sa.Integer(), nullable=True),
        sa.Column("buffer_before_minutes", sa.Integer(), nullable=True),
        sa.Column("buffer_after_minutes", sa.Integer(), nullable=True),
        sa.Column("cancel_until_minutes", sa.Integer(), nullable=True),
        sa.Column("check_in", sa.Boolean(), nullable=True),
        sa.Column("grace_minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_booking_rule_validity")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_booking_rule_location_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_booking_rule_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_rule")),
    )
    with op.batch_alter_table("booking_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_rule_location_id"), ["location_id"], unique=False)

    op.create_table(
        "booking_space",
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_space_booking_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_booking_space_space_id")),
        sa.PrimaryKeyConstraint("booking_id", "space_id", name=op.f("pk_booking_space")),
    )
    with op.batch_alter_table("booking_space", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_space_space_id"), ["space_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["floor_plan.id"], name=op.f("fk_placement_plan_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_placement_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("plan_id", "space_id", name=op.f("uq_placement_plan_id_space_id")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_space_id"), ["space_id"], unique=False)

    op.create_table(
        "space_closure",
        sa.Column("id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("reason_en", sa.String(length=200), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_space_closure_ends_after_start")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_closure_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_closure")),
    )
    with op.batch_alter_table("space_closure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_space_closure_space_id_starts_at"), ["space_id", "starts_at"], unique=False
        )

    op.create_table(
        "space_hours",
        sa.Column("id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440",
            name=op.f("ck_space_hours_window"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_space_hours_weekday")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_hours_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_hours")),
    )
    with op.batch_alter_table("space_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_space_hours_space_id"), ["space_id"], unique=False)

    op.create_table(
        "space_layout",
        sa.Column("id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("layout", sa.String(32), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_space_layout_capacity")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_layout_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_layout")),
        sa.UniqueConstraint("space_id", "layout", name=op.f("uq_space_layout_space_id_layout")),
    )
    op.create_table(
        "space_part",
        sa.Column("id", ID, nullable=False),
        sa.Column("whole_id", ID, nullable=False),
        sa.Column("part_id", ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("whole_id <> part_id", name=op.f("ck_space_part_not_of_itself")),
        sa.ForeignKeyConstraint(["part_id"], ["space.id"], name=op.f("fk_space_part_part_id")),
        sa.ForeignKeyConstraint(["whole_id"], ["space.id"], name=op.f("fk_space_part_whole_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_part")),
        sa.UniqueConstraint(
            "whole_id", "part_id", "valid_from", name=op.f("uq_space_part_whole_id_part_id_valid_from")
        ),
    )
    with op.batch_alter_table("space_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_space_part_part_id"), ["part_id"], unique=False)

    op.create_table(
        "claim",
        sa.Column("id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("blocking_id", ID, nullable=True),
        sa.CheckConstraint("(booking_id IS NULL) <> (blocking_id IS NULL)", name=op.f("ck_claim_one_cause")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_claim_ends_after_start")),
        sa.ForeignKeyConstraint(["blocking_id"], ["blocking.id"], name=op.f("fk_claim_blocking_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_claim_booking_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_claim_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_blocking_id"), ["blocking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(
            "ix_claim_buffer",
            ["space_id", "starts_at"],
            unique=False,
            sqlite_where=sa.text("NOT is_core"),
            postgresql_where=sa.text("NOT is_core"),
        )
        batch_op.create_index(
            "ix_claim_core",
            ["space_id", "ends_at", "starts_at"],
            unique=False,
            sqlite_where=sa.text("is_core"),
            postgresql_where=sa.text("is_core"),
        )
        batch_op.create_index(
            batch_op.f("ix_claim_space_id_starts_at"), ["space_id", "starts_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_space_id_starts_at"))
        batch_op.drop_index(
            "ix_claim_core", sqlite_where=sa.text("is_core"), postgresql_where=sa.text("is_core")
        )
        batch_op.drop_index(
            "ix_claim_buffer", sqlite_where=sa.text("NOT is_core"), postgresql_where=sa.text("NOT is_core")
        )
        batch_op.drop_index(batch_op.f("ix_claim_booking_id"))
        batch_op.drop_index(batch_op.f("ix_claim_blocking_id"))

    op.drop_table("claim")
    with op.batch_alter_table("space_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_part_part_id"))

    op.drop_table("space_part")
    op.drop_table("space_layout")
    with op.batch_alter_table("space_hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_hours_space_id"))

    op.drop_table("space_hours")
    with op.batch_alter_table("space_closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_closure_space_id_starts_at"))

    op.drop_table("space_closure")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_space_id"))

    op.drop_table("placement")
    with op.batch_alter_table("booking_space", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_space_space_id"))

    op.drop_table("booking_space")
    with op.batch_alter_table("booking_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_rule_location_id"))

    op.drop_table("booking_rule")
    with op.batch_alter_table("booking_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_event_booking_id"))

    op.drop_table("booking_event")
    with op.batch_alter_table("booked_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booked_unit_space_id_starts_at"))

    op.drop_table("booked_unit")
    with op.batch_alter_table("blocking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blocking_space_id_starts_at"))

    op.drop_table("blocking")
    with op.batch_alter_table("staff_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_role_location_id"))

    op.drop_table("staff_role")
    with op.batch_alter_table("special_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_special_opening_location_id_starts_at"))

    op.drop_table("special_opening")
    with op.batch_alter_table("space", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_location_id_kind"))

    op.drop_table("space")
    with op.batch_alter_table("opening_hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_hours_location_id"))

    op.drop_table("opening_hours")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))

    op.drop_table("invitation")
    op.drop_table("idempotence")
    op.drop_table("floor_plan")
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closure_location_id_starts_at"))

    op.drop_table("closure")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_booking_undecided",
            sqlite_where=sa.text("state IN ('requested', 'option')"),
            postgresql_where=sa.text("state IN ('requested', 'option')"),
        )
        batch_op.drop_index(batch_op.f("ix_booking_organisation_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_booking_location_id_starts_at_ends_at"))
        batch_op.drop_index(batch_op.f("ix_booking_booked_by_id_starts_at"))

    op.drop_table("booking")
    with op.batch_alter_table("account_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_event_user_id"))
        batch_op.drop_index(batch_op.f("ix_account_event_organisation_id"))

    op.drop_table("account_event")
    op.drop_table("user_account")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_key_at"))

    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state IN ('new', 'taken')"),
            postgresql_where=sa.text("state IN ('new', 'taken')"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_topic_id"))

    op.drop_table("outbox")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_merged_into_id"))

    op.drop_table("organisation")
    op.drop_table("location")
