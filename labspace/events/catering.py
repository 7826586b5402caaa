"""What the café serves at events: the choices of a house, and what a booking ordered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from labspace.db import Base, IntPk
from labspace.formats import is_german


class CateringChoice(Base):
    """Something the café serves from a day to a day; a new price is a new row."""

    __tablename__ = "catering_choice"
    __table_args__ = (
        CheckConstraint("per_person_cents >= 0", name="price"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    per_person_cents: Mapped[int | None]
    """With tax; NULL: nothing is said about money."""
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class BookedCatering(Base):
    """So many people are served something at a time of a booking; its price stays as it was when ordered."""

    __tablename__ = "booked_catering"
    __table_args__ = (CheckConstraint("people >= 1", name="people"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    people: Mapped[int]
    served_at: Mapped[datetime]
    per_person_cents: Mapped[int | None]


@dataclass(frozen=True)
class Served:
    """What an organiser orders: the choice by its code, for how many, at which minute of the local day."""

    code: str
    people: int
    minute: int


def catering_choices(session: Session, location_id: int, *, on: date) -> Sequence[CateringChoice]:
    """What the café of a house serves on a local day, in listed order."""
    return session.scalars(
        select(CateringChoice)
        .where(
            CateringChoice.location_id == location_id,
            CateringChoice.valid_from <= on,
            or_(CateringChoice.valid_until.is_(None), CateringChoice.valid_until >= on),
        )
        .order_by(CateringChoice.position, CateringChoice.id)
    ).all()


def booked_catering(session: Session, booking_ids: Collection[int]) -> dict[int, list[BookedCatering]]:
    """What bookings ordered, by booking and in the order in which it is served; one statement for all."""
    found: dict[int, list[BookedCatering]] = defaultdict(list)
    rows = session.scalars(
        select(BookedCatering)
        .where(BookedCatering.booking_id.in_(booking_ids))
        .order_by(BookedCatering.booking_id, BookedCatering.served_at, BookedCatering.code)
    )
    for row in rows:
        found[row.booking_id].append(row)
    return found


def dish_name(row: CateringChoice | BookedCatering) -> str:
    """Its name; the English one for English readers, where there is one."""
    return row.name if is_german() or not row.name_en else row.name_en
