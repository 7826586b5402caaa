"""Facts of days that are over, and marks on those that changed since. Nothing in them names a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk
from labspace.locations.models import Location
from labspace.spaces.models import Space


class FactDay(Base):
    """The facts of one house and local day are kept; without a row the day is counted from its bookings."""

    __tablename__ = "fact_day"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)
    """`Location.revision` they rest on: hours, closures, spaces and rules of the house. Another one makes
    them stale, whoever changed it."""


class SpaceFact(Base):
    """One unit in one daypart of a local day, in seconds: `measured.UnitCell`."""

    __tablename__ = "space_fact"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey(Space.id), primary_key=True)
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    """Full hour at which the daypart begins."""
    bookable: Mapped[int] = mapped_column(default=0)
    booked: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    booked_internally: Mapped[int] = mapped_column(default=0)
    used_internally: Mapped[int] = mapped_column(default=0)
    set_up: Mapped[int] = mapped_column(default=0)


class HouseFact(Base):
    """Units of a house together in one daypart of a local day, in seconds: `measured.HouseCell`."""

    __tablename__ = "house_fact"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    subset: Mapped[str] = mapped_column(String(20), primary_key=True)
    """A kind of space, or one of `measured.Subset`."""
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    activated: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)


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
