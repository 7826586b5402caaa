"""What is kept of an option besides its booking: its clock, challenges, reminders, and who shares it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.options.clock import Clock
from labspace.bookings.options.states import TICKING, ClockState, Outcome
from labspace.db import Base, IntPk


class OptionClock(Base):
    """The clock of one option; rank and deadline in force stand in the booking itself."""

    __tablename__ = "option_clock"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    state: Mapped[ClockState]
    first_since: Mapped[datetime | None]
    set_at: Mapped[datetime | None]
    """When the deadline in force was set and told."""
    until_unasked: Mapped[datetime | None]
    """The deadline that comes back when the open challenge is withdrawn."""
    given_away_since: Mapped[datetime | None]
    """Since when part of its time belongs to somebody else for good; told once."""

    booking: Mapped[Booking] = relationship()

    @classmethod
    def begun(cls, booking: Booking) -> OptionClock:
        """The clock of an option that has none yet: it waits, or was first before options had clocks.

        Of a newcomer the deadline is still the start of its event.
        """
        until = booking.option_until or booking.starts_at
        was_first = booking.option_rank == 1 and until < booking.starts_at
        return cls(
            booking_id=booking.id,
            state=ClockState.RUNNING if was_first else ClockState.WAITING,
            first_since=booking.state_since if was_first else None,
            set_at=booking.state_since if was_first else None,
        )

    def read(self, booking: Booking) -> Clock:
        """The clock as a value."""
        return Clock(
            starts_at=booking.starts_at,
            state=self.state,
            until=booking.option_until if self.state in TICKING else None,
            until_unasked=self.until_unasked,
            first_since=self.first_since,
            set_at=self.set_at,
            zone=booking.location.zone,
        )

    def write(self, clock: Clock, booking: Booking) -> None:
        """Keep what a step gave; the deadline in force goes to the booking."""
        self.state, self.first_since, self.set_at = clock.state, clock.first_since, clock.set_at
        self.until_unasked = clock.until_unasked
        if clock.state is not ClockState.ENDED:
            booking.option_until = clock.deadline


class OptionChallenge(Base):
    """Somebody asked the first to commit or release; at most one is open for an option."""

    __tablename__ = "option_challenge"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(
            "uq_option_challenge_open",
            "booking_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(None, "booking_id", "at"),
    )

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    """Who is asked."""
    challenger_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    """The option behind that asks; NULL: the team of the house."""
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    """When it was to be answered as it was asked; staff may have extended it since."""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why the team asked."""
    outcome: Mapped[Outcome | None]
    answered_at: Mapped[datetime | None]


class OptionReminder(Base):
    """A mail reminded of a deadline so many days before it."""

    __tablename__ = "option_reminder"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    until: Mapped[datetime] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]


class OptionPartner(Base):
    """Somebody who shares an option with whoever asked first: one claim, several organisers."""

    __tablename__ = "option_partner"
    __table_args__ = (
        UniqueConstraint("booking_id", "email"),
        CheckConstraint("joined_at IS NULL OR user_id IS NOT NULL", name="joined"),
    )

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    """Where the invitation went, in small letters."""
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    invited_at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    """Who accepted; NULL: nobody yet."""
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    """When they left, declined, or were taken out; they see nothing any more."""

    booking: Mapped[Booking] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])
