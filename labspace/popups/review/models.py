"""Reviews, their points, and decisions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, BigId, IntPk
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState


class PopupReview(Base):
    """What one of the team makes of an application; given once, never changed."""

    __tablename__ = "popup_review"
    __table_args__ = (
        UniqueConstraint("application_id", "reviewer_id"),
        CheckConstraint("NOT is_biased OR comment <> ''", name="bias_has_a_reason"),
    )

    id: Mapped[IntPk]
    application_id: Mapped[int] = mapped_column(ForeignKey("popup_application.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    is_biased: Mapped[bool] = mapped_column(default=False)
    """The reviewer declared to be biased: gives no points and sees none."""
    comment: Mapped[str] = mapped_column(Text, default="")
    """What the points are for, or why biased."""
    at: Mapped[datetime]

    reviewer: Mapped[User] = relationship()
    scores: Mapped[list[PopupScore]] = relationship(cascade="all, delete-orphan")


class PopupScore(Base):
    """The points of one review for one criterion."""

    __tablename__ = "popup_score"
    __table_args__ = (CheckConstraint("points BETWEEN 0 AND 5", name="points"),)

    review_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("popup_review.id"), primary_key=True, autoincrement=False
    )
    criterion_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("popup_criterion.id"), primary_key=True, autoincrement=False
    )
    points: Mapped[int]


class PopupDecision(Base):
    """What the team decided, and the letter that said so; a later one follows on a place in reserve."""

    __tablename__ = "popup_decision"

    id: Mapped[IntPk]
    application_id: Mapped[int] = mapped_column(ForeignKey("popup_application.id"), index=True)
    outcome: Mapped[ApplicationState]
    letter: Mapped[str] = mapped_column(Text)
    why_early: Mapped[str] = mapped_column(String(300), default="")
    """Why fewer reviews than the call asks for were enough."""
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    decided_by: Mapped[User] = relationship()
    application: Mapped[PopupApplication] = relationship()
