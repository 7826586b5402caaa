"""Applications for pop-up slots, what is wished, answered and shown with them, and what was done with them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.kinds import Theme
from labspace.accounts.models import Organisation, User
from labspace.bookings.models import Booking
from labspace.db import Base, BigId, IntPk
from labspace.errors import Refusal, Refused
from labspace.pictures.models import Picture
from labspace.popups.calls.models import PopupCall, PopupQuestion
from labspace.popups.states import ApplicationState
from labspace.spaces.models import Space


class PopupApplication(Base):
    """Someone asks for a pop-up slot with a concept; handed in, its first wish is a requested booking."""

    __tablename__ = "popup_application"
    __table_args__ = (
        CheckConstraint("weeks >= 1", name="weeks"),
        CheckConstraint("seed_money_cents >= 0", name="seed_money"),
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (booking_id IS NOT NULL AND space_id IS NOT NULL)",
            name="submitted_with_booking",
        ),
        UniqueConstraint("applicant_id", "begun_by"),
        Index(None, "applicant_id", "created_at"),
        Index(None, "call_id", "state"),
    )

    id: Mapped[IntPk]
    call_id: Mapped[int] = mapped_column(ForeignKey("popup_call.id"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """For whom; NULL: the person alone, for instance before the company is founded."""
    begun_by: Mapped[str | None] = mapped_column(String(64))
    """Names the form the draft was begun with, so that a second click gives the same draft."""
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    """The slot of the first wish, from handing in on; all wishes are rows of their own."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), unique=True)
    """The requested, later confirmed time; NULL while a draft."""
    state: Mapped[ApplicationState]
    state_since: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200), default="")
    concept: Mapped[str] = mapped_column(Text, default="")
    sector: Mapped[str] = mapped_column(String(1), default="-")
    """Section of the classification in `sector_version`; `-`: no trade yet."""
    sector_version: Mapped[str] = mapped_column(String(10), default="WZ 2025")
    theme: Mapped[Theme | None]
    first_on: Mapped[date] = mapped_column(nullable=True)
    """Monday of the first week of the first wish; only a draft has none, as with `weeks`."""
    weeks: Mapped[int] = mapped_column(nullable=True)
    alternatives: Mapped[str] = mapped_column(Text, default="")
    """What else to know about the wished weeks, in the applicant's words."""
    weekly_hours: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    """Rows of weekday (0 is Monday), opening and closing minute, by weekday."""
    opening_hours: Mapped[str] = mapped_column(Text, default="")
    """What else to know about the hours, in the applicant's words."""
    team: Mapped[str] = mapped_column(Text, default="")
    seed_money_cents: Mapped[int] = mapped_column(default=0)
    """Seed money wished for (K25)."""
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    call: Mapped[PopupCall] = relationship()
    applicant: Mapped[User] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    space: Mapped[Space] = relationship()
    """Only a draft has none."""
    booking: Mapped[Booking | None] = relationship()
    wishes: Mapped[list[PopupWish]] = relationship(order_by="PopupWish.rank", cascade="all, delete-orphan")
    answers: Mapped[list[PopupAnswer]] = relationship(cascade="all, delete-orphan")
    pictures: Mapped[list[Picture]] = relationship(
        secondary="popup_application_picture", order_by="Picture.id", viewonly=True
    )

    def become(self, state: ApplicationState, *, now: datetime) -> None:
        """Pass into `state`; refuse if that does not follow from the present one."""
        if not self.state.may_become(state):
            raise Refused(Refusal("not_possible_in_state", {"state": self.state}))
        self.state, self.state_since = state, now


class PopupWish(Base):
    """A slot and whole weeks the applicant would like, the dearest wish first."""

    __tablename__ = "popup_wish"
    __table_args__ = (CheckConstraint("weeks >= 1", name="weeks"), CheckConstraint("rank >= 1", name="rank"))

    application_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("popup_application.id"), primary_key=True, autoincrement=False
    )
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    first_on: Mapped[date]
    """A Monday."""
    weeks: Mapped[int]

    space: Mapped[Space] = relationship()


class PopupAnswer(Base):
    """What the applicant answers to a question of the call."""

    __tablename__ = "popup_answer"

    application_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("popup_application.id"), primary_key=True, autoincrement=False
    )
    question_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("popup_question.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(Text)

    question: Mapped[PopupQuestion] = relationship()


class ApplicationPicture(Base):
    """A picture belongs to an application; erased, it is gone from it too."""

    __tablename__ = "popup_application_picture"

    picture_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    application_id: Mapped[int] = mapped_column(ForeignKey("popup_application.id"), index=True)


class PopupEvent(Base):
    """Who did what with a call or an application: the log of this package."""

    __tablename__ = "popup_event"
    __table_args__ = (
        CheckConstraint("call_id IS NOT NULL OR application_id IS NOT NULL", name="about_something"),
    )

    id: Mapped[IntPk]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("popup_call.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("popup_application.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """NULL: labspace itself."""
    what: Mapped[str] = mapped_column(String(40))
    """Machine word such as `submitted`."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))

    actor: Mapped[User | None] = relationship()
