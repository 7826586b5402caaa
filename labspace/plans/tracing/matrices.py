"""Pure: affine maps of the plane, and those written in SVG's `transform`."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import cos, radians, sin, tan
from typing import TypeAlias

from labspace.plans.tracing.limits import MAX_DEPTH, Unreadable
from labspace.spaces.geometry import Point

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as in SVG: x' = a·x + c·y + e, y' = b·x + d·y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_CALL = re.compile(r"\s*,?\s*([A-Za-z]+)\s*\(([^()]*)\)", re.ASCII)


def product(outer: Matrix, inner: Matrix) -> Matrix:
    """The map that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def mapped(matrix: Matrix, point: Point) -> Point:
    """Where a point goes."""
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def shift(x: float, y: float) -> Matrix:
    return (1.0, 0.0, 0.0, 1.0, x, y)


def stretch(x: float, y: float) -> Matrix:
    return (x, 0.0, 0.0, y, 0.0, 0.0)


def turned(angle: float, *, about: Point = (0.0, 0.0)) -> Matrix:
    """Turned by `angle` degrees, clockwise on screen."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return product(shift(*about), product((c, s, -s, c, 0.0, 0.0), shift(-about[0], -about[1])))


def numbers_in(text: str) -> list[float]:
    """All numbers of a list with blanks or commas. Raises `Unreadable` if there is anything else in it."""
    if NUMBER.sub("", text).replace(",", " ").strip():
        raise Unreadable("svg_numbers")
    return [float(found) for found in NUMBER.findall(text)]


def read_transform(text: str) -> Matrix:
    """The map of a `transform` attribute. Raises `Unreadable` where it is none."""
    matrix, at, count = IDENTITY, 0, 0
    while at < len(text) and (call := _CALL.match(text, at)):
        matrix, at, count = product(matrix, _one(call[1], numbers_in(call[2]))), call.end(), count + 1
        if count > MAX_DEPTH:
            raise Unreadable("svg_transform")
    if text[at:].strip():
        raise Unreadable("svg_transform")
    return matrix


def _one(name: str, given: list[float]) -> Matrix:
    known = _MAPS.get(name)
    if known is None or len(given) not in known[0]:
        raise Unreadable("svg_transform")
    return known[1](given)


_MAPS: dict[str, tuple[tuple[int, ...], Callable[[list[float]], Matrix]]] = {
    "matrix": ((6,), lambda n: (n[0], n[1], n[2], n[3], n[4], n[5])),
    "translate": ((1, 2), lambda n: shift(n[0], n[1] if len(n) > 1 else 0.0)),
    "scale": ((1, 2), lambda n: stretch(n[0], n[-1])),
    "rotate": ((1, 3), lambda n: turned(n[0], about=(n[1], n[2]) if len(n) > 1 else (0.0, 0.0))),
    "skewX": ((1,), lambda n: (1.0, 0.0, tan(radians(n[0])), 1.0, 0.0, 0.0)),
    "skewY": ((1,), lambda n: (1.0, tan(radians(n[0])), 0.0, 1.0, 0.0, 0.0)),
}
