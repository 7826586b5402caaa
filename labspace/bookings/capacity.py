"""How many people are approved for spaces that are booked together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from labspace.bookings.rulebook.breaches import broken_capacity_rules
from labspace.errors import Refusal
from labspace.spaces.house import House
from labspace.spaces.houses import AnySpace
from labspace.spaces.kinds import Layout
from labspace.spaces.models import Space
from labspace.spaces.queries import units_by_space


@dataclass(frozen=True)
class Hall:
    """Undivided units and how many people are approved for them together."""

    units: frozenset[int]
    people: int


def most_together(booked: Iterable[Hall], wholes: Collection[Hall]) -> int:
    """The most people in `booked` at once: parts together never hold more than the whole they make up.

    `wholes` are all divisible areas; those of several levels lie within each other.
    """
    groups = list(booked)
    for whole in sorted(wholes, key=lambda whole: len(whole.units)):
        inside = [group for group in groups if group.units <= whole.units]
        if inside:
            together = Hall(
                frozenset().union(*(group.units for group in inside)),
                min(whole.people, sum(group.people for group in inside)),
            )
            groups = [group for group in groups if group not in inside] + [together]
    return sum(group.people for group in groups)


@dataclass(frozen=True)
class Halls:
    """The divisible areas of a house on a day, and of what units these and the booked spaces consist."""

    wholes: Sequence[AnySpace]
    units: Mapping[int, frozenset[int]]


def divisible_areas(session: Session, location_id: int, *, on: date) -> Sequence[Space]:
    """The spaces of a house that are made of others on a day, with their seatings."""
    return session.scalars(
        select(Space)
        .where(
            Space.location_id == location_id,
            Space.is_unit.is_(False),
            Space.valid_from <= on,
            or_(Space.valid_until.is_(None), Space.valid_until >= on),
        )
        .options(selectinload(Space.layouts))
    ).all()


def halls_of(session: Session, spaces: Sequence[Space], *, on: date) -> Halls | None:
    """What decides how many people several spaces hold together; for one space nothing is asked."""
    if len(spaces) == 1:
        return None
    wholes = divisible_areas(session, spaces[0].location_id, on=on)
    return Halls(wholes, units_by_space(session, [space.id for space in [*spaces, *wholes]], on=on))


def halls_in(house: House, spaces: Sequence[AnySpace], *, on: date) -> Halls | None:
    """As `halls_of` from a house as it is now."""
    if len(spaces) == 1:
        return None
    wholes = [space for space in house.spaces_on(on) if not space.is_unit]
    units = house.units_on(on)
    return Halls(
        wholes, {space.id: units.get(space.id, frozenset({space.id})) for space in [*spaces, *wholes]}
    )


def too_many(
    spaces: Sequence[AnySpace], *, people: int, layout: Layout | None, halls: Halls | None
) -> list[Refusal]:
    """More people than are approved for these spaces together in this seating; nobody may override it."""
    if len(spaces) == 1:
        return list(_broken(spaces[0], people=people, layout=layout))
    if layout is not None and any(layout not in _layouts(space) for space in spaces):
        return [Refusal("layout_unknown", {"layout": layout})]
    most = sum(_most(space, layout) for space in spaces)
    if halls is not None:
        most = most_together(
            [Hall(halls.units[space.id], _most(space, layout)) for space in spaces],
            [Hall(halls.units[space.id], _most(space, layout)) for space in halls.wholes],
        )
    return [Refusal("over_capacity", {"people": people, "capacity": most})] if people > most else []


def _broken(space: AnySpace, *, people: int, layout: Layout | None) -> Iterable[Refusal]:
    layouts = _layouts(space)
    return broken_capacity_rules(people, capacity=space.capacity, layout=layout, layouts=layouts)


def _layouts(space: AnySpace) -> dict[Layout, int]:
    return {row.layout: row.capacity for row in space.layouts}


def _most(space: AnySpace, layout: Layout | None) -> int:
    """As approved for this seating; for one the space does not list, or none, its largest number."""
    layouts = _layouts(space)
    return layouts[layout] if layout in layouts else max([space.capacity, *layouts.values()])
