"""Facts of time, by day and by month. Nothing in them names a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base
from labspace.locations.models import Location
from labspace.spaces.models import Space


class SpaceFact(Base):
    """One unit in one daypart of a local day, in seconds."""

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


class KindFact(Base):
    """All units of one kind on a local day: seconds added up, and when any of them was used."""

    __tablename__ = "kind_fact"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    bookable: Mapped[int] = mapped_column(default=0)
    booked: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    booked_internally: Mapped[int] = mapped_column(default=0)
    used_internally: Mapped[int] = mapped_column(default=0)
    set_up: Mapped[int] = mapped_column(default=0)
    used_spans: Mapped[list[list[int]]] = mapped_column(JSON)
    """The union over the units, merged, in seconds since the day began: [[from, until], …]."""
    internal_spans: Mapped[list[list[int]]] = mapped_column(JSON)
    """The same of the chamber's own use (R10)."""
    hours: Mapped[bytes] = mapped_column(LargeBinary)
    """Bookable, then booked, then used seconds of each of 24 hours of the wall clock; `lanes.WIDE`."""
    quarters: Mapped[bytes] = mapped_column(LargeBinary)
    """Of each quarter hour 65536 × units open + units in use when it begins; `lanes.NARROW`."""


class HouseFact(Base):
    """When a house was open on a local day: its hours ∪ special openings (K11)."""

    __tablename__ = "house_fact"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    opened_spans: Mapped[list[list[int]]] = mapped_column(JSON)


class SpaceMonth(Base):
    """One unit in a month, in seconds."""

    __tablename__ = "space_month"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    space_id: Mapped[int] = mapped_column(ForeignKey(Space.id), primary_key=True)
    bookable: Mapped[int] = mapped_column(default=0)
    booked: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    booked_internally: Mapped[int] = mapped_column(default=0)
    used_internally: Mapped[int] = mapped_column(default=0)
    set_up: Mapped[int] = mapped_column(default=0)


class KindMonth(Base):
    """All units of one kind in a month."""

    __tablename__ = "kind_month"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    bookable: Mapped[int] = mapped_column(BigInteger, default=0)
    booked: Mapped[int] = mapped_column(BigInteger, default=0)
    used: Mapped[int] = mapped_column(BigInteger, default=0)
    booked_internally: Mapped[int] = mapped_column(BigInteger, default=0)
    used_internally: Mapped[int] = mapped_column(BigInteger, default=0)
    set_up: Mapped[int] = mapped_column(BigInteger, default=0)
    hours: Mapped[bytes] = mapped_column(LargeBinary)
    """As `KindFact.hours`, for each weekday from Monday: bookable of all seven, then booked, then used."""


class UnionMonth(Base):
    """Some kinds of space together in a month: what is alive when any of them is used (K10–K13)."""

    __tablename__ = "union_month"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    kinds: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    """`kind_sets.number_of`; only sets of kinds of which any was used in the month."""
    activated: Mapped[int] = mapped_column(default=0)
    activated_internally: Mapped[int] = mapped_column(default=0)
    evening: Mapped[int] = mapped_column(default=0)
    weekend: Mapped[int] = mapped_column(default=0)
    holidays: Mapped[int] = mapped_column(default=0)
    """On public holidays from Monday to Friday."""
    evenings: Mapped[int] = mapped_column(default=0)
    """Days with any activation after 18:00."""
    active_days: Mapped[int] = mapped_column(default=0)
    """Days with an hour of activation or more."""
    evening_internally: Mapped[int] = mapped_column(default=0)
    """The chamber's own part of the numbers above (R10)."""
    weekend_internally: Mapped[int] = mapped_column(default=0)
    holidays_internally: Mapped[int] = mapped_column(default=0)
    evenings_internally: Mapped[int] = mapped_column(default=0)
    active_days_internally: Mapped[int] = mapped_column(default=0)
    hours: Mapped[bytes] = mapped_column(LargeBinary)
    """Activated seconds of each hour of each weekday from Monday; `lanes.WIDE`."""


class HouseMonth(Base):
    """One house in a month."""

    __tablename__ = "house_month"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    used_kinds: Mapped[int] = mapped_column(SmallInteger)
    """Kinds that were used in the month (`kind_sets.number_of`)."""
    opened: Mapped[int] = mapped_column(default=0)
    opened_days: Mapped[int] = mapped_column(default=0)
    hours: Mapped[bytes] = mapped_column(LargeBinary)
    """Opened seconds of each hour of each weekday from Monday; `lanes.WIDE`."""


class QuarterMonth(Base):
    """The quarter hours of a month, one after the other, for one kind or for all units (K08)."""

    __tablename__ = "quarter_month"

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    kinds: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    """`kind_sets.number_of` one kind, or of all of them."""
    quarters: Mapped[bytes] = mapped_column(LargeBinary)
    """As `KindFact.quarters`."""
