"""One line of the record for each change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk


class HouseRecord(Base):
    """One change of what a house says about itself; never deleted, and altered only when it is taken back."""

    __tablename__ = "house_record"
    __table_args__ = (Index(None, "location_id", "at"),)

    id: Mapped[IntPk]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    """NULL: it concerns all houses, or one whose founding was taken back."""
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    subject: Mapped[str] = mapped_column(String(30))
    """Which kind of change, as in `labspace.houses.record.subjects`."""
    about: Mapped[str] = mapped_column(String(200), default="")
    """What it is about within its kind, such as a space's name; never a person's."""
    about_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """Whom it is about, if anybody."""
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    touched: Mapped[int] = mapped_column(default=0)
    """How many bookings ahead it touched, as was shown before."""
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    actor: Mapped[User] = relationship(foreign_keys=[actor_id])
    about_user: Mapped[User | None] = relationship(foreign_keys=[about_user_id])
    taken_back_by: Mapped[User | None] = relationship(foreign_keys=[taken_back_by_id])
