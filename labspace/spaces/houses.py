"""Houses as pages show them, read once per revision and kept by each process.

A page asks the database for the revisions of the houses, in one statement, and reads anew only what
another process or person has changed since. What is kept is the same for everybody: nothing of a
person, a booking or a claim is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context
from sqlalchemy import Executable, Row, bindparam, select
from sqlalchemy.orm import Session, aliased

from labspace.db import BigId, answers
from labspace.locations.holiday_rules import holiday_rules
from labspace.locations.hours import WeeklyWindow
from labspace.locations.models import Closure, Location, OpeningHours, SpecialOpening
from labspace.locations.moves import places_of
from labspace.pictures.kinds import PictureSize
from labspace.pictures.models import Picture, PictureFile
from labspace.spaces.house import House, HouseSpace, Level, NamedClosure, Part, Pictured, Seating
from labspace.spaces.models import (
    FloorPlan,
    Space,
    SpaceClosure,
    SpaceHours,
    SpaceLayout,
    SpacePart,
    SpacePicture,
)
from labspace.times import TimeSpan

T = TypeVar("T")

AnySpace: TypeAlias = Space | HouseSpace
"""A space as a row, or as kept with its house: what rules and prices ask of it, both tell."""


def houses(session: Session) -> list[House]:
    """All houses in their listed order, each as it is now; one statement while nothing changes."""
    revisions = {row.id: row.revision for row in answers(session, _REVISIONS)}
    kept = _kept()
    for gone in kept.keys() - revisions.keys():
        del kept[gone]
    g.labspace_houses = found = list(_as_of(session, revisions).values())
    return found


def houses_named(session: Session, location_ids: Collection[int]) -> dict[int, House]:
    """The houses with these ids as they are now, by id; one statement while nothing changes."""
    rows = answers(session, _REVISIONS_NAMED, {"ids": list(location_ids)})
    return _as_of(session, {row.id: row.revision for row in rows})


def houses_of_spaces(session: Session, space_ids: Collection[int]) -> dict[int, House]:
    """The houses that have these spaces, as they are now, by id; one statement while nothing changes."""
    rows = answers(session, _REVISIONS_OF_SPACES, {"ids": list(space_ids)})
    return _as_of(session, {row.id: row.revision for row in rows})


def kept_house(house_id: int) -> House | None:
    """A house as this process last read it, without a question: it may have changed since."""
    return _kept().get(house_id)


def kept_house_of(space_id: int) -> House | None:
    """As `kept_house`, the one that has this space."""
    return next((house for house in _kept().values() if house.has(space_id)), None)


def _kept() -> dict[int, House]:
    kept: dict[int, House] = (
        current_app.extensions.setdefault("labspace.houses", {}) if has_app_context() else {}
    )
    return kept


def _as_of(session: Session, revisions: Mapping[int, int]) -> dict[int, House]:
    kept = _kept()
    changed = {
        house_id: revision
        for house_id, revision in revisions.items()
        if house_id not in kept or kept[house_id].revision != revision
    }
    if changed:
        kept.update(_read(session, changed))
    return {house_id: kept[house_id] for house_id in revisions}


def houses_seen() -> list[House] | None:
    """The houses this request asked for already, if it did: for the frame around a page."""
    return cast("list[House] | None", g.get("labspace_houses"))


def find_house(session: Session, slug: str) -> House | None:
    """The house with this slug."""
    return next((house for house in houses(session) if house.slug == slug), None)


def find_house_space(session: Session, public_id: str) -> tuple[House, HouseSpace] | None:
    """The space with this public id, and its house."""
    for house in houses(session):
        for space in house.spaces:
            if space.public_id == public_id:
                return house, space
    return None


_REVISIONS = select(Location.id, Location.revision).order_by(Location.position, Location.name)
_IDS = bindparam("ids", expanding=True, type_=BigId)
_REVISIONS_NAMED = select(Location.id, Location.revision).where(Location.id.in_(_IDS))
_REVISIONS_OF_SPACES = select(Location.id, Location.revision).where(
    Location.id.in_(select(Space.location_id).where(Space.id.in_(_IDS)))
)


def _read(session: Session, revisions: Mapping[int, int]) -> dict[int, House]:
    """The houses with these ids. Their revisions were read before, so nothing here is older."""
    ids = list(revisions)

    def by_house(question: Executable, make: Callable[..., T]) -> dict[int, tuple[T, ...]]:
        return _grouped(session.execute(question), make)

    of_houses = select(Space.id).where(Space.location_id.in_(ids))
    spaces, parts = _spaces(session, ids), by_house(_PARTS.where(Space.location_id.in_(ids)), Part)
    levels = by_house(_LEVELS.where(FloorPlan.location_id.in_(ids)), Level)
    weekly = by_house(_WEEKLY.where(OpeningHours.location_id.in_(ids)), WeeklyWindow)
    special = by_house(_SPECIAL.where(SpecialOpening.location_id.in_(ids)), TimeSpan)
    closures = by_house(_CLOSURES.where(Closure.location_id.in_(ids)), NamedClosure)
    own_hours = by_house(_OWN_WEEKLY.where(SpaceHours.space_id.in_(of_houses)), WeeklyWindow)
    own_closures = by_house(_OWN_CLOSED.where(SpaceClosure.space_id.in_(of_houses)), TimeSpan)
    return {
        row.id: House(
            **row._asdict()
            | {
                "zone": ZoneInfo(row.zone),
                "moves": places_of(row.moves),
                "holiday_rules": holiday_rules(row.holiday_rules),
            },
            revision=revisions[row.id],
            spaces=spaces.get(row.id, ()),
            parts=parts.get(row.id, ()),
            levels=levels.get(row.id, ()),
            weekly=weekly.get(row.id, ()),
            special=special.get(row.id, ()),
            closed=tuple(TimeSpan(one.starts_at, one.ends_at) for one in closures.get(row.id, ())),
            closures=closures.get(row.id, ()),
            own_hours=own_hours,
            own_closures=own_closures,
        )
        for row in session.execute(_HOUSES.where(Location.id.in_(ids)))
    }


def _spaces(session: Session, location_ids: Collection[int]) -> dict[int, tuple[HouseSpace, ...]]:
    seatings = _grouped(
        session.execute(_SEATINGS.where(Space.location_id.in_(location_ids)).order_by(SpaceLayout.position)),
        Seating,
    )
    pictures = _grouped(
        session.execute(_PICTURES.where(Space.location_id.in_(location_ids)).order_by(SpacePicture.position)),
        Pictured,
    )
    found: dict[int, list[HouseSpace]] = defaultdict(list)
    for location_id, features, *columns in session.execute(
        _SPACES.where(Space.location_id.in_(location_ids))
    ):
        values = dict(zip(_SPACE_COLUMNS, columns, strict=True))
        layouts = seatings.get(values["id"], ())
        found[location_id].append(
            HouseSpace(
                **values, features=tuple(features), layouts=layouts, pictures=pictures.get(values["id"], ())
            )
        )
    return {location_id: tuple(spaces) for location_id, spaces in found.items()}


def _grouped(rows: Iterable[Row[Any]], make: Callable[..., T]) -> dict[int, tuple[T, ...]]:
    """What `make` makes of the columns after the first, by the first."""
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(make(*row[1:]))
    return {owner: tuple(made) for owner, made in found.items()}


_HOUSES = select(
    Location.id,
    Location.slug,
    Location.name,
    Location.city,
    Location.timezone.label("zone"),
    Location.address,
    Location.coordinates,
    Location.text_de,
    Location.text_en,
    Location.holiday_region,
    Location.closed_on_holidays,
    Location.holiday_rules,
    Location.is_demo,
    Location.is_listed,
    Location.moves,
)
_SPACE_COLUMNS = (
    "id",
    "public_id",
    "kind",
    "name",
    "name_en",
    "label",
    "description",
    "description_en",
    "capacity",
    "wheelchair_places",
    "area_m2",
    "is_unit",
    "position",
    "valid_from",
    "valid_until",
)
_SPACES = select(
    Space.location_id, Space.features, *(getattr(Space, name) for name in _SPACE_COLUMNS)
).order_by(Space.location_id, Space.kind, Space.position, Space.id)
_SEATINGS = select(
    SpaceLayout.space_id, SpaceLayout.layout, SpaceLayout.capacity, SpaceLayout.wheelchair_places
).join(Space, Space.id == SpaceLayout.space_id)
_SMALL, _LARGE = aliased(PictureFile, name="small"), aliased(PictureFile, name="large")
_PICTURES = (
    select(
        SpacePicture.space_id,
        SpacePicture.picture_id,
        Picture.alternative,
        _SMALL.width,
        _SMALL.height,
        _SMALL.digest,
        _LARGE.digest,
    )
    .join(Space, Space.id == SpacePicture.space_id)
    .join(Picture, Picture.id == SpacePicture.picture_id)
    .join(_SMALL, (_SMALL.picture_id == Picture.id) & (_SMALL.size == PictureSize.SMALL))
    .join(_LARGE, (_LARGE.picture_id == Picture.id) & (_LARGE.size == PictureSize.LARGE))
    .where(SpacePicture.is_shown)
)
_PARTS = select(
    Space.location_id, SpacePart.whole_id, SpacePart.part_id, SpacePart.valid_from, SpacePart.valid_until
).join(Space, Space.id == SpacePart.whole_id)
_LEVELS = select(
    FloorPlan.location_id,
    FloorPlan.id,
    FloorPlan.name,
    FloorPlan.name_en,
    FloorPlan.valid_from,
    FloorPlan.valid_until,
).order_by(FloorPlan.level)
_WEEKLY, _OWN_WEEKLY = (
    select(owner, hours.weekday, hours.opens_minute, hours.closes_minute, hours.valid_from, hours.valid_until)
    for hours, owner in ((OpeningHours, OpeningHours.location_id), (SpaceHours, SpaceHours.space_id))
)
_SPECIAL, _OWN_CLOSED = (
    select(owner, dated.starts_at, dated.ends_at)
    for dated, owner in ((SpecialOpening, SpecialOpening.location_id), (SpaceClosure, SpaceClosure.space_id))
)
_CLOSURES = select(
    Closure.location_id, Closure.starts_at, Closure.ends_at, Closure.reason, Closure.reason_en
).order_by(Closure.starts_at, Closure.id)
