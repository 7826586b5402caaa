"""The terms of houses as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.bookings.listed import Listed
from labspace.db import Base, IntPk
from labspace.locations.house_file import Texts
from labspace.spaces.event_terms import CancellationTier, ChecklistItem, ChecklistNeed, ChecklistWho


def _tier(row: Mapping[str, Any]) -> CancellationTier:
    return CancellationTier(**row)


def _item_row(item: ChecklistItem) -> dict[str, Any]:
    return {**asdict(item), "who": item.who.value, "need": item.need.value}


def _item(row: Mapping[str, Any]) -> ChecklistItem:
    words = {"name": Texts(**row["name"]), "hint": Texts(**row["hint"])}
    # Rows of older days do not say who and when.
    ways = {
        "who": ChecklistWho(row.get("who", "organiser")),
        "need": ChecklistNeed(row.get("need", "always")),
    }
    return ChecklistItem(**{**row, **words, **ways})


def _texts(row: Mapping[str, Any]) -> Texts:
    return Texts(**row)


class EventTermsRow(Base):
    """Dated terms of a house for its events; read as `EventTerms`. Rows are ended and followed, never changed."""

    __tablename__ = "event_terms"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
        CheckConstraint("option_days >= 1", name="option_days"),
        CheckConstraint("challenge_hours BETWEEN 48 AND 72", name="challenge_hours"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    option_days: Mapped[int]
    option_reminder_days: Mapped[tuple[int, ...]] = mapped_column(Listed(int, int))
    challenge_hours: Mapped[int]
    challenge_rest_hours: Mapped[int]
    four_eyes_from_people: Mapped[int | None]
    cancellation_tiers: Mapped[tuple[CancellationTier, ...]] = mapped_column(Listed(asdict, _tier))
    checklist: Mapped[tuple[ChecklistItem, ...]] = mapped_column(Listed(_item_row, _item))
    conditions: Mapped[tuple[Texts, ...]] = mapped_column(Listed(asdict, _texts))
    attendance_due_days: Mapped[int]
    house_rules_version: Mapped[str] = mapped_column(String(20))
