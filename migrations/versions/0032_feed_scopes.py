"""Keep feeds of spaces, houses and teams beside those of people, and the links that open them apart."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "feed_link",
        sa.Column("id", ID, primary_key=True),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("renewed_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("fetched_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_feed_link_user_id")),
        sa.UniqueConstraint("user_id", "scope", name=op.f("uq_feed_link_user_id_scope")),
    )
    op.create_index(op.f("ix_feed_link_scope"), "feed_link", ["scope"])
    # A link keeps its id, so that every address in use goes on working.
    op.execute(
        "INSERT INTO feed_link (id, user_id, scope, locale, generation, created_at, renewed_at, fetched_at)"
        " SELECT id, user_id, 'person ' || user_id, locale, generation, created_at, renewed_at, fetched_at"
        " FROM calendar_feed"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('feed_link', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM feed_link), false)"
        )
    # Entries are written anew at the next fetch; the feeds' dates must not fall.
    op.drop_table("calendar_entry")
    op.execute("CREATE TABLE feed_before AS SELECT * FROM calendar_feed")
    op.drop_table("calendar_feed")
    _create_feeds()
    op.execute(
        "INSERT INTO calendar_feed (scope, locale, kind, user_id, revision, modified_at, basis, created_at)"
        " SELECT 'person ' || user_id, locale, 'person', user_id, revision, modified_at, '', created_at"
        " FROM feed_before"
    )
    op.drop_table("feed_before")
    _create_entries()


def _create_feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", ID, primary_key=True),
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("space_kind", sa.String(32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("modified_at", MOMENT, nullable=False),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_calendar_feed_location_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_calendar_feed_space_id")),
        sa.UniqueConstraint("scope", "locale", name=op.f("uq_calendar_feed_scope_locale")),
    )
    for column in ("user_id", "location_id", "space_id"):
        op.create_index(op.f(f"ix_calendar_feed_{column}"), "calendar_feed", [column])


def _create_entries() -> None:
    op.create_table(
        "calendar_entry",
        sa.Column("id", ID, primary_key=True),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("blocking_id", ID, nullable=True),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("shown_from", sa.Date(), nullable=False),
        sa.Column("shown_until", sa.Date(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("timing", sa.String(60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("ics", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["calendar_feed.id"], name=op.f("fk_calendar_entry_feed_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_calendar_entry_booking_id")),
        sa.ForeignKeyConstraint(["blocking_id"], ["blocking.id"], name=op.f("fk_calendar_entry_blocking_id")),
        sa.UniqueConstraint(
            "feed_id", "booking_id", "part", name=op.f("uq_calendar_entry_feed_id_booking_id_part")
        ),
        sa.UniqueConstraint("feed_id", "blocking_id", name=op.f("uq_calendar_entry_feed_id_blocking_id")),
    )
    for columns in (
        ["booking_id"],
        ["blocking_id"],
        ["feed_id", "starts_at", "id"],
        ["feed_id", "shown_from"],
        ["feed_id", "shown_until"],
    ):
        op.create_index(op.f(f"ix_calendar_entry_{'_'.join(columns)}"), "calendar_entry", columns)


def downgrade() -> None:
    op.drop_table("calendar_entry")
    op.drop_table("calendar_feed")
    op.create_table(
        "calendar_feed",
        sa.Column("id", ID, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("modified_at", MOMENT, nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("format_version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("renewed_at", MOMENT, nullable=True),
        sa.Column("fetched_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id_user_account")
        ),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_calendar_feed_user_id_kind")),
    )
    op.execute(
        "INSERT INTO calendar_feed (id, kind, user_id, generation, revision, modified_at, locale,"
        " format_version, created_at, renewed_at, fetched_at)"
        " SELECT id, 'personal', user_id, generation, 0, coalesce(fetched_at, created_at), locale,"
        " 0, created_at, renewed_at, fetched_at FROM feed_link WHERE scope LIKE 'person %'"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('calendar_feed', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM calendar_feed), false)"
        )
    op.drop_table("feed_link")
    op.create_table(
        "calendar_entry",
        sa.Column("id", ID, primary_key=True),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("shown_from", sa.Date(), nullable=False),
        sa.Column("shown_until", sa.Date(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("ics", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_calendar_entry_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["calendar_feed.id"], name=op.f("fk_calendar_entry_feed_id_calendar_feed")
        ),
        sa.UniqueConstraint("feed_id", "booking_id", name=op.f("uq_calendar_entry_feed_id_booking_id")),
    )
    for columns in (["booking_id"], ["feed_id", "starts_at", "booking_id"], ["feed_id", "shown_until"]):
        op.create_index(op.f(f"ix_calendar_entry_{'_'.join(columns)}"), "calendar_entry", columns)
