"""Pure: what can be asked for together in a house, and how many people are approved for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from labspace.bookings.capacity import Hall, most_together
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.kinds import Layout, SpaceKind

MOST_TOGETHER = 3
MOST_CANDIDATES = 40
"""Where a house has more ways to combine its areas, people name them one by one."""


@dataclass(frozen=True)
class Candidate:
    """One area, or several that do not share a unit and are not a whole anyway."""

    spaces: tuple[HouseSpace, ...]
    units: Mapping[int, int]
    """Its undivided units, each with the space it was asked for as."""
    capacities: Mapping[Layout, int]
    """Approved number of people together by seating; only seatings that all of them have."""
    features: frozenset[str]
    """What every one of them has, such as `step_free`."""
    wheelchair_places: Mapping[Layout, int]
    """Approved places for wheelchairs together by seating; a seating is missing where one says nothing."""

    @property
    def value(self) -> str:
        """Names it in forms and addresses."""
        return "+".join(space.public_id for space in self.spaces)

    @property
    def space_ids(self) -> tuple[int, ...]:
        return tuple(space.id for space in self.spaces)


def candidates_of(house: House, *, on: date) -> tuple[Candidate, ...]:
    """All that can be asked for in a house on a local day: areas in listed order, then combinations."""
    return house.remember(("event candidates", on), lambda: _candidates(house, on))


def _candidates(house: House, on: date) -> tuple[Candidate, ...]:
    units = house.units_on(on)
    areas = [space for space in house.spaces_on(on) if space.kind is SpaceKind.EVENT_AREA]
    wholes = {units[area.id] for area in areas}
    found = [_candidate((area,), areas, units) for area in areas]
    for number in range(2, MOST_TOGETHER + 1):
        for some in combinations(areas, number):
            together = frozenset().union(*(units[space.id] for space in some))
            if len(together) < sum(len(units[space.id]) for space in some):
                continue
            if _makes_up_a_whole(some, units, wholes):
                continue
            if len(found) >= MOST_CANDIDATES:
                return tuple(found)
            found.append(_candidate(some, areas, units))
    return tuple(found)


def _makes_up_a_whole(
    some: Sequence[HouseSpace], units: Mapping[int, frozenset[int]], wholes: set[frozenset[int]]
) -> bool:
    """Whether some of these areas are a whole of their own: then that is asked for, with its own approval."""
    return any(
        frozenset().union(*(units[space.id] for space in group)) in wholes
        for number in range(2, len(some) + 1)
        for group in combinations(some, number)
    )


def _candidate(
    spaces: tuple[HouseSpace, ...], areas: Sequence[HouseSpace], units: Mapping[int, frozenset[int]]
) -> Candidate:
    offered = [{seating.layout: seating.capacity for seating in space.layouts} for space in spaces]
    shared = [layout for layout in offered[0] if all(layout in one for one in offered)]
    wholes = [area for area in areas if not area.is_unit]
    capacities = {
        layout: most_together(
            [Hall(units[space.id], one[layout]) for space, one in zip(spaces, offered, strict=True)],
            [Hall(units[whole.id], _most(whole, layout)) for whole in wholes],
        )
        if len(spaces) > 1
        else offered[0][layout]
        for layout in shared
    }
    return Candidate(
        spaces,
        {unit_id: space.id for space in spaces for unit_id in units[space.id]},
        capacities,
        frozenset.intersection(*(frozenset(space.features) for space in spaces)),
        _wheelchair_places(spaces, shared),
    )


def _wheelchair_places(spaces: Sequence[HouseSpace], shared: Sequence[Layout]) -> dict[Layout, int]:
    found = {}
    for layout in shared:
        of_each = [
            space.wheelchair_places_in(seating)
            for space in spaces
            for seating in space.layouts
            if seating.layout is layout
        ]
        known = [places for places in of_each if places is not None]
        if len(known) == len(of_each):
            found[layout] = sum(known)
    return found


def _most(space: HouseSpace, layout: Layout) -> int:
    return next(
        (seating.capacity for seating in space.layouts if seating.layout is layout), space.most_people
    )
