"""Questions about houses and their hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from labspace.db import BigId, UtcDateTime
from labspace.locations.hours import HouseHours, WeeklyWindow
from labspace.locations.models import Closure, Location, OpeningHours, SpecialOpening
from labspace.times import TimeSpan


def locations(session: Session) -> Sequence[Location]:
    """All houses, in their listed order."""
    return session.scalars(select(Location).order_by(Location.position, Location.name)).all()


def find_location(session: Session, slug: str) -> Location | None:
    """The house with this slug."""
    return session.scalars(select(Location).where(Location.slug == slug)).one_or_none()


# Built once: putting these statements together took longer than running them, on every page.
_IDS = bindparam("ids", expanding=True, type_=BigId)
_BEGINS, _ENDS = bindparam("begins", type_=UtcDateTime), bindparam("ends", type_=UtcDateTime)
_WEEKLY = select(
    OpeningHours.location_id,
    OpeningHours.weekday,
    OpeningHours.opens_minute,
    OpeningHours.closes_minute,
    OpeningHours.valid_from,
    OpeningHours.valid_until,
).where(OpeningHours.location_id.in_(_IDS))
_DATED = union_all(
    *(
        select(literal(kind is Closure), kind.location_id, kind.starts_at, kind.ends_at).where(
            kind.location_id.in_(_IDS), kind.starts_at < _ENDS, kind.ends_at > _BEGINS
        )
        for kind in (SpecialOpening, Closure)
    )
)


def house_hours(session: Session, houses: Collection[Location], window: TimeSpan) -> dict[int, HouseHours]:
    """What decides the opening of each house during `window`, by house id; two statements."""
    ids = [house.id for house in houses]
    weekly: dict[int, list[WeeklyWindow]] = defaultdict(list)
    for location_id, weekday, opens, closes, first, last in session.execute(_WEEKLY, {"ids": ids}):
        weekly[location_id].append(WeeklyWindow(weekday, opens, closes, first, last))
    special: dict[int, list[TimeSpan]] = defaultdict(list)
    closed: dict[int, list[TimeSpan]] = defaultdict(list)
    dated = session.execute(_DATED, {"ids": ids, "begins": window.starts_at, "ends": window.ends_at})
    for is_closure, location_id, starts_at, ends_at in dated:
        (closed if is_closure else special)[location_id].append(TimeSpan(starts_at, ends_at))
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
