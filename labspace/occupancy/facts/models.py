"""Which days and months facts are kept of, and marks on those that changed since."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk
from labspace.locations.models import Location


class FactDay(Base):
    """The facts of one house and local day are kept; without a row the day is counted from its bookings."""

    __tablename__ = "fact_day"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    month: Mapped[date]
    """The first day of its month."""
    ground: Mapped[int] = mapped_column(BigInteger)
    """What they rest on beside bookings: hours, closures, spaces and rules in the day's month (`ground`).
    Where the house says something else of that month by now, they no longer hold, whoever changed it."""
    made_by: Mapped[int] = mapped_column(BigInteger)
    """Which kinds of facts there were, and in which version, when they were counted (`families.made_by`)."""


class FactMonth(Base):
    """The facts of all days of a month are kept, and what these come to together."""

    __tablename__ = "fact_month"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    last_on: Mapped[date]
    ground: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[int] = mapped_column(BigInteger)


class FactMark(Base):
    """Something changed about these days of a house: what is kept of them no longer holds.

    Only ever added by whoever changes, and taken away by whoever stored the days anew. Ids are never used
    again, so that a mark which is gone cannot be mistaken for another.
    """

    __tablename__ = "fact_mark"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="order"),
        Index(None, "location_id", "last_on"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id))
    first_on: Mapped[date]
    last_on: Mapped[date]


class FactCheck(Base):
    """One comparison of what is kept with what bookings come to; the last one stands on the team's page."""

    __tablename__ = "fact_check"

    id: Mapped[IntPk]
    checked_at: Mapped[datetime]
    compared: Mapped[int]
    """Days of houses that were compared."""
    passed_over: Mapped[int]
    """Days of which nothing is kept yet, or whose facts no longer hold: those are counted when asked for."""
    found: Mapped[int]
    """Differences; anything but 0 is a fault."""
    first_found: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The first few of them in words for whoever looks into it."""
