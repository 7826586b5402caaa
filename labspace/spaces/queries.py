"""Questions about spaces, their parts, and when they are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, selectinload

from labspace.db import BigId, UtcDateTime
from labspace.locations.hours import HouseHours, WeeklyWindow
from labspace.locations.models import Location
from labspace.locations.queries import house_hours
from labspace.spaces.houses import houses_named, houses_of_spaces
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpaceClosure, SpaceHours
from labspace.times import TimeSpan, difference


def find_space(session: Session, public_id: str) -> Space | None:
    """The space with this public id."""
    return session.scalars(select(Space).where(Space.public_id == public_id)).one_or_none()


def spaces_of(
    session: Session, location_ids: Collection[int], *, on: date, kind: SpaceKind | None = None
) -> Sequence[Space]:
    """The spaces of these houses on a day, wholes and units, with their seatings, in listed order."""
    question = (
        select(Space)
        .where(
            Space.location_id.in_(location_ids),
            Space.valid_from <= on,
            or_(Space.valid_until.is_(None), Space.valid_until >= on),
        )
        .options(selectinload(Space.layouts))
        .order_by(Space.location_id, Space.kind, Space.position, Space.id)
    )
    if kind is not None:
        question = question.where(Space.kind == kind)
    return session.scalars(question).all()


def units_by_space(session: Session, space_ids: Iterable[int], *, on: date) -> dict[int, frozenset[int]]:
    """The undivided units each space consists of on a day: itself, or the parts of its parts."""
    ids = list(space_ids)
    units: dict[int, frozenset[int]] = {}
    for house in houses_of_spaces(session, ids).values():
        units |= house.units_on(on)
    return {space_id: units.get(space_id, frozenset({space_id})) for space_id in ids}


@dataclass(frozen=True)
class Openings:
    """When houses and spaces are open in a window, as merged spans by id."""

    houses: dict[int, list[TimeSpan]]
    spaces: dict[int, list[TimeSpan]]
    """Bookable time: opening − closures (R3)."""
    closed: dict[int, list[TimeSpan]]
    """Closures of each space and its house, which beat everything; not merged."""


def openings(session: Session, spaces: Collection[Space], window: TimeSpan) -> Openings:
    """When `spaces` and their houses are open in `window`.

    A handful of statements however many spaces; `spaces` come with their house loaded.
    """
    houses: dict[int, Location] = {space.location_id: space.location for space in spaces}
    opening = house_hours(session, houses.values(), window)
    own_hours, own_closures = _exceptions(session, [space.id for space in spaces], window)
    house_open = {location_id: hours.open_spans(window) for location_id, hours in opening.items()}
    bookable, closed = {}, {}
    for space in spaces:
        house, closures = opening[space.location_id], own_closures.get(space.id, [])
        bookable[space.id] = _bookable(
            house_open[space.location_id], house, own_hours.get(space.id, []), closures, window
        )
        closed[space.id] = [*house.closed, *closures]
    return Openings(house_open, bookable, closed)


def bookable_spans(
    session: Session, spaces: Collection[Space], window: TimeSpan
) -> dict[int, list[TimeSpan]]:
    """Merged bookable time of each space in `window` by space id: opening − closures (R3); one statement."""
    houses = houses_named(session, {space.location_id for space in spaces})
    return {space.id: houses[space.location_id].bookable_of(space.id, window) for space in spaces}


def _bookable(
    house_open: list[TimeSpan],
    house: HouseHours,
    weekly: list[WeeklyWindow],
    closed: list[TimeSpan],
    window: TimeSpan,
) -> list[TimeSpan]:
    if weekly:
        house_open = replace(house, own=weekly).open_spans(window)
    return difference(house_open, closed) if closed else house_open


# Built once: putting these statements together took longer than running them, on every page.
_IDS = bindparam("ids", expanding=True, type_=BigId)
_WEEKLY = select(
    SpaceHours.space_id,
    SpaceHours.weekday,
    SpaceHours.opens_minute,
    SpaceHours.closes_minute,
    SpaceHours.valid_from,
    SpaceHours.valid_until,
).where(SpaceHours.space_id.in_(_IDS))
_CLOSURES = select(SpaceClosure.space_id, SpaceClosure.starts_at, SpaceClosure.ends_at).where(
    SpaceClosure.space_id.in_(_IDS),
    SpaceClosure.starts_at < bindparam("ends", type_=UtcDateTime),
    SpaceClosure.ends_at > bindparam("begins", type_=UtcDateTime),
)


def _exceptions(
    session: Session, space_ids: Sequence[int], window: TimeSpan
) -> tuple[dict[int, list[WeeklyWindow]], dict[int, list[TimeSpan]]]:
    asked = {"ids": list(space_ids), "begins": window.starts_at, "ends": window.ends_at}
    weekly: dict[int, list[WeeklyWindow]] = defaultdict(list)
    for space_id, weekday, opens, closes, first, last in session.execute(_WEEKLY, asked):
        weekly[space_id].append(WeeklyWindow(weekday, opens, closes, first, last))
    closures: dict[int, list[TimeSpan]] = defaultdict(list)
    for space_id, starts_at, ends_at in session.execute(_CLOSURES, asked):
        closures[space_id].append(TimeSpan(starts_at, ends_at))
    return weekly, closures
