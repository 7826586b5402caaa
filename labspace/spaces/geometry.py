"""Pure plane geometry for floor plans: points and polygons in metres, y pointing down as on screen.

A polygon is a tuple of its corners without the first repeated; either direction round is fine.
Lengths below `TOLERANCE` (one millimetre) do not count: touching is not overlapping.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Polygon: TypeAlias = tuple[Point, ...]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""

TOLERANCE = 0.001


def edges(polygon: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Each side of a polygon, the closing one last."""
    yield from zip(polygon, [*polygon[1:], *polygon[:1]], strict=True)


def distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def signed_area(polygon: Sequence[Point]) -> float:
    """Area in m², positive when the corners run clockwise on screen."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in edges(polygon)) / 2


def area(polygon: Sequence[Point]) -> float:
    """Area of a simple polygon in m²."""
    return abs(signed_area(polygon))


def bounding_box(points: Iterable[Point]) -> Box:
    """The smallest upright box around at least one point."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def centroid(polygon: Sequence[Point]) -> Point:
    """Centre of gravity; the mean of the corners when the polygon has no area."""
    twice = 2 * signed_area(polygon)
    if abs(twice) < TOLERANCE**2:
        return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)
    x = y = 0.0
    for (ax, ay), (bx, by) in edges(polygon):
        cross = ax * by - bx * ay
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return x / (3 * twice), y / (3 * twice)


def distance_to_segment(point: Point, a: Point, b: Point) -> float:
    """Distance from a point to the nearest point of the segment a–b."""
    ab = (b[0] - a[0], b[1] - a[1])
    squared = ab[0] ** 2 + ab[1] ** 2
    if squared == 0:
        return distance(point, a)
    share = ((point[0] - a[0]) * ab[0] + (point[1] - a[1]) * ab[1]) / squared
    share = min(1.0, max(0.0, share))
    return distance(point, (a[0] + share * ab[0], a[1] + share * ab[1]))


def contains_point(polygon: Sequence[Point], point: Point) -> bool:
    """Whether a point lies inside; on the rim the answer is either."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in edges(polygon):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def depth(polygon: Sequence[Point], point: Point) -> float:
    """Distance from a point to the rim, negative outside."""
    rim = min(distance_to_segment(point, a, b) for a, b in edges(polygon))
    return rim if contains_point(polygon, point) else -rim


def narrowest(polygon: Sequence[Point]) -> float:
    """The width of the narrowest strip along one of its sides that a polygon fits into; 0 for a single point."""
    widths = []
    for (ax, ay), (bx, by) in edges(polygon):
        if length := hypot(bx - ax, by - ay):
            across = [((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length for x, y in polygon]
            widths.append(max(across) - min(across))
    return min(widths, default=0.0)


def label_point(polygon: Sequence[Point], *, precision: float = 0.05) -> Point:
    """The point deepest inside, where a label has most room, to within `precision` metres.

    The centroid wins when it is as deep as the deepest point found, so that plain shapes are
    labelled in their middle. Quadtree search after Agafonkin's polylabel, over as soon as no point can be deeper.
    """
    left, top, right, bottom = bounding_box(polygon)
    size = min(right - left, bottom - top)
    middle = centroid(polygon)
    if size <= TOLERANCE:
        return middle
    best_depth, best = depth(polygon, middle), middle
    deepest_possible = narrowest(polygon) / 2
    half = max(right - left, bottom - top) / 2
    cells = [_cell(polygon, (left + right) / 2, (top + bottom) / 2, half)]
    while cells and best_depth + precision < deepest_possible:
        bound, x, y, half, cell_depth = heapq.heappop(cells)
        if cell_depth > best_depth + precision:
            best_depth, best = cell_depth, (x, y)
        if -bound > best_depth + precision:
            for dx in (-half / 2, half / 2):
                for dy in (-half / 2, half / 2):
                    heapq.heappush(cells, _cell(polygon, x + dx, y + dy, half / 2))
    return best


_Cell: TypeAlias = tuple[float, float, float, float, float]
"""Least possible minus depth, x, y, half a side, depth at the middle."""


def _cell(polygon: Sequence[Point], x: float, y: float, half: float) -> _Cell:
    deep = depth(polygon, (x, y))
    return -(deep + half * sqrt(2)), x, y, half, deep


def turn(a: Point, b: Point, c: Point) -> float:
    """Twice the area of a–b–c: positive when c lies to the right of a→b on screen, 0 in line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def segments_cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether a–b and c–d cut through each other; touching at an end is not crossing."""
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def segments_meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether a–b and c–d share at least one point."""
    if segments_cross(a, b, c, d):
        return True
    return (
        min(distance_to_segment(a, c, d), distance_to_segment(b, c, d)) == 0
        or min(distance_to_segment(c, a, b), distance_to_segment(d, a, b)) == 0
    )


