"""The record of what staff changed about their house."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.times import TimeSpan


class HouseEdit(enum.Enum):
    """What was done."""

    CLOSED = "closed"
    REOPENED = "reopened"
    OPENED = "opened"
    """A special opening."""
    OPENING_ENDED = "opening_ended"


CLOSING = (HouseEdit.CLOSED, HouseEdit.REOPENED)
OPENING = (HouseEdit.OPENED, HouseEdit.OPENING_ENDED)


class HouseChange(Base):
    """One change by staff; never altered, never deleted."""

    __tablename__ = "house_change"
    __table_args__ = (Index(None, "location_id", "at"),)

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    what: Mapped[HouseEdit]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """The time it is about: what was closed, or what is open again."""
    cancelled: Mapped[int] = mapped_column(default=0)
    """Bookings that were cancelled with it."""

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
    actor: Mapped[User] = relationship()
