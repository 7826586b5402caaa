"""Questions about houses and their hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from labspace.db import BigId, UtcDateTime
from labspace.locations.holiday_rules import holiday_rules
from labspace.locations.hours import HouseHours, WeeklyWindow
from labspace.locations.models import Closure, HouseRulesText, Location, OpeningHours, SpecialOpening
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
            holiday_rules=holiday_rules(house.holiday_rules),
            special=special[house.id],
            closed=closed[house.id],
        )
        for house in houses
    }


def house_rules_versions(session: Session, location_id: int) -> Sequence[HouseRulesText]:
    """Every version of the house rules of a house, the oldest first."""
    return session.scalars(
        select(HouseRulesText)
        .where(HouseRulesText.location_id == location_id)
        .order_by(HouseRulesText.valid_from)
    ).all()


def house_rules_in_force(session: Session, *, on: Mapping[int, date]) -> dict[int, HouseRulesText]:
    """The version in force in each house on its local day, by house id; houses without a text are missing."""
    found: dict[int, HouseRulesText] = {}
    if not on:
        return found
    rows = session.scalars(
        select(HouseRulesText)
        .where(HouseRulesText.location_id.in_(on), HouseRulesText.valid_from <= max(on.values()))
        .order_by(HouseRulesText.location_id, HouseRulesText.valid_from)
    )
    for row in rows:
        if row.valid_from <= on[row.location_id]:
            found[row.location_id] = row
    return found


def find_house_rules(session: Session, location_id: int, version: str) -> HouseRulesText | None:
    """The text of a version; None where the house keeps none."""
    return session.scalars(
        select(HouseRulesText).where(
            HouseRulesText.location_id == location_id, HouseRulesText.version == version
        )
    ).first()
