"""Let houses call for pop-ups with questions and criteria, and applications be written in steps and reviewed."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
STANDING = sa.text("is_standing")
CRITERIA = (
    ("Neues für die Innenstadt", 3),
    ("Umsetzbarkeit in den gewünschten Wochen", 2),
    ("Offen für viele: Zeiten, Preise, Zugang", 2),
    ("Aussicht, danach zu bleiben", 3),
)


def upgrade() -> None:
    _make_calls()
    _widen_applications()
    _make_parts()
    _make_reviews()
    _take_over()
    with op.batch_alter_table("popup_application") as batch:
        batch.alter_column("call_id", existing_type=ID, nullable=False)


def _key(
    table: str, column: str, other: str, *, on: str = "id", **options: object
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{on}"], name=op.f(f"fk_{table}_{column}"), **options)


def _make_calls() -> None:
    op.create_table(
        "popup_call",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("min_weeks", sa.Integer(), nullable=False),
        sa.Column("max_weeks", sa.Integer(), nullable=False),
        sa.Column("reviews_needed", sa.Integer(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "1 <= min_weeks AND min_weeks <= max_weeks AND max_weeks <= 52", name=op.f("ck_popup_call_weeks")
        ),
        sa.CheckConstraint(
            "first_on IS NULL OR last_on IS NULL OR first_on <= last_on", name=op.f("ck_popup_call_period")
        ),
        sa.CheckConstraint("reviews_needed >= 1", name=op.f("ck_popup_call_reviews")),
        _key("popup_call", "location_id", "location"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_call")),
    )
    op.create_index(
        "ix_popup_call_standing",
        "popup_call",
        ["location_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index(op.f("ix_popup_call_location_id_created_at"), "popup_call", ["location_id", "created_at"])
    op.create_table(
        "popup_call_slot",
        sa.Column("call_id", ID, autoincrement=False, nullable=False),
        sa.Column("space_id", ID, autoincrement=False, nullable=False),
        _key("popup_call_slot", "call_id", "popup_call"),
        _key("popup_call_slot", "space_id", "space"),
        sa.PrimaryKeyConstraint("call_id", "space_id", name=op.f("pk_popup_call_slot")),
    )
    op.create_table(
        "popup_question",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        _key("popup_question", "call_id", "popup_call"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_question")),
    )
    op.create_index(op.f("ix_popup_question_call_id"), "popup_question", ["call_id"])
    op.create_table(
        "popup_criterion",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 10", name=op.f("ck_popup_criterion_weight")),
        _key("popup_criterion", "call_id", "popup_call"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_criterion")),
    )
    op.create_index(op.f("ix_popup_criterion_call_id"), "popup_criterion", ["call_id"])


def _widen_applications() -> None:
    with op.batch_alter_table("popup_application") as batch:
        batch.add_column(sa.Column("call_id", ID, nullable=True))
        batch.add_column(sa.Column("begun_by", sa.String(64), nullable=True))
        batch.add_column(sa.Column("weekly_hours", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("submitted_at", MOMENT, nullable=True))
        batch.alter_column("space_id", existing_type=ID, nullable=True)
        batch.alter_column("first_on", existing_type=sa.Date(), nullable=True)
        batch.alter_column("weeks", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(op.f("fk_popup_application_call_id"), "popup_call", ["call_id"], ["id"])
        batch.create_unique_constraint(
            op.f("uq_popup_application_applicant_id_begun_by"), ["applicant_id", "begun_by"]
        )
        batch.create_index(op.f("ix_popup_application_call_id_state"), ["call_id", "state"])
        batch.drop_constraint(op.f("ck_popup_application_submitted_with_booking"), type_="check")
        batch.create_check_constraint(
            op.f("ck_popup_application_submitted_with_booking"),
            "state IN ('draft', 'withdrawn') OR (booking_id IS NOT NULL AND space_id IS NOT NULL)",
        )
    with op.batch_alter_table("popup_application") as batch:
        batch.alter_column("weekly_hours", existing_type=sa.JSON(), server_default=None)


def _make_parts() -> None:
    op.create_table(
        "popup_wish",
        sa.Column("application_id", ID, autoincrement=False, nullable=False),
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.CheckConstraint("weeks >= 1", name=op.f("ck_popup_wish_weeks")),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_popup_wish_rank")),
        _key("popup_wish", "application_id", "popup_application"),
        _key("popup_wish", "space_id", "space"),
        sa.PrimaryKeyConstraint("application_id", "rank", name=op.f("pk_popup_wish")),
    )
    op.create_index(op.f("ix_popup_wish_space_id"), "popup_wish", ["space_id"])
    op.create_table(
        "popup_answer",
        sa.Column("application_id", ID, autoincrement=False, nullable=False),
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _key("popup_answer", "application_id", "popup_application"),
        _key("popup_answer", "question_id", "popup_question"),
        sa.PrimaryKeyConstraint("application_id", "question_id", name=op.f("pk_popup_answer")),
    )
    op.create_table(
        "popup_application_picture",
        sa.Column("picture_id", ID, autoincrement=False, nullable=False),
        sa.Column("application_id", ID, nullable=False),
        _key("popup_application_picture", "picture_id", "picture", ondelete="CASCADE"),
        _key("popup_application_picture", "application_id", "popup_application"),
        sa.PrimaryKeyConstraint("picture_id", name=op.f("pk_popup_application_picture")),
    )
    op.create_index(
        op.f("ix_popup_application_picture_application_id"), "popup_application_picture", ["application_id"]
    )
    op.create_table(
        "popup_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", ID, nullable=True),
        sa.Column("application_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint(
            "call_id IS NOT NULL OR application_id IS NOT NULL", name=op.f("ck_popup_event_about_something")
        ),
        _key("popup_event", "call_id", "popup_call"),
        _key("popup_event", "application_id", "popup_application"),
        _key("popup_event", "actor_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_event")),
    )
    op.create_index(op.f("ix_popup_event_call_id"), "popup_event", ["call_id"])
    op.create_index(op.f("ix_popup_event_application_id"), "popup_event", ["application_id"])


def _make_reviews() -> None:
    op.create_table(
        "popup_review",
        sa.Column("id", ID, nullable=False),
        sa.Column("application_id", ID, nullable=False),
        sa.Column("reviewer_id", ID, nullable=False),
        sa.Column("is_biased", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("NOT is_biased OR comment <> ''", name=op.f("ck_popup_review_bias_has_a_reason")),
        _key("popup_review", "application_id", "popup_application"),
        _key("popup_review", "reviewer_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_review")),
        sa.UniqueConstraint(
            "application_id", "reviewer_id", name=op.f("uq_popup_review_application_id_reviewer_id")
        ),
    )
    op.create_index(op.f("ix_popup_review_reviewer_id"), "popup_review", ["reviewer_id"])
    op.create_table(
        "popup_score",
        sa.Column("review_id", ID, autoincrement=False, nullable=False),
        sa.Column("criterion_id", ID, autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 5", name=op.f("ck_popup_score_points")),
        _key("popup_score", "review_id", "popup_review"),
        _key("popup_score", "criterion_id", "popup_criterion"),
        sa.PrimaryKeyConstraint("review_id", "criterion_id", name=op.f("pk_popup_score")),
    )
    op.create_table(
        "popup_decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("application_id", ID, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("why_early", sa.String(300), nullable=False),
        sa.Column("decided_by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _key("popup_decision", "application_id", "popup_application"),
        _key("popup_decision", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popup_decision")),
    )
    op.create_index(op.f("ix_popup_decision_application_id"), "popup_decision", ["application_id"])


def _take_over() -> None:
    """What was handed in before belongs to its house's all-year call, and its weeks are the first wish."""
    op.execute(
        """
        INSERT INTO popup_call (location_id, is_standing, title, introduction, min_weeks, max_weeks,
                                reviews_needed, published_at, created_at)
        SELECT space.location_id, TRUE, 'Ganzjährige Bewerbung', '', 2, 12, 2,
               MIN(popup_application.created_at), MIN(popup_application.created_at)
        FROM popup_application JOIN space ON space.id = popup_application.space_id
        GROUP BY space.location_id
        """
    )
    for position, (name, weight) in enumerate(CRITERIA):
        op.execute(
            sa.text(
                "INSERT INTO popup_criterion (call_id, position, name, weight)"
                " SELECT id, :position, :name, :weight FROM popup_call"
            ).bindparams(position=position, name=name, weight=weight)
        )
    op.execute(
        """
        UPDATE popup_application SET submitted_at = created_at, call_id = (
            SELECT popup_call.id FROM popup_call JOIN space ON space.location_id = popup_call.location_id
            WHERE space.id = popup_application.space_id)
        """
    )
    op.execute(
        """
        INSERT INTO popup_wish (application_id, rank, space_id, first_on, weeks)
        SELECT id, 1, space_id, first_on, weeks FROM popup_application
        """
    )


