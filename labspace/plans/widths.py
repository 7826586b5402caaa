"""Pure: how much room there is across a step-free way. A hint for whoever draws, no statement about the law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from labspace.spaces.geometry import (
    Box,
    Point,
    Polygon,
    bounding_box,
    distance,
    distance_to_segment,
    edges,
    rectangle,
    turn,
)
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plans import Door, Drawing, Item, PlacementSpec

WANTED_M = 1.2
"""Two people pass, and a wheelchair turns into a door."""
STEP_M = 0.25
OUTER_HALF_M, INNER_HALF_M = 0.15, 0.06
"""Half the thickness of walls, which are drawn by their middle line."""
AT_A_DOOR_M = 0.4
"""So close to a door the door decides, not the way."""
FLAT = frozenset(
    {Item.DOOR_MAT, Item.STEP_FREE_SIGN, Item.TURNING_CIRCLE, Item.SKYLIGHT, Item.RAMP, Item.LIFT}
)
"""Things nobody has to go round: on the floor, on the wall, above, or part of a way."""
IN_THE_WAY = frozenset({SpaceKind.DESK, SpaceKind.CAFE_TABLE})
"""Spaces one does not walk across; ways lead into rooms and areas."""

Segment = tuple[Point, Point, float]
"""From, to, and the half thickness in metres that it takes on both sides."""


@dataclass(frozen=True)
class Narrow:
    """The narrowest place of a way."""

    way: int
    at: Point
    width_m: float


def narrow_ways(drawing: Drawing, blocking: Sequence[Polygon]) -> list[Narrow]:
    """The narrowest place of each way that is narrower than `WANTED_M`, in the order of the ways.

    `blocking` are the shapes of spaces nobody walks across.
    """
    obstacles = [(segment, _box(segment)) for segment in _obstacles(drawing, blocking)]
    found = []
    for number, way in enumerate(drawing.step_free_ways):
        places = [
            Narrow(number, at, width)
            for a, b in pairwise(way)
            for at, width in _widths(a, b, obstacles, drawing.doors)
            if width < WANTED_M - 0.005
        ]
        if places:
            found.append(min(places, key=lambda one: one.width_m))
    return found


def blocking_shapes(placements: Sequence[PlacementSpec], kinds: dict[str, SpaceKind]) -> list[Polygon]:
    """The shapes of desks and tables; `kinds` by public id."""
    return [one.shape for one in placements if one.shape and kinds.get(one.space) in IN_THE_WAY]


def _obstacles(drawing: Drawing, blocking: Sequence[Polygon]) -> Iterator[Segment]:
    for walls, half in ((drawing.outer_walls, OUTER_HALF_M), (drawing.inner_walls, INNER_HALF_M)):
        for wall in walls:
            yield from ((a, b, half) for a, b in pairwise(wall))
    for item in drawing.furniture:
        if item.item not in FLAT:
            shape = rectangle(*item.size, at=item.at, rotation=item.rotation)
            yield from ((a, b, 0.0) for a, b in edges(shape))
    for shape in blocking:
        yield from ((a, b, 0.0) for a, b in edges(shape))


def _box(segment: Segment) -> Box:
    a, b, half = segment
    left, top, right, bottom = bounding_box((a, b))
    return left - half, top - half, right + half, bottom + half


def _widths(
    a: Point, b: Point, obstacles: Sequence[tuple[Segment, Box]], doors: Sequence[Door]
) -> Iterator[tuple[Point, float]]:
    """The room across the way at steps along a–b, as far as it matters."""
    length = distance(a, b)
    if length < STEP_M:
        return
    left, top, right, bottom = bounding_box((a, b))
    near = [
        segment
        for segment, box in obstacles
        if box[0] < right + WANTED_M
        and box[2] > left - WANTED_M
        and box[1] < bottom + WANTED_M
        and box[3] > top - WANTED_M
    ]
    near_doors = [
        door
        for door in doors
        if min(door.hinge[0], door.latch[0]) < right + AT_A_DOOR_M
        and max(door.hinge[0], door.latch[0]) > left - AT_A_DOOR_M
        and min(door.hinge[1], door.latch[1]) < bottom + AT_A_DOOR_M
        and max(door.hinge[1], door.latch[1]) > top - AT_A_DOOR_M
    ]
    along = ((b[0] - a[0]) / length, (b[1] - a[1]) / length)
    # Both ends are left out: a way ends at a wall or a table, and turns there.
    count = ceil(length / STEP_M)
    for step in range(1, count):
        at = (a[0] + (b[0] - a[0]) * step / count, a[1] + (b[1] - a[1]) * step / count)
        if any(distance_to_segment(at, door.hinge, door.latch) < AT_A_DOOR_M for door in near_doors):
            continue
        yield at, _reach(at, (-along[1], along[0]), near) + _reach(at, (along[1], -along[0]), near)


def _reach(at: Point, way: Point, near: Sequence[Segment]) -> float:
    """How far one gets from `at` in a direction before something stands there, at most `WANTED_M`."""
    end = (at[0] + way[0] * WANTED_M, at[1] + way[1] * WANTED_M)
    reach = WANTED_M
    for a, b, half in near:
        if turn(at, end, a) * turn(at, end, b) > 0:
            continue  # both ends of it lie on one side of the line of sight
        here, there = turn(a, b, at), turn(a, b, end)
        if here != there and 0 <= (share := here / (here - there)) <= 1:
            reach = min(reach, max(0.0, share * WANTED_M - half))
    return reach
