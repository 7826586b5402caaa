"""Questions about houses and their hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.locations.hours import HouseHours, WeeklyWindow
from labspace.locations.models import Closure, Location, OpeningHours, SpecialOpening
from labspace.times import TimeSpan


def locations(session: Session) -> Sequence[Location]:
    """All houses, in their listed order."""
    return session.scalars(select(Location).order_by(Location.position, Location.name)).all()


def find_location(session: Session, slug: str) -> Location | None:
    """The house with this slug."""
    return session.scalars(select(Location).where(Location.slug == slug)).one_or_none()


def house_hours(session: Session, houses: Collection[Location], window: TimeSpan) -> dict[int, HouseHours]:
    """What decides the opening of each house during `window`, by house id; three statements."""
    ids = [house.id for house in houses]
    weekly: dict[int, list[WeeklyWindow]] = defaultdict(list)
    for row in session.scalars(select(OpeningHours).where(OpeningHours.location_id.in_(ids))):
        weekly[row.location_id].append(
            WeeklyWindow(row.weekday, row.opens_minute, row.closes_minute, row.valid_from, row.valid_until)
        )
    special = _spans_by_house(session, SpecialOpening, ids, window)
    closed = _spans_by_house(session, Closure, ids, window)
    return {
        house.id: HouseHours(
            zone=house.zone,
            weekly=weekly[house.id],
            holiday_region=house.holiday_region,
            closed_on_holidays=house.closed_on_holidays,
            special=special[house.id],
            closed=closed[house.id],
        )
        for house in houses
    }


def _spans_by_house(
    session: Session, kind: type[SpecialOpening | Closure], ids: Sequence[int], window: TimeSpan
) -> dict[int, list[TimeSpan]]:
    spans: dict[int, list[TimeSpan]] = defaultdict(list)
    rows = session.execute(
        select(kind.location_id, kind.starts_at, kind.ends_at).where(
            kind.location_id.in_(ids), kind.starts_at < window.ends_at, kind.ends_at > window.starts_at
        )
    )
    for location_id, starts_at, ends_at in rows:
        spans[location_id].append(TimeSpan(starts_at, ends_at))
    return spans
