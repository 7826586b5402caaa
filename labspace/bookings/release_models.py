"""Promised time that was given back to others, and no-shows that staff forgave."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, composite, mapped_column

from labspace.db import Base, IntPk
from labspace.times import TimeSpan


class ReleaseCause(enum.Enum):
    """Why promised time became free again while it lasted."""

    NO_SHOW = "no_show"
    CHECK_OUT = "check_out"


class ReleasedTime(Base):
    """The end of a booking that was given back to others: hours won back."""

    __tablename__ = "released_time"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(None, "starts_at"),
    )

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    cause: Mapped[ReleaseCause]
    starts_at: Mapped[datetime]
    """From when on others could have it."""
    ends_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    """When the booking got its time back after all; then nothing was won."""

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")


class Forgiveness(Base):
    """Staff do not hold a no-show against the person; the booking stays a no-show in the figures."""

    __tablename__ = "forgiveness"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
