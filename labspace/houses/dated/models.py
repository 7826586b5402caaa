"""The record of what staff changed about what holds in their house."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk


class Subject(enum.Enum):
    """What was changed."""

    HOURS = "hours"
    UNIT_HOURS = "unit_hours"
    """The weekly hours of one space."""
    HOLIDAYS = "holidays"
    QUIET_DAYS = "quiet_days"
    RULES = "rules"
    TARIFFS = "tariffs"
    EVENT_TERMS = "event_terms"
    EQUIPMENT = "equipment"
    CATERING = "catering"
    VISIT_STAYS = "visit_stays"


class DatedChange(Base):
    """One change by staff of what holds from a day on; only that it was taken back is ever added."""

    __tablename__ = "dated_change"
    __table_args__ = (Index(None, "location_id", "subject", "at"),)

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    subject: Mapped[Subject]
    scope: Mapped[str] = mapped_column(String(120), default="")
    """What of the subject, such as `kind:desk`; empty: the house."""
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    """The days it is about; NULL: until further notice."""
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    after: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """All rows of the scope as they were and as they became (labspace/houses/dated/rows.py)."""
    cancelled: Mapped[int] = mapped_column(default=0)
    """Bookings that were cancelled with it."""
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    actor: Mapped[User] = relationship(foreign_keys=[actor_id])
    taken_back_by: Mapped[User | None] = relationship(foreign_keys=[taken_back_by_id])
