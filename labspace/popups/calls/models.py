"""Calls, what they ask, and by what their applications are judged."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.db import Base, BigId, IntPk
from labspace.locations.models import Location
from labspace.popups.calls.states import CallStatus, status_of
from labspace.spaces.models import Space

STANDING = text("is_standing")

popup_call_slot = Table(
    "popup_call_slot",
    Base.metadata,
    Column("call_id", BigId, ForeignKey("popup_call.id"), primary_key=True, autoincrement=False),
    Column("space_id", BigId, ForeignKey("space.id"), primary_key=True, autoincrement=False),
)


class PopupCall(Base):
    """A house invites applications for its pop-up slots."""

    __tablename__ = "popup_call"
    __table_args__ = (
        CheckConstraint("1 <= min_weeks AND min_weeks <= max_weeks AND max_weeks <= 52", name="weeks"),
        CheckConstraint("first_on IS NULL OR last_on IS NULL OR first_on <= last_on", name="period"),
        CheckConstraint("reviews_needed >= 1", name="reviews"),
        Index(
            "ix_popup_call_standing",
            "location_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(None, "location_id", "created_at"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    is_standing: Mapped[bool] = mapped_column(default=False)
    """The house's own call for all year: each house has at most one, made when first needed."""
    title: Mapped[str] = mapped_column(String(200))
    introduction: Mapped[str] = mapped_column(Text, default="")
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    """The deadline: applications arrive before it. NULL: none."""
    first_on: Mapped[date | None]
    """First and last day on which a pop-up of this call may be open; NULL: any."""
    last_on: Mapped[date | None]
    min_weeks: Mapped[int] = mapped_column(default=2)
    max_weeks: Mapped[int] = mapped_column(default=12)
    reviews_needed: Mapped[int] = mapped_column(default=2)
    """How many of the team score an application before it is decided."""
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """Ended by the team before its deadline."""
    created_at: Mapped[datetime]

    location: Mapped[Location] = relationship()
    slots: Mapped[list[Space]] = relationship(secondary=popup_call_slot, order_by="Space.position, Space.id")
    """Those it is about; none named: all of the house."""
    questions: Mapped[list[PopupQuestion]] = relationship(
        order_by="PopupQuestion.position, PopupQuestion.id", back_populates="call"
    )
    criteria: Mapped[list[PopupCriterion]] = relationship(
        order_by="PopupCriterion.position, PopupCriterion.id", back_populates="call"
    )

    def status(self, now: datetime) -> CallStatus:
        """Where the call stands at `now`."""
        return status_of(
            published_at=self.published_at,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            closed_at=self.closed_at,
            now=now,
        )

    @property
    def asked(self) -> list[PopupQuestion]:
        """The questions new answers are given to."""
        return [question for question in self.questions if question.retired_at is None]


class PopupQuestion(Base):
    """Something a call asks; one that was answered is retired, never changed."""

    __tablename__ = "popup_question"

    id: Mapped[IntPk]
    call_id: Mapped[int] = mapped_column(ForeignKey("popup_call.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    is_required: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]

    call: Mapped[PopupCall] = relationship(back_populates="questions")


class PopupCriterion(Base):
    """By what applications of a call are scored, from 0 to 5 points, and how much it weighs."""

    __tablename__ = "popup_criterion"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 10", name="weight"),)

    id: Mapped[IntPk]
    call_id: Mapped[int] = mapped_column(ForeignKey("popup_call.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    weight: Mapped[int] = mapped_column(default=1)

    call: Mapped[PopupCall] = relationship(back_populates="criteria")
