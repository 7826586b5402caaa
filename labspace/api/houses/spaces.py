"""`GET /api/v1/spaces`: what can be booked, and how."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from labspace.api.ground.blueprint import calls
from labspace.api.ground.endpoints import Subject
from labspace.api.ground.paging import MOST, Page, PageAsked, key_in, part_of
from labspace.api.ground.schemas import Answered, Day, Slug, Whole, about
from labspace.api.houses.asked import day_in, houses_asked
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.space_times import rules_in
from labspace.db import db
from labspace.spaces.features import Feature
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import utc_now
from labspace.words import lazy_gettext as _l


class LayoutOut(Answered):
    """An approved seating and how many it holds at most."""

    name: Layout
    capacity: int


class SpaceOut(Answered):
    """A space to book, with the rules of its length on the day asked for."""

    id: Annotated[str, about(_l("Fester öffentlicher Name."))]
    location: Annotated[str, about(_l("Name des Hauses in Adressen."))]
    kind: SpaceKind
    name: str
    capacity: Annotated[int, about(_l("Wie viele Personen höchstens, ohne besondere Bestuhlung."))]
    layouts: list[LayoutOut]
    area_m2: Annotated[float | None, about(_l("Fläche in Quadratmetern."))]
    raster_minutes: Annotated[int, about(_l("Schritte der Buchung in Minuten; 1440: ganze Tage des Hauses."))]
    min_minutes: int
    max_minutes: int
    features: Annotated[list[str], about(_l("Merkmale, nach denen sich suchen lässt."))]
    parts: Annotated[list[str], about(_l("Flächen, aus denen eine teilbare besteht."))]
    valid_from: Day
    valid_until: Annotated[Day | None, about(_l("Letzter Tag; null: bis auf Weiteres."))]


class SpacesPage(Page[SpaceOut]):
    """Spaces, by id."""


class SpacesAsked(PageAsked):
    """Which spaces are asked for."""

    location: Annotated[Slug | None, about(_l("Nur dieses Haus."))] = None
    kind: SpaceKind | None = None
    min_capacity: Annotated[Whole | None, about(_l("Für mindestens so viele Personen."), ge=1)] = None
    feature: Annotated[Feature | None, about(_l("Nur mit diesem Merkmal."))] = None
    on: Annotated[Day | None, about(_l("Stand dieses Tages; sonst heute."))] = None
    limit: Annotated[Whole, about(_l("Wie viele Einträge höchstens."), ge=1, le=MOST)] = MOST


@calls.get("/spaces", summary=_l("Flächen"), subject=Subject.HOUSES, problems=("not_found",))
def spaces(query: SpacesAsked) -> SpacesPage:
    """The spaces of one house or all that fit what is asked."""
    session, now = db.session(), utc_now()
    last = key_in(query.after, str)
    found = []
    for house in houses_asked(session, query.location):
        day = day_in(house, query.on, now=now)
        found += [(house, day, space) for space in house.spaces_on(day) if _fits(space, query)]
    found.sort(key=lambda row: row[2].public_id)
    rest = [row for row in found if last is None or row[2].public_id > last[0]]
    shown, more = part_of(rest[: query.limit + 1], limit=query.limit, key=lambda row: (row[2].public_id,))
    return SpacesPage(
        items=[
            _told(house, space, rules_in(session, house, on=day)[space.id], day=day)
            for house, day, space in shown
        ],
        next=more,
    )


def _fits(space: HouseSpace, query: SpacesAsked) -> bool:
    return (
        (query.kind is None or space.kind is query.kind)
        and (query.min_capacity is None or space.most_people >= query.min_capacity)
        and (query.feature is None or query.feature.value in space.features)
    )


def _told(house: House, space: HouseSpace, rules: Rules, *, day: date) -> SpaceOut:
    names = house.remember("public ids", lambda: {one.id: one.public_id for one in house.spaces})
    units = house.units_on(day)[space.id] - {space.id}
    return SpaceOut(
        id=space.public_id,
        location=house.slug,
        kind=space.kind,
        name=space.name,
        capacity=space.capacity,
        layouts=[LayoutOut(name=one.layout, capacity=one.capacity) for one in space.layouts],
        area_m2=space.area_m2,
        raster_minutes=rules.raster_minutes,
        min_minutes=rules.min_minutes,
        max_minutes=rules.max_minutes,
        features=list(space.features),
        parts=sorted(names[unit] for unit in units),
        valid_from=space.valid_from,
        valid_until=space.valid_until,
    )
