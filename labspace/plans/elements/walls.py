"""Pure: the outer wall along the outline of a rectangular building."""

from __future__ import annotations

from labspace.plans.elements.forms import rectangle_of
from labspace.plans.widths import OUTER_HALF_M
from labspace.spaces.geometry import rectangle


def wall_along(outline: list[list[float]]) -> list[list[float]] | None:
    """The closed middle line of the wall inside a rectangle; None for another shape, or one too small."""
    sides = rectangle_of(outline)
    if sides is None:
        return None
    middle, width, depth, turned = sides
    inner = (width - 2 * OUTER_HALF_M, depth - 2 * OUTER_HALF_M)
    if min(inner) <= 0:
        return None
    corners = rectangle(*inner, at=middle, rotation=turned)
    line = [[round(x, 3), round(y, 3)] for x, y in corners]
    return [*line, line[0]]
