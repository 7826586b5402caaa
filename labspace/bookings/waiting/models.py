"""Wishes on the waiting list, what they were offered, and what became free meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.holds import Hold
from labspace.bookings.models import Booking
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.db import Base, IntPk
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan


class WaitingWish(Base):
    """What somebody would book as soon as it becomes free.

    Served in the order of `created_at`, then id; nothing else gives precedence.
    """

    __tablename__ = "waiting_wish"
    __table_args__ = (
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
        CheckConstraint("first_on <= last_on", name="dates"),
        CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440", name="window"
        ),
        CheckConstraint("minutes BETWEEN 1 AND ends_minute - starts_minute", name="length"),
        CheckConstraint("people >= 1", name="people"),
        Index(
            "ix_waiting_wish_waiting",
            "created_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(None, "user_id", "created_at"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Who it will be booked for; NULL: the person privately."""
    kind: Mapped[SpaceKind]
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What the space must have, as codes of `spaces.features`."""
    people: Mapped[int] = mapped_column(default=1)
    weekdays: Mapped[int]
    """One bit a weekday, the lowest is Monday."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    starts_minute: Mapped[int]
    ends_minute: Mapped[int]
    """Local minutes of the day within which it must lie."""
    minutes: Mapped[int]
    state: Mapped[WishState]
    state_since: Mapped[datetime]
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    """When all its days were last searched; NULL: never."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey(Booking.id))
    """What it became."""

    user: Mapped[User] = relationship()
    houses: Mapped[list[Location]] = relationship(
        secondary="waiting_wish_house", order_by="Location.position, Location.id"
    )
    spaces: Mapped[list[Space]] = relationship(
        secondary="waiting_wish_space", order_by="Space.position, Space.id"
    )
    """The only spaces that will do; empty: any of the kind."""
    offers: Mapped[list[WaitingOffer]] = relationship(back_populates="wish", order_by="WaitingOffer.id")

    @property
    def pattern(self) -> Pattern:
        return Pattern(
            weekdays=frozenset(day for day in range(7) if self.weekdays >> day & 1),
            first_on=self.first_on,
            last_on=self.last_on,
            starts_minute=self.starts_minute,
            ends_minute=self.ends_minute,
            minutes=self.minutes,
        )


class WaitingWishHouse(Base):
    """A house that will do."""

    __tablename__ = "waiting_wish_house"

    wish_id: Mapped[int] = mapped_column(ForeignKey("waiting_wish.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True)


class WaitingWishSpace(Base):
    """A space that will do; without any, every one of the kind does."""

    __tablename__ = "waiting_wish_space"

    wish_id: Mapped[int] = mapped_column(ForeignKey("waiting_wish.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)


class WaitingOffer(Base):
    """Free time held for a wish until somebody decides."""

    __tablename__ = "waiting_offer"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(
            "ix_waiting_offer_open",
            "wish_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "wish_id"),
    )

    id: Mapped[IntPk]
    wish_id: Mapped[int] = mapped_column(ForeignKey(WaitingWish.id))
    hold_id: Mapped[int] = mapped_column(ForeignKey(Hold.id), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey(Space.id))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[OfferState]
    state_since: Mapped[datetime]
    created_at: Mapped[datetime]

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
    wish: Mapped[WaitingWish] = relationship(back_populates="offers")
    space: Mapped[Space] = relationship()


class FreedTime(Base):
    """Time that became free and that nobody has offered to the waiting list yet.

    Written in the transaction that frees it, never changed; whoever serves the list deletes it.
    """

    __tablename__ = "freed_time"

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id))
    kind: Mapped[SpaceKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
