"""Pure: short SVG path data from points in metres, rounded to the centimetre.

A `Pen` writes relative coordinates from the rounded position, so nothing drifts, and things
that are alike are written alike wherever they stand: pressed, a plan of two thousand chairs
stays a few kilobytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labspace.spaces.geometry import Point


def number(value: float) -> str:
    """A length to the centimetre in as few characters as possible: `.5`, `-2`, `13.54`."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


class Pen:
    """Writes path data; `d` is what was written so far."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)

    @property
    def d(self) -> str:
        return "".join(self._parts)

    def move(self, to: Point) -> Pen:
        x, y = _rounded(to)
        if self._parts:
            dx, dy = round(x - self._at[0], 2), round(y - self._at[1], 2)
            self._parts.append(f"m{number(dx)}{_next(dy)}")
        else:
            # What is drawn by another pen may be put before it.
            self._parts.append(f"M{number(x)}{_next(y)}")
        self._at = self._start = (x, y)
        return self

    def line(self, *points: Point) -> Pen:
        for point in points:
            x, y = _rounded(point)
            dx, dy = round(x - self._at[0], 2), round(y - self._at[1], 2)
            if dx and dy:
                self._parts.append(f"l{number(dx)}{_next(dy)}")
            elif dx:
                self._parts.append(f"h{number(dx)}")
            elif dy:
                self._parts.append(f"v{number(dy)}")
            self._at = (x, y)
        return self

    def arc(self, radius: float, to: Point, *, clockwise: bool = True) -> Pen:
        """The short way round a circle of `radius` to a point."""
        x, y = _rounded(to)
        dx, dy = round(x - self._at[0], 2), round(y - self._at[1], 2)
        r = number(radius)
        self._parts.append(f"a{r} {r} 0 0 {int(clockwise)} {number(dx)}{_next(dy)}")
        self._at = (x, y)
        return self

    def close(self) -> Pen:
        self._parts.append("z")
        self._at = self._start
        return self

    def polygon(self, points: Sequence[Point]) -> Pen:
        return self.move(points[0]).line(*points[1:]).close()

    def polyline(self, points: Sequence[Point]) -> Pen:
        return self.move(points[0]).line(*points[1:])

    def circle(self, centre: Point, radius: float) -> Pen:
        x, y = centre
        return self.move((x - radius, y)).arc(radius, (x + radius, y)).arc(radius, (x - radius, y)).close()


def polygons(shapes: Iterable[Sequence[Point]]) -> str:
    """Path data of several closed shapes."""
    pen = Pen()
    for shape in shapes:
        pen.polygon(shape)
    return pen.d


def polylines(lines: Iterable[Sequence[Point]]) -> str:
    """Path data of several open lines."""
    pen = Pen()
    for line in lines:
        pen.polyline(line)
    return pen.d


def _rounded(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)


def _next(value: float) -> str:
    """A second number: its minus sign parts it from the first, else a space."""
    text = number(value)
    return text if text.startswith("-") else f" {text}"
