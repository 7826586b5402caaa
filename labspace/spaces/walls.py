"""Pure: walls, windows and doors as path data.

Walls are strokes along their middle lines, broken where doors and windows are, so corners stay
mitred and openings are truly open whatever lies behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from labspace.spaces.geometry import Point, Polygon, distance, distance_to_segment
from labspace.spaces.plan_file import NEAR_WALL_M
from labspace.spaces.plans import Door, DoorStyle, Drawing, Side, Window
from labspace.spaces.strokes import Pen

OUTER_M, INNER_M = 0.3, 0.12
SEEN_M = 0.005  # a shorter rest of a wall beside an opening is not drawn


def wall_lines(walls: Iterable[Polygon], openings: Sequence[tuple[Point, Point]]) -> str:
    pen = Pen()
    for wall in walls:
        pieces = cut(wall, openings)
        if len(pieces) == 1 and pieces[0][0] == pieces[0][-1]:
            pen.polygon(pieces[0][:-1])
        else:
            for piece in pieces:
                pen.polyline(piece)
    return pen.d


def cut(wall: Polygon, openings: Iterable[tuple[Point, Point]]) -> list[list[Point]]:
    """What remains of a wall's middle line when the openings that lie in it are taken out."""
    openings = list(openings)
    pieces: list[list[Point]] = [[wall[0]]]
    for a, b in pairwise(wall):
        length = distance(a, b)
        for start, end in _holes(a, b, openings):
            if start > SEEN_M:
                pieces[-1].append(_between(a, b, start / length))
            pieces.append([_between(a, b, end / length) if end < length - SEEN_M else b])
        if pieces[-1][-1] != b:
            pieces[-1].append(b)
    if wall[0] == wall[-1] and len(pieces) > 1:
        pieces[0] = pieces.pop()[:-1] + pieces[0]
    return [piece for piece in pieces if len(piece) > 1]


def _holes(a: Point, b: Point, openings: Iterable[tuple[Point, Point]]) -> list[tuple[float, float]]:
    left, right = min(a[0], b[0]) - NEAR_WALL_M, max(a[0], b[0]) + NEAR_WALL_M
    top, bottom = min(a[1], b[1]) - NEAR_WALL_M, max(a[1], b[1]) + NEAR_WALL_M
    found = []
    for start, end in openings:
        if not (left <= start[0] <= right and top <= start[1] <= bottom):
            continue
        if max(distance_to_segment(start, a, b), distance_to_segment(end, a, b)) <= NEAR_WALL_M:
            found.append(tuple(sorted((_along(a, b, start), _along(a, b, end)))))
    return sorted((one, other) for one, other in found)


def _along(a: Point, b: Point, point: Point) -> float:
    """Metres from a to the foot of a point on the line a→b."""
    length = distance(a, b) or 1.0
    return ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def window_lines(windows: Iterable[Window], drawing: Drawing) -> str:
    """The two faces of the wall, and the two lines of the panes between them."""
    pen = Pen()
    for window in windows:
        half = _thickness(window, drawing) / 2
        pen.polygon([*_shifted(window, half), *reversed(_shifted(window, -half))])
        pen.polyline(_shifted(window, 0.04))
        pen.polyline(_shifted(window, -0.04))
    return pen.d


def _thickness(window: Window, drawing: Drawing) -> float:
    for wall in drawing.outer_walls:
        if any(distance_to_segment(window.start, a, b) <= NEAR_WALL_M for a, b in pairwise(wall)):
            return OUTER_M
    return INNER_M


def _shifted(window: Window, by: float) -> list[Point]:
    nx, ny = _left_of(window.start, window.end)
    return [(x + nx * by, y + ny * by) for x, y in (window.start, window.end)]


def _left_of(a: Point, b: Point) -> Point:
    """The unit vector to the left of the way a→b."""
    length = distance(a, b) or 1.0
    return (b[1] - a[1]) / length, -(b[0] - a[0]) / length


class OpenedDoor:
    """A door standing open: its leaves, and the arcs they swing."""

    def __init__(self, door: Door) -> None:
        self.leaves: list[list[Point]] = []
        self._pen = Pen()
        middle = _between(door.hinge, door.latch, 0.5)
        if door.style is DoorStyle.SINGLE:
            self._leaf(door.hinge, door.latch, door.swing)
        elif door.style is DoorStyle.DOUBLE:
            self._leaf(door.hinge, middle, door.swing)
            self._leaf(door.latch, middle, Side.RIGHT if door.swing is Side.LEFT else Side.LEFT)
        elif door.style is DoorStyle.SLIDING:
            nx, ny = _left_of(door.hinge, door.latch)
            sign = 0.1 if door.swing is Side.LEFT else -0.1
            self.leaves.append([(x + nx * sign, y + ny * sign) for x, y in (door.hinge, door.latch)])

    @property
    def swings(self) -> str:
        return self._pen.d

    def _leaf(self, hinge: Point, tip: Point, swing: Side) -> None:
        nx, ny = _left_of(hinge, tip)
        sign = 1 if swing is Side.LEFT else -1
        width = distance(hinge, tip)
        opened = (hinge[0] + nx * sign * width, hinge[1] + ny * sign * width)
        self.leaves.append([hinge, opened])
        self._pen.move(opened).arc(width, tip, clockwise=swing is Side.LEFT)
