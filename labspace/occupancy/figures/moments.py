"""Which units were open and in use at one moment (K08)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.queries import house_records
from labspace.spaces.kinds import SpaceKind

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """A unit that was in use, and under which booking."""

    house_id: int
    space_id: int
    booking_id: int
    starts_at: datetime
    is_internal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All units of a choice at one moment."""

    opened: int
    used: Sequence[InUse]

    @property
    def internally(self) -> int:
        """How many of the used units the chamber itself used ("davon intern")."""
        return sum(one.is_internal for one in self.used)


def moment_of(
    session: Session,
    houses: Sequence[Location],
    kinds: Collection[SpaceKind],
    at: datetime,
    *,
    period: Days,
    now: datetime,
) -> Moment:
    """Which units were open and which of them in use at `at`, which is a moment of `period` in some house.

    A house in another zone where that day has not begun or is over has no part in it, as in K08.
    """
    local = {house: at.astimezone(house.zone).date() for house in houses}
    taking_part = {house: day for house, day in local.items() if day in period}
    if not taking_part:
        return Moment(opened=0, used=[])
    days = Days(min(taking_part.values()) - A_DAY, max(taking_part.values()) + A_DAY)
    opened, used = 0, []
    for record in house_records(session, list(taking_part), days, now=now):
        for unit in record.units:
            time = unit.during(record.period) if unit.kind in kinds else None
            if time is None or not any(span.includes(at) for span in time.bookable):
                continue
            opened += 1
            there = [stay for stay in unit.stays if any(span.includes(at) for span in stay.used)]
            if there:
                stay = min(
                    there, key=lambda stay: (not stay.is_internal, stay.booked.starts_at, stay.booking_id)
                )
                used.append(
                    InUse(
                        house_id=record.location_id,
                        space_id=unit.space_id,
                        booking_id=stay.booking_id,
                        starts_at=stay.booked.starts_at,
                        is_internal=stay.is_internal,
                    )
                )
    return Moment(opened=opened, used=used)
