"""Which days' facts hold, and which must be counted anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from labspace.locations.models import Location
from labspace.occupancy.days import Days, Period
from labspace.occupancy.facts.models import FactDay, FactMark


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of one house in a period, as one look at the database shows it."""

    revision: int
    """`Location.revision` of now; facts that rest on another do not hold."""
    kept: dict[date, int] = field(default_factory=dict)
    """The revision each kept day rests on."""
    marks: dict[int, Days] = field(default_factory=dict)
    """By id."""

    @property
    def holding(self) -> set[date]:
        """The days whose facts may be read."""
        return {
            day
            for day, revision in self.kept.items()
            if revision == self.revision and not any(day in marked for marked in self.marks.values())
        }


def standings(session: Session, location_ids: Collection[int], period: Period) -> dict[int, Standing]:
    """What is kept of these houses in `period`, by house; two statements.

    The marks are read first. Whoever stores facts takes away exactly the marks it saw here, so that
    a change committed between the statements leaves its own.
    """
    marks: defaultdict[int, dict[int, Days]] = defaultdict(dict)
    for mark_id, location_id, first, last in session.execute(
        select(FactMark.id, FactMark.location_id, FactMark.first_on, FactMark.last_on).where(
            FactMark.location_id.in_(location_ids),
            FactMark.first_on <= period.last,
            FactMark.last_on >= period.first,
        )
    ):
        marks[location_id][mark_id] = Days(first, last)
    found: dict[int, Standing] = {}
    for location_id, revision, day, rests_on in session.execute(
        select(Location.id, Location.revision, FactDay.day, FactDay.revision)
        .outerjoin(
            FactDay,
            and_(FactDay.location_id == Location.id, FactDay.day.between(period.first, period.last)),
        )
        .where(Location.id.in_(location_ids))
    ):
        standing = found.setdefault(location_id, Standing(revision, marks=marks[location_id]))
        if day is not None:
            standing.kept[day] = rests_on
    return found
