"""Pure: lines as programs draw them, made into those a plan has: joined, plain, with few corners; in metres."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot

from labspace.spaces.geometry import (
    Point,
    Polygon,
    bounding_box,
    direction,
    distance,
    distance_to_segment,
    rotated,
    signed_area,
)

JOINED_M = 0.01
"""Ends nearer than this are one corner."""
CLOSED_M = 0.05
"""Lines whose ends are nearer than this are outlines."""
STRAIGHT_M = 0.005
"""How far a corner may lie from the straight line that replaces it."""
THICKEST_WALL_M = 0.6
MOST_CORNERS = 120
MOST_LOOKED_AT = 2000
"""Of a line with more points only so many are looked at."""


def joined(lines: Iterable[tuple[Polygon, bool]]) -> list[tuple[Polygon, bool]]:
    """The lines (points, whether closed), those that meet end to end in one; three at a corner stay apart."""
    lines = list(lines)
    kept = [(points, True) for points, is_closed in lines if is_closed]
    open_lines = [points for points, is_closed in lines if not is_closed]
    ends: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, points in enumerate(open_lines):
        for end in (points[0], points[-1]):
            ends[_spot(end)].append(i)
    used: set[int] = set()
    for i, points in enumerate(open_lines):
        if i in used:
            continue
        used.add(i)
        chain = _grown(_grown(list(points), open_lines, ends, used)[::-1], open_lines, ends, used)
        kept.append(_closed(tuple(chain)))
    return kept


def _grown(
    chain: list[Point],
    lines: Sequence[Polygon],
    ends: dict[tuple[int, int], list[int]],
    used: set[int],
) -> list[Point]:
    """The chain with what follows at its end."""
    while _spot(chain[0]) != _spot(chain[-1]) or len(chain) < 3:
        here = ends[_spot(chain[-1])]
        following = [i for i in here if i not in used]
        if len(here) != 2 or len(following) != 1:
            return chain
        used.add(following[0])
        points = lines[following[0]]
        chain.extend(points[1:] if _spot(points[0]) == _spot(chain[-1]) else points[-2::-1])
    return chain


def _spot(point: Point) -> tuple[int, int]:
    return round(point[0] / JOINED_M), round(point[1] / JOINED_M)


def _closed(points: Polygon) -> tuple[Polygon, bool]:
    if len(points) > 3 and distance(points[0], points[-1]) <= CLOSED_M:
        return points[:-1], True
    return points, False


def plain(points: Polygon, *, is_closed: bool) -> Polygon:
    """The line with as few corners as look the same, `MOST_CORNERS` at most; whole millimetres."""
    if len(points) > MOST_LOOKED_AT:
        points = (*points[:: len(points) // MOST_LOOKED_AT + 1], points[-1])
    nearness, found = STRAIGHT_M, points
    while True:
        found = _without_middles(points, nearness, is_closed=is_closed)
        if len(found) <= MOST_CORNERS:
            break
        nearness *= 2
    rounded: list[Point] = []
    for x, y in found:
        point = round(x, 3) + 0.0, round(y, 3) + 0.0
        if not rounded or rounded[-1] != point:
            rounded.append(point)
    if is_closed and len(rounded) > 1 and rounded[0] == rounded[-1]:
        rounded.pop()
    return tuple(rounded)


def _without_middles(points: Polygon, nearness: float, *, is_closed: bool) -> Polygon:
    """Douglas and Peucker's simplification; an outline is cut where it is farthest from its first point."""
    if not is_closed:
        return _simplified(points, nearness)
    far = max(range(len(points)), key=lambda i: distance(points[0], points[i]))
    if far == 0:
        return points[:1]
    one = _simplified(points[: far + 1], nearness)
    other = _simplified((*points[far:], points[0]), nearness)
    ring = (*one, *other[1:-1])
    # Where it was cut there need be no corner.
    if len(ring) > 3 and distance_to_segment(ring[0], ring[-1], ring[1]) <= nearness:
        ring = ring[1:]
    return ring


def _simplified(points: Polygon, nearness: float) -> Polygon:
    keep = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        far = max(
            range(first + 1, last), key=lambda i: distance_to_segment(points[i], points[first], points[last])
        )
        if distance_to_segment(points[far], points[first], points[last]) > nearness:
            keep.add(far)
            todo += [(first, far), (far, last)]
    return tuple(points[i] for i in sorted(keep))


def length_of(points: Sequence[Point]) -> float:
    """Metres along a line."""
    return sum(distance(a, b) for a, b in pairwise(points))


def middle_line(outline: Polygon) -> Polygon | None:
    """The middle of a wall drawn as a long thin rectangle; None for any other shape."""
    if len(outline) != 4:
        return None
    sides = [distance(a, b) for a, b in zip(outline, (*outline[1:], outline[0]), strict=True)]
    start = 0 if sides[0] + sides[2] < sides[1] + sides[3] else 1
    thick, long = (sides[start] + sides[start + 2]) / 2, (sides[1 - start] + sides[(3 - start) % 4]) / 2
    if thick > THICKEST_WALL_M or long < 2 * thick:
        return None
    a, b, c, d = (outline[(start + i) % 4] for i in range(4))
    ends = (_middle(a, b), _middle(c, d))
    # Only where the long sides run side by side: the area of a band is its length times its thickness.
    band = distance(*ends) * thick
    if band == 0 or abs(abs(signed_area(outline)) - band) > 0.1 * band:
        return None
    return tuple((round(x, 3), round(y, 3)) for x, y in ends)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def fitted_box(outline: Polygon) -> tuple[Point, Point, float]:
    """Middle, size and rotation (−90 < degrees ≤ 90) of the box along the longest side of an outline."""
    pairs = list(zip(outline, (*outline[1:], outline[0]), strict=True))
    a, b = max(pairs, key=lambda pair: hypot(pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]))
    angle = direction(a, b)
    angle = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
    left, top, right, bottom = bounding_box(rotated(outline, -angle))
    middle = rotated((((left + right) / 2, (top + bottom) / 2),), angle)[0]
    return (
        (round(middle[0], 3), round(middle[1], 3)),
        (round(right - left, 3), round(bottom - top, 3)),
        round(angle, 1) + 0.0,
    )
