"""Months of houses as they were published."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base
from labspace.locations.models import Location
from labspace.occupancy.released.lines import Row


class PublicMonth(Base):
    """The public figures of one house and month, in one version; kept for ever.

    Who kept a copy of an earlier version knows it. So what was hidden in any of them stays hidden (R12).
    """

    __tablename__ = "public_month"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    released_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(32))
    """Of the lines; the same lines are not published twice."""
    lines: Mapped[list[Row]] = mapped_column(JSON)
    """`lines.rows_of`; hidden figures are not in them."""
    looked_at: Mapped[datetime]
    """When the figures were last found to be still these."""
