"""Pure: which stretches of wall are new, and which are gone, however the lines were drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from labspace.spaces.geometry import TOLERANCE, Point, Polygon, bounding_box, distance

Segment: TypeAlias = tuple[Point, Point]


def segments(walls: Iterable[Polygon]) -> frozenset[Segment]:
    """The straight pieces of walls, each once whichever way it was drawn."""
    found = set[Segment]()
    for wall in walls:
        corners = [(round(x, 3), round(y, 3)) for x, y in wall]
        found.update((min(a, b), max(a, b)) for a, b in pairwise(corners) if a != b)
    return frozenset(found)


def beyond(walls: Iterable[Polygon], others: Iterable[Polygon]) -> list[Segment]:
    """The stretches of `walls` that lie on none of `others`, from left to right; touching ends do not count."""
    mine, theirs = segments(walls), segments(others)
    only_theirs = theirs - mine
    return [rest for one in sorted(mine - theirs) for rest in _without(one, only_theirs)]


def length(stretches: Iterable[Segment]) -> float:
    """Metres of them all."""
    return sum(distance(a, b) for a, b in stretches)


def _without(one: Segment, others: Collection[Segment]) -> Iterator[Segment]:
    """What `others` in line with it leave of a segment."""
    (ax, ay), (bx, by) = one
    whole = distance(*one)
    along = ((bx - ax) / whole, (by - ay) / whole)
    covered = sorted(
        (min(ends), max(ends))
        for other in others
        if _boxes_meet(one, other) and (ends := _places(one[0], along, other)) is not None
    )
    at = 0.0
    for start, end in [*covered, (whole, whole)]:
        if start - at > TOLERANCE:
            yield _point(one[0], along, at), _point(one[0], along, min(start, whole))
        at = max(at, end)
        if at >= whole:
            return


def _boxes_meet(one: Segment, other: Segment) -> bool:
    left, top, right, bottom = bounding_box(one)
    other_left, other_top, other_right, other_bottom = bounding_box(other)
    return (
        other_left <= right + TOLERANCE
        and left <= other_right + TOLERANCE
        and other_top <= bottom + TOLERANCE
        and top <= other_bottom + TOLERANCE
    )


def _places(start: Point, along: Point, other: Segment) -> tuple[float, float] | None:
    """Where both ends of `other` lie along the line from `start`, in metres; None if they lie beside it."""
    ends = []
    for x, y in other:
        dx, dy = x - start[0], y - start[1]
        if abs(along[0] * dy - along[1] * dx) > TOLERANCE:
            return None
        ends.append(along[0] * dx + along[1] * dy)
    return ends[0], ends[1]


def _point(start: Point, along: Point, metres: float) -> Point:
    return round(start[0] + along[0] * metres, 3), round(start[1] + along[1] * metres, 3)
