"""Subscribed calendars, the events taken over from them, and where these collide with bookings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import Booking
from labspace.busy.states import CalendarState, Decision
from labspace.db import Base, IntPk
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.times import TimeSpan


class BusyCalendar(Base):
    """A foreign calendar whose events keep one space taken."""

    __tablename__ = "busy_calendar"
    __table_args__ = (
        Index(None, "location_id"),
        Index(None, "space_id"),
        Index(
            "ix_busy_calendar_due",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(Text, default="")
    """Whole, with the secret in it: shown and logged only shortened. Empty: a file was uploaded."""
    state: Mapped[CalendarState]
    state_since: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]

    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """What was last read, packed, without descriptions and persons: as days pass, a series goes on."""
    etag: Mapped[str] = mapped_column(String(300), default="")
    last_modified: Mapped[str] = mapped_column(String(80), default="")

    next_at: Mapped[datetime | None]
    """When it is looked at next; NULL: not by itself. While somebody fetches it, when that is given up."""
    tried_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    """When its content was last known to be the present one."""
    failures: Mapped[int] = mapped_column(default=0)
    """Tries in a row without success."""
    problem: Mapped[str] = mapped_column(String(40), default="")
    """Code of the last failure; empty: the last try went well."""

    times: Mapped[int] = mapped_column(default=0)
    """Busy times when last read."""
    free: Mapped[int] = mapped_column(default=0)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    finding_count: Mapped[int] = mapped_column(default=0)

    location: Mapped[Location] = relationship()
    space: Mapped[Space] = relationship()
    created_by: Mapped[User] = relationship()

    @property
    def is_file(self) -> bool:
        return not self.address

    def become(self, state: CalendarState, *, now: datetime) -> None:
        """Pass into `state`; raises `Refused` with `not_possible_in_state` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("not_possible_in_state", {"state": self.state}))
        self.state, self.state_since = state, now


class BusyEvent(Base):
    """One busy time of a calendar, known by what the calendar calls it; it goes when it is over."""

    __tablename__ = "busy_event"
    __table_args__ = (
        UniqueConstraint("calendar_id", "uid", "recurrence_id"),
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("is_dismissed OR blocking_id IS NOT NULL", name="blocks"),
        Index(None, "calendar_id", "starts_at"),
        Index(None, "blocking_id"),
        Index(
            "ix_busy_event_lacking",
            "calendar_id",
            sqlite_where=text("NOT is_whole"),
            postgresql_where=text("NOT is_whole"),
        ),
    )

    id: Mapped[IntPk]
    calendar_id: Mapped[int] = mapped_column(ForeignKey(BusyCalendar.id))
    uid: Mapped[str] = mapped_column(String(200))
    recurrence_id: Mapped[str] = mapped_column(String(20))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(120))
    """For the team of the house only."""
    blocking_id: Mapped[int | None] = mapped_column(ForeignKey("blocking.id"))
    is_dismissed: Mapped[bool] = mapped_column(default=False)
    """Staff let it pass; it keeps nothing taken unless it moves."""
    is_whole: Mapped[bool] = mapped_column(default=True)
    """Nobody else has part of its time."""

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
    calendar: Mapped[BusyCalendar] = relationship()
    blocking: Mapped[Blocking | None] = relationship()


class BusyCollision(Base):
    """An event lies over a booking that was there; staff decide."""

    __tablename__ = "busy_collision"
    __table_args__ = (
        UniqueConstraint("event_id", "booking_id"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        Index(None, "booking_id"),
    )

    id: Mapped[IntPk]
    event_id: Mapped[int] = mapped_column(ForeignKey(BusyEvent.id))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    found_at: Mapped[datetime]
    decision: Mapped[Decision | None]
    """NULL: nobody decided yet; until then the booking holds and the event takes the rest."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]

    event: Mapped[BusyEvent] = relationship()
    booking: Mapped[Booking] = relationship()
