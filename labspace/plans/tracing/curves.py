"""Pure: curves as short straight lines, few enough for a plan and near enough for the eye."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import acos, ceil, cos, hypot, pi, radians, sin, sqrt

from labspace.spaces.geometry import Point, distance

NEAR = 0.002
"""How far a line may stray from its curve, as a share of the curve's own size."""
MOST_STEPS = 48


def cubic(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    """Points of a cubic Bézier curve after its start, the end last."""
    bend = max(hypot(p[0] - 2 * q[0] + r[0], p[1] - 2 * q[1] + r[1]) for p, q, r in ((a, b, c), (b, c, d)))
    size = sum(distance(p, q) for p, q in pairwise((a, b, c, d)))
    # The chord of a curve strays by at most 6·bend/8·(1/n)².
    steps = _steps(sqrt(0.75 * bend / (NEAR * size))) if size else 1
    for step in range(1, steps):
        t = step / steps
        u = 1 - t
        w = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        yield (
            w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
            w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
        )
    yield d


def quadratic(a: Point, b: Point, c: Point) -> Iterator[Point]:
    """Points of a quadratic Bézier curve after its start, the end last."""
    one = (a[0] + 2 / 3 * (b[0] - a[0]), a[1] + 2 / 3 * (b[1] - a[1]))
    other = (c[0] + 2 / 3 * (b[0] - c[0]), c[1] + 2 / 3 * (b[1] - c[1]))
    yield from cubic(a, one, other, c)


def ellipse(middle: Point, rx: float, ry: float) -> list[Point]:
    """A whole ellipse as an outline."""
    steps = 32
    return [
        (middle[0] + rx * cos(2 * pi * i / steps), middle[1] + ry * sin(2 * pi * i / steps))
        for i in range(steps)
    ]


def arc(a: Point, radii: Point, angle: float, *, large: bool, sweep: bool, b: Point) -> Iterator[Point]:
    """Points of SVG's elliptical arc from `a` to `b` after its start (SVG 1.1, F.6.5)."""
    rx, ry = abs(radii[0]), abs(radii[1])
    if rx == 0 or ry == 0 or a == b:
        yield b
        return
    c, s = cos(radians(angle)), sin(radians(angle))
    dx, dy = (a[0] - b[0]) / 2, (a[1] - b[1]) / 2
    x, y = c * dx + s * dy, -s * dx + c * dy
    grow = sqrt((x / rx) ** 2 + (y / ry) ** 2)
    if grow > 1:
        rx, ry = rx * grow, ry * grow
    below = (rx * y) ** 2 + (ry * x) ** 2
    factor = sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) if below else 0.0
    if large == sweep:
        factor = -factor
    mx, my = factor * rx * y / ry, -factor * ry * x / rx
    middle = c * mx - s * my + (a[0] + b[0]) / 2, s * mx + c * my + (a[1] + b[1]) / 2
    start = _angle((x - mx) / rx, (y - my) / ry)
    turn = (_angle((-x - mx) / rx, (-y - my) / ry) - start) % (2 * pi)
    if not sweep:
        turn -= 2 * pi if turn else 0
    steps = _steps(abs(turn) / (2 * acos(1 - 2 * NEAR)))
    for step in range(1, steps):
        t = start + turn * step / steps
        px, py = rx * cos(t), ry * sin(t)
        yield c * px - s * py + middle[0], s * px + c * py + middle[1]
    yield b


def _angle(x: float, y: float) -> float:
    length = hypot(x, y)
    found = acos(min(1.0, max(-1.0, x / length))) if length else 0.0
    return found if y >= 0 else -found


def _steps(wanted: float) -> int:
    return min(MOST_STEPS, max(1, ceil(wanted)))
