"""Which months' and days' facts hold, and which days must be counted anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Date, Result, bindparam, cast, exists, null, or_, select, union_all
from sqlalchemy.orm import Session

from labspace.db import BigId
from labspace.occupancy.days import Days, Period, merged
from labspace.occupancy.facts.families import made_by
from labspace.occupancy.facts.ground import ground_of
from labspace.occupancy.facts.models import FactDay, FactMark, FactMonth
from labspace.occupancy.months import Month
from labspace.spaces.houses import houses_named


class Made(NamedTuple):
    """What facts of a day or month rest on."""

    ground: int
    by: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of one house in a period, as one look at the database shows it."""

    revision: int = 0
    """`Location.revision`: whether anything of the house changed between two looks."""
    now: Mapping[date, Made] = field(default_factory=dict)
    """What the facts of each month would rest on if they were made now, by its first day."""
    days: dict[date, Made] = field(default_factory=dict)
    """The kept days; without those of months that hold, unless these were asked for."""
    months: dict[date, Made] = field(default_factory=dict)
    """The kept months, by their first day."""
    marks: dict[int, Days] = field(default_factory=dict)
    """By id."""

    @property
    def holding_months(self) -> set[date]:
        """The first days of the months whose facts may be read."""
        marked = merged(self.marks.values())
        unchanged = {month for month, made in self.months.items() if made == self.now.get(month)}
        return (
            {month for month in unchanged if not any(_days_of(month).common(some) for some in marked)}
            if marked
            else unchanged
        )

    @property
    def holding(self) -> set[date]:
        """The days whose facts may be read day by day."""
        marked = merged(self.marks.values())
        return {
            day
            for day, made in self.days.items()
            if made == self.now[day.replace(day=1)] and not any(day in some for some in marked)
        }


def _days_of(month: date) -> Days:
    return Days(month, Month(month.year, month.month).last)


def months_of(period: Period) -> Iterator[Month]:
    """Every month that has a day in `period`."""
    month = Month(period.first.year, period.first.month)
    while month.first <= period.last:
        yield month
        month = month.following


def standings(
    session: Session,
    location_ids: Collection[int],
    period: Period,
    *,
    by_day: bool = True,
    to_read: bool = False,
) -> dict[int, Standing]:
    """What is kept of these houses in `period`, by house; two statements, and more after a house was changed.

    Unless `by_day`, the days of months that are kept and not marked are left out: years of them. `to_read`:
    nothing is asked of houses of which nothing is kept, as nothing of them holds. Whoever stores facts
    takes away exactly the marks seen here, so that a change committed meanwhile leaves its own.
    """
    asked = _asked(location_ids, period)
    if by_day:
        del asked["partial"]
    found = {location_id: Standing() for location_id in location_ids}
    rows: Result[*tuple[Any, ...]] = session.execute(_KEPT_BY_DAY if by_day else _KEPT, asked)
    for location_id, mark_id, month, day, last, ground, by in rows:
        if mark_id is not None:
            found[location_id].marks[mark_id] = Days(day, last)
        elif month is not None:
            found[location_id].months[month] = Made(ground, by)
        else:
            found[location_id].days[day] = Made(ground, by)
    made = made_by()
    in_question = [house_id for house_id, one in found.items() if one.days or one.months or not to_read]
    for house in houses_named(session, in_question).values() if in_question else ():
        now = {month.first: Made(ground_of(session, house, month), made) for month in months_of(period)}
        found[house.id] = replace(found[house.id], revision=house.revision, now=now)
    return found


_IDS = bindparam("ids", expanding=True, type_=BigId)
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_PARTIAL = bindparam("partial", expanding=True, type_=Date)
"""Months of which only some days are asked for."""
_NO_ID, _NO_DAY = cast(null(), BigInteger), cast(null(), Date)
_MARKS = select(
    FactMark.location_id,
    FactMark.id,
    _NO_DAY.label("month"),
    FactMark.first_on,
    FactMark.last_on,
    _NO_ID.label("ground"),
    _NO_ID.label("made_by"),
).where(FactMark.location_id.in_(_IDS), FactMark.first_on <= _LAST, FactMark.last_on >= _FIRST)
_MONTHS = select(
    FactMonth.location_id, _NO_ID, FactMonth.month, _NO_DAY, _NO_DAY, FactMonth.ground, FactMonth.made_by
).where(FactMonth.location_id.in_(_IDS), FactMonth.month <= _LAST, FactMonth.last_on >= _FIRST)
_DAYS = select(
    FactDay.location_id, _NO_ID, _NO_DAY, FactDay.day, _NO_DAY, FactDay.ground, FactDay.made_by
).where(FactDay.location_id.in_(_IDS), FactDay.day.between(_FIRST, _LAST))
_A_MARK = exists().where(
    FactMark.location_id == FactMonth.location_id,
    FactMark.first_on <= FactMonth.last_on,
    FactMark.last_on >= FactMonth.month,
)
_AS_A_MONTH = exists().where(
    FactMonth.location_id == FactDay.location_id, FactMonth.month == FactDay.month, ~_A_MARK
)
_KEPT_BY_DAY = union_all(_MARKS, _MONTHS, _DAYS)
_KEPT = union_all(_MARKS, _MONTHS, _DAYS.where(or_(~_AS_A_MONTH, FactDay.month.in_(_PARTIAL))))


def _asked(location_ids: Collection[int], period: Period) -> dict[str, object]:
    partial = [
        month.first for month in months_of(period) if month.first < period.first or period.last < month.last
    ]
    return {"ids": list(location_ids), "first": period.first, "last": period.last, "partial": partial}
