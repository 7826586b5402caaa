"""Bookable spaces and the dated drawings they lie on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.db import Base, IntPk
from labspace.locations.models import Location
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan


class Space(Base):
    """One bookable unit, or a whole that is made of units."""

    __tablename__ = "space"
    __table_args__ = (
        CheckConstraint("capacity >= 1", name="capacity"),
        CheckConstraint("wheelchair_places BETWEEN 0 AND capacity", name="wheelchair_places"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
        Index(None, "location_id", "kind"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[str] = mapped_column(String(80), unique=True)
    """Stable name in addresses and the API, such as `bochum-desk-03`."""
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[SpaceKind]
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    label: Mapped[str] = mapped_column(String(20), default="")
    """Short text on the plan: a number or letter."""
    description: Mapped[str] = mapped_column(String(2000), default="")
    description_en: Mapped[str] = mapped_column(String(2000), default="")
    capacity: Mapped[int]
    wheelchair_places: Mapped[int | None]
    """How many of them may be places for wheelchairs, as approved; NULL: the house says nothing about it."""
    area_m2: Mapped[float | None]
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Codes from `spaces.features`."""
    is_unit: Mapped[bool] = mapped_column(default=True)
    """False for a whole made of parts: it is not counted (figures.md R2) and carries no claims."""
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    """Last day on which the space exists; NULL: until further notice."""
    booking_turn: Mapped[int] = mapped_column(default=0)

    location: Mapped[Location] = relationship()
    layouts: Mapped[list[SpaceLayout]] = relationship(
        back_populates="space", cascade="all, delete-orphan", order_by="SpaceLayout.position"
    )

    def exists_on(self, day: date) -> bool:
        """Whether the space is part of its house on a local day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class SpaceLayout(Base):
    """An approved seating of an event area and how many it holds at most."""

    __tablename__ = "space_layout"
    __table_args__ = (
        UniqueConstraint("space_id", "layout"),
        CheckConstraint("capacity >= 1", name="capacity"),
        CheckConstraint("wheelchair_places BETWEEN 0 AND capacity", name="wheelchair_places"),
    )

    id: Mapped[IntPk]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    layout: Mapped[Layout]
    capacity: Mapped[int]
    """Approved number of people, a hard limit; never computed here."""
    wheelchair_places: Mapped[int | None]
    """As `Space.wheelchair_places` in this seating; NULL: as the space says."""
    position: Mapped[int] = mapped_column(default=0)

    space: Mapped[Space] = relationship(back_populates="layouts")


class SpacePart(Base):
    """A unit is part of a whole during a time."""

    __tablename__ = "space_part"
    __table_args__ = (
        UniqueConstraint("whole_id", "part_id", "valid_from"),
        CheckConstraint("whole_id <> part_id", name="not_of_itself"),
    )

    id: Mapped[IntPk]
    whole_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class SpaceHours(Base):
    """Weekly hours of one space that differ from its house; on days on which any is valid, the house's do not
    count."""

    __tablename__ = "space_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            "opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440", name="window"
        ),
    )

    id: Mapped[IntPk]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    weekday: Mapped[int]
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class SpaceClosure(Base):
    """A time at which one space is shut for all; not a claim, it may lie over bookings."""

    __tablename__ = "space_closure"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        Index(None, "space_id", "starts_at"),
    )

    id: Mapped[IntPk]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")
    reason_en: Mapped[str] = mapped_column(String(200), default="")

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")


class SpacePicture(Base):
    """A picture shows a space; erased, it is gone from it too."""

    __tablename__ = "space_picture"

    id: Mapped[IntPk]
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    position: Mapped[int]
    is_shown: Mapped[bool] = mapped_column(default=True)
    """As the picture's `removed_at` says; here so that whoever keeps something of the house hears of it."""


class FloorPlan(Base):
    """The drawing of one level of a house, in force for a time."""

    __tablename__ = "floor_plan"
    __table_args__ = (
        UniqueConstraint("location_id", "level", "valid_from"),
        CheckConstraint("width_m > 0 AND height_m > 0", name="size"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    level: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    width_m: Mapped[float]
    height_m: Mapped[float]
    north_degrees: Mapped[float] = mapped_column(default=0.0)
    drawing: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Walls, doors, furniture … in metres, as in docs/locations-format.md."""
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    placements: Mapped[list[Placement]] = relationship(back_populates="plan", cascade="all, delete-orphan")


class Placement(Base):
    """Where a space lies on a plan."""

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("plan_id", "space_id"),)

    id: Mapped[IntPk]
    plan_id: Mapped[int] = mapped_column(ForeignKey("floor_plan.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    shape: Mapped[list[list[float]]] = mapped_column(JSON)
    """Corners in metres, in order, without repeating the first."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Rotation, seats and what else the drawing of the space needs."""

    plan: Mapped[FloorPlan] = relationship(back_populates="placements")
    space: Mapped[Space] = relationship()
