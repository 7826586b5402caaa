"""Houses, their dated opening hours, and what departs from them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.db import Base, IntPk
from labspace.locations.coordinates import LONGEST, Coordinates, coordinates_from
from labspace.locations.holiday_rules import holiday_rules, region_on
from labspace.locations.moves import Place, place_on, places_of
from labspace.times import TimeSpan

FOR_GOOD = datetime(2200, 1, 1, tzinfo=UTC)
"""When a closure ends that ends on no known day: the calendar of every house is over by then."""


class Location(Base):
    """A house with spaces to book."""

    __tablename__ = "location"

    id: Mapped[IntPk]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    city: Mapped[str] = mapped_column(String(80))
    timezone: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(300), default="")
    coordinates: Mapped[str] = mapped_column(String(LONGEST), default="", server_default="")
    """As `locations.coordinates` writes them; empty: not known."""
    text_de: Mapped[str] = mapped_column(String(2000), default="")
    text_en: Mapped[str] = mapped_column(String(2000), default="")
    holiday_region: Mapped[str] = mapped_column(String(10), default="")
    """Country and subdivision as in `DE-NW`; empty: no public holidays. Holds on days for which `holiday_rules`
    name no other, so that what was stays as it was; ask `region_on`."""
    closed_on_holidays: Mapped[bool] = mapped_column(default=True)
    """Where none of `holiday_rules` holds."""
    holiday_rules: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    """By date, as `labspace.locations.holiday_rules` reads them."""
    quiet_days: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    """Days that need a second look, by date, as `labspace.locations.quiet_days` reads them."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    """Order in which houses are listed."""
    hours_revision: Mapped[int] = mapped_column(default=0)
    """Rises with every change of hours, closures or holiday rules."""
    revision: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """Another number after every change of what the house's pages are made of, bookings left out; written
    by the database alone (labspace/spaces/revisions.py). Caches are keyed by it."""

    reminder_hours: Mapped[int | None]
    """How long before the start people are reminded; NULL: on the afternoon of the day before; 0: never."""
    tariff_revision: Mapped[int] = mapped_column(default=0)
    """Rises with every change of tariffs; 0: the house has none, and nobody need ask."""

    has_webhooks: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether anybody outside is to hear of its bookings; written by labspace.webhooks alone, so that a booking
    of any other house asks for no endpoints."""

    is_listed: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether lists of houses name it; a new house is found by its address alone until its team lists it."""
    moves: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    """Where it moved to and when (`locations.moves.Place`); `address`, `city` and `coordinates` hold
    before the first."""

    has_door_notes: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the house says how people get in; written by labspace.houses.doors alone, so that a booking of any
    other house asks for nothing."""

    hours: Mapped[list[OpeningHours]] = relationship(back_populates="location")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def place_on(self, day: date) -> Place:
        """Where the house is on a local day."""
        return place_on(
            Place(date.min, self.address, self.city, self.coordinates), places_of(self.moves or ()), day
        )

    def region_on(self, day: date) -> str:
        """Whose public holidays count on a local day, as in `DE-NW`; empty: there are none."""
        # Asked for each day of ten years: nothing is read where no rule names another region, as in most houses.
        named = [rule for rule in self.holiday_rules or () if "region" in rule]
        return (
            region_on(holiday_rules(named), day, usual=self.holiday_region) if named else self.holiday_region
        )

    def address_at(self, moment: datetime) -> str:
        """The address that holds at a moment."""
        return self.place_on(moment.astimezone(self.zone).date()).address

    def coordinates_at(self, moment: datetime) -> Coordinates | None:
        """Where on the earth it is at a moment, if that is known."""
        return coordinates_from(self.place_on(moment.astimezone(self.zone).date()).coordinates)


class OpeningHours(Base):
    """One weekly opening window of a house, valid for a time."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            "opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440", name="window"
        ),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    weekday: Mapped[int]
    """0 is Monday."""
    opens_minute: Mapped[int]
    """Minutes after local midnight, by the wall clock."""
    closes_minute: Mapped[int]
    """Minutes after local midnight; 1440 is the end of the day."""
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    """Last day on which the window holds; NULL: until further notice."""

    location: Mapped[Location] = relationship(back_populates="hours")


class SpecialOpening(Base):
    """A time at which a house is open outside its weekly hours; beats holidays."""

    __tablename__ = "special_opening"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(None, "location_id", "starts_at"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")
    reason_en: Mapped[str] = mapped_column(String(200), default="")

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")


class Closure(Base):
    """A time at which a whole house is shut for all; beats everything else."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(None, "location_id", "starts_at"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")
    reason_en: Mapped[str] = mapped_column(String(200), default="")

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")

    @property
    def is_for_good(self) -> bool:
        """Whether no end of it is known."""
        return self.ends_at >= FOR_GOOD


class HouseRulesText(Base):
    """One version of the house rules, the text that people accept; in force until the next one begins."""

    __tablename__ = "house_rules_text"
    __table_args__ = (
        UniqueConstraint("location_id", "version"),
        UniqueConstraint("location_id", "valid_from"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    version: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    """Blank lines part paragraphs; one that begins with # is a heading."""
    text_en: Mapped[str] = mapped_column(Text, default="")