def is_simple(polygon: Sequence[Point]) -> bool:
    """Whether a polygon has at least three corners, an area, and a rim that never meets itself."""
    if len(polygon) < 3 or area(polygon) <= TOLERANCE**2:
        return False
    sides = list(edges(polygon))
    for i, (a, b) in enumerate(sides):
        if a == b:
            return False
        for j in range(i + 1, len(sides)):
            c, d = sides[j]
            if j == i + 1 or (i == 0 and j == len(sides) - 1):
                # Neighbours share a corner; they must not fold back onto each other.
                corner, before, after = (b, a, d) if j == i + 1 else (a, b, c)
                if _folds_back(corner, before, after):
                    return False
            elif segments_meet(a, b, c, d):
                return False
    return True


def _folds_back(corner: Point, one: Point, other: Point) -> bool:
    along = (one[0] - corner[0]) * (other[0] - corner[0]) + (one[1] - corner[1]) * (other[1] - corner[1])
    return turn(one, corner, other) == 0 and along > 0


def overlap_area(one: Sequence[Point], other: Sequence[Point]) -> float:
    """Area in m² that two simple polygons have in common; 0 for shapes that merely touch.

    Exact by vertical slabs: between two neighbouring x of corners and crossings every side is
    straight, so the common width along y is a piecewise linear function summed by trapezia.
    """
    box, other_box = bounding_box(one), bounding_box(other)
    left, right = max(box[0], other_box[0]), min(box[2], other_box[2])
    if left >= right or max(box[1], other_box[1]) >= min(box[3], other_box[3]):
        return 0.0
    cuts = {x for x, _ in (*one, *other) if left <= x <= right} | {left, right}
    both = [*edges(one), *edges(other)]
    for i, (a, b) in enumerate(both):
        for c, d in both[i + 1 :]:
            crossing = _crossing(a, b, c, d)
            if crossing is not None and left < crossing[0] < right:
                cuts.add(crossing[0])
    slabs = sorted(cuts)
    # Within a slab no two sides cross, so the middle's height is the slab's mean height.
    return sum(
        (b - a) * _common_length(_spans_at(one, (a + b) / 2), _spans_at(other, (a + b) / 2))
        for a, b in pairwise(slabs)
    )


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    denominator = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if denominator == 0 or not segments_meet(a, b, c, d):
        return None
    share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / denominator
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _spans_at(polygon: Sequence[Point], x: float) -> list[tuple[float, float]]:
    ys = sorted(
        ay + (by - ay) * (x - ax) / (bx - ax) for (ax, ay), (bx, by) in edges(polygon) if (ax > x) != (bx > x)
    )
    return list(zip(ys[::2], ys[1::2], strict=False))


def _common_length(spans: list[tuple[float, float]], others: list[tuple[float, float]]) -> float:
    return sum(max(0.0, min(b, d) - max(a, c)) for a, b in spans for c, d in others)


def overlaps(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether two simple polygons share more than a rim: a strip wider than a millimetre."""
    common = overlap_area(one, other)
    if common == 0:
        return False
    shorter = min(_perimeter(one), _perimeter(other))
    return common > TOLERANCE * shorter / 2


def lies_within(inner: Sequence[Point], outer: Sequence[Point]) -> bool:
    """Whether `inner` lies inside `outer`; touching its rim from inside is allowed."""
    return area(inner) - overlap_area(inner, outer) <= TOLERANCE * _perimeter(inner) / 2


def _perimeter(polygon: Sequence[Point]) -> float:
    return sum(distance(a, b) for a, b in edges(polygon))


def rotated(points: Sequence[Point], angle: float, *, about: Point = (0.0, 0.0)) -> Polygon:
    """The points turned by `angle` degrees, clockwise on screen."""
    c, s = cos(radians(angle)), sin(radians(angle))
    ox, oy = about
    return tuple((ox + c * (x - ox) - s * (y - oy), oy + s * (x - ox) + c * (y - oy)) for x, y in points)


def moved(points: Sequence[Point], by: Point) -> Polygon:
    """The points shifted by `by`."""
    return tuple((x + by[0], y + by[1]) for x, y in points)


def placed(points: Sequence[Point], *, at: Point, rotation: float) -> Polygon:
    """Points drawn round the origin, turned by `rotation` degrees and set down at `at`."""
    return moved(rotated(points, rotation), at)


def rectangle(width: float, depth: float, *, at: Point = (0.0, 0.0), rotation: float = 0.0) -> Polygon:
    """A rectangle round `at`, `width` along x before it is turned."""
    w, d = width / 2, depth / 2
    return placed(((-w, -d), (w, -d), (w, d), (-w, d)), at=at, rotation=rotation)


def direction(a: Point, b: Point) -> float:
    """Degrees from the x axis of the way a→b, clockwise on screen, in −180…180."""
    return degrees(atan2(b[1] - a[1], b[0] - a[0]))


def part_below(polygon: Sequence[Point], share: float) -> Polygon:
    """The lower part of a shape up to `share` (0…1) of its height; empty when nothing is left."""
    _, top, _, bottom = bounding_box(polygon)
    level = bottom - (bottom - top) * min(1.0, max(0.0, share))
    kept: list[Point] = []
    for a, b in edges(polygon):
        if a[1] >= level:
            kept.append(a)
        if (a[1] < level) != (b[1] < level):
            kept.append((a[0] + (b[0] - a[0]) * (level - a[1]) / (b[1] - a[1]), level))
    return tuple(kept) if len(kept) >= 3 and area(kept) > 0 else ()