def downgrade() -> None:
    """Drafts and what only calls and reviews know is lost; what was handed in keeps its first wish."""
    for table in ("popup_decision", "popup_score", "popup_review", "popup_event"):
        op.drop_table(table)
    for table in ("popup_application_picture", "popup_answer", "popup_wish"):
        op.drop_table(table)
    op.execute("DELETE FROM popup_application WHERE booking_id IS NULL")
    op.execute("UPDATE popup_application SET state = 'in_review' WHERE state IN ('offered', 'reserve')")
    with op.batch_alter_table("popup_application") as batch:
        batch.drop_constraint(op.f("ck_popup_application_submitted_with_booking"), type_="check")
        batch.drop_index(op.f("ix_popup_application_call_id_state"))
        batch.drop_constraint(op.f("uq_popup_application_applicant_id_begun_by"), type_="unique")
        batch.drop_constraint(op.f("fk_popup_application_call_id"), type_="foreignkey")
        for column in ("submitted_at", "weekly_hours", "begun_by", "call_id"):
            batch.drop_column(column)
        batch.alter_column("space_id", existing_type=ID, nullable=False)
        batch.alter_column("first_on", existing_type=sa.Date(), nullable=False)
        batch.alter_column("weeks", existing_type=sa.Integer(), nullable=False)
        batch.create_check_constraint(
            op.f("ck_popup_application_submitted_with_booking"), "state = 'draft' OR booking_id IS NOT NULL"
        )
    for table in ("popup_criterion", "popup_question", "popup_call_slot", "popup_call"):
        op.drop_table(table)
