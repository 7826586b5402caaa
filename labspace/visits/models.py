"""Numbers of visits as they were given, and the taps at the door."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.db import Base, BigId, IntPk
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan
from labspace.visits.kinds import VisitSource

_OF_BOOKING = text("ended_at IS NULL AND booking_id IS NOT NULL")
_OF_SPACE = text("ended_at IS NULL AND booking_id IS NULL AND space_id IS NOT NULL")
_OF_KIND = text("ended_at IS NULL AND booking_id IS NULL AND space_id IS NULL AND kind IS NOT NULL")
_OF_HOUSE = text("ended_at IS NULL AND booking_id IS NULL AND space_id IS NULL AND kind IS NULL")


class VisitCount(Base):
    """How many people came on one local day to a booking, a space or a house, by one source.

    Rows are never changed in what was said: a correction ends the row and writes another, so that
    one of each source holds at a time. The row of the door alone grows, with its taps behind it.
    """

    __tablename__ = "visit_count"
    __table_args__ = (
        CheckConstraint("count >= 0", name="count"),
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(
            "uq_visit_count_booking",
            "booking_id",
            "day",
            "source",
            unique=True,
            sqlite_where=_OF_BOOKING,
            postgresql_where=_OF_BOOKING,
        ),
        Index(
            "uq_visit_count_space",
            "space_id",
            "day",
            "source",
            unique=True,
            sqlite_where=_OF_SPACE,
            postgresql_where=_OF_SPACE,
        ),
        Index(
            "uq_visit_count_house",
            "location_id",
            "day",
            "source",
            unique=True,
            sqlite_where=_OF_HOUSE,
            postgresql_where=_OF_HOUSE,
        ),
        Index(
            "uq_visit_count_kind",
            "location_id",
            "kind",
            "day",
            "source",
            unique=True,
            sqlite_where=_OF_KIND,
            postgresql_where=_OF_KIND,
        ),
        Index(None, "location_id", "day"),
        Index(None, "booking_id"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    """NULL: the whole house, or all spaces of the booking."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    """NULL: counted without a booking."""
    kind: Mapped[SpaceKind | None]
    """Who came to the house's spaces of this kind without a booking, such as to its café; whoever booked
    is counted with the booking. NULL: the booking or space says what was counted, or it was the whole house."""
    day: Mapped[date]
    """By the clock of the house."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    count: Mapped[int]
    source: Mapped[VisitSource]
    note: Mapped[str] = mapped_column(String(300), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """NULL: labspace itself."""
    entered_at: Mapped[datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("visit_count.id"))
    """The row it stands in for."""
    ended_at: Mapped[datetime | None]
    """When the number was corrected or withdrawn; NULL: it holds."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
    location: Mapped[Location] = relationship()
    space: Mapped[Space | None] = relationship()
    booking: Mapped[Booking | None] = relationship()
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])


class VisitHour(Base):
    """How many of a number came in the hour that begins then; the hours of a number add up to it."""

    __tablename__ = "visit_hour"
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    count_id: Mapped[int] = mapped_column(BigId, ForeignKey(VisitCount.id), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class VisitStay(Base):
    """How long a house reckons one visit lasts where nobody checks out. Rows are ended and followed, never changed."""

    __tablename__ = "visit_stay"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    kind: Mapped[SpaceKind]
    minutes: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class DoorTap(Base):
    """Somebody came in, or went back out, noted with one tap at one of the doors."""

    __tablename__ = "door_tap"
    __table_args__ = (
        CheckConstraint("people <> 0 AND people BETWEEN -99 AND 99", name="people"),
        Index(None, "booking_id", "day"),
        Index(None, "location_id", "day"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    """NULL: a door of the house."""
    kind: Mapped[SpaceKind | None]
    """What lies behind a door of the house, such as its café; NULL: the house itself, or the booking says it."""
    day: Mapped[date]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Made up by the device: a tap sent twice counts once."""
    device: Mapped[str] = mapped_column(String(64))
    people: Mapped[int]
    """How many came in; negative: counted too many."""
    undoes_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The tap it takes back; each can be taken back once."""
    tapped_at: Mapped[datetime]
    """By the device's clock, kept between the opening of the door and now."""
    received_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
