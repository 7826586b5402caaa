"""What keeps others off a unit right now: claims, and the blockings that staff set."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.holds import Hold
from labspace.db import Base, IntPk
from labspace.spaces.models import Space
from labspace.times import TimeSpan


class BlockingReason(enum.Enum):
    """Why a space is kept free; maintenance counts as closed, the others stay bookable time (R3)."""

    MAINTENANCE = "maintenance"
    RESERVED = "reserved"
    OTHER = "other"
    CALENDAR = "calendar"
    """An event of a calendar the house subscribes to; staff cannot choose it."""


class Blocking(Base):
    """Staff keep one space free for a reason."""

    __tablename__ = "blocking"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(None, "space_id", "starts_at"),
    )

    id: Mapped[IntPk]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[BlockingReason]
    note: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    """Name of the calendar it comes from; empty: staff entered it."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    """When staff took the blocking back; its claims are gone then."""

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
    space: Mapped[Space] = relationship()
    created_by: Mapped[User] = relationship()


class Claim(Base):
    """Whatever keeps others off one undivided unit right now.

    Core claims (use with its set-up and tear-down, blocking, hold) exclude everything; buffer
    claims exclude core claims only. The database keeps this: see `guards`. Rows are replaced,
    never moved, and go when what they stand for ends.
    """

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint(
            "CASE WHEN booking_id IS NULL THEN 0 ELSE 1 END + CASE WHEN blocking_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN hold_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_cause",
        ),
        Index(
            "ix_claim_core",
            "space_id",
            "ends_at",
            "starts_at",
            sqlite_where=text("is_core"),
            postgresql_where=text("is_core"),
        ),
        Index(
            "ix_claim_buffer",
            "space_id",
            "starts_at",
            sqlite_where=text("NOT is_core"),
            postgresql_where=text("NOT is_core"),
        ),
        Index(None, "space_id", "starts_at"),
    )

    id: Mapped[IntPk]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_core: Mapped[bool] = mapped_column(default=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    blocking_id: Mapped[int | None] = mapped_column(ForeignKey("blocking.id"), index=True)
    hold_id: Mapped[int | None] = mapped_column(ForeignKey(Hold.id), index=True)

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
