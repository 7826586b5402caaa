"""Pure: on which paper a plan is printed, and at which scale."""

from __future__ import annotations

from dataclasses import dataclass

SCALES = (50, 100, 200, 250, 500, 1000, 2000)
"""1 : so many, as architects print them."""
PAPERS = {"a4": (210, 297), "a3": (297, 420), "a2": (420, 594), "a1": (594, 841), "a0": (841, 1189)}
MARGIN_MM, HEAD_MM, FOOT_MM = 12, 24, 14
"""White around the page, and room for the heading and the foot."""
USUAL = (("a4", 50), ("a4", 100), ("a3", 100), ("a3", 200), ("a2", 200), ("a3", 250), ("a3", 500))
"""Tried in this order where nobody asks for a scale."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and the scale of the plan on it."""

    name: str
    width: int
    height: int
    scale: int


def paper_for(width_m: float, height_m: float, *, scale: int | None = None) -> Paper:
    """The smallest paper, upright or lying, on which a plan of this size fits at `scale`.

    Without a scale the most readable that fits a usual printer. What fits on no paper is printed at the
    largest scale that does: at 1 : 2000 every plan fits on A0. Raises `ValueError` for what is larger.
    """
    if scale is not None:
        for name in PAPERS:
            if found := _laid(name, width_m, height_m, scale):
                return found
    for name, usual in USUAL:
        if scale is None and (found := _laid(name, width_m, height_m, usual)):
            return found
    for larger in SCALES:
        if scale is not None and larger <= scale:
            continue
        for name in PAPERS:
            if found := _laid(name, width_m, height_m, larger):
                return found
    raise ValueError((width_m, height_m))


def scales_for(width_m: float, height_m: float) -> list[Paper]:
    """Every scale at which a plan of this size fits on some paper, the largest drawing first."""
    return [
        found
        for scale in SCALES
        if (found := next(filter(None, (_laid(name, width_m, height_m, scale) for name in PAPERS)), None))
    ]


def _laid(name: str, width_m: float, height_m: float, scale: int) -> Paper | None:
    """Upright if that will do, else lying; None if it is too small."""
    width_mm, height_mm = width_m * 1000 / scale, height_m * 1000 / scale
    short, long = PAPERS[name]
    for width, height in ((short, long), (long, short)):
        if width_mm <= width - 2 * MARGIN_MM and height_mm <= height - 2 * MARGIN_MM - HEAD_MM - FOOT_MM:
            return Paper(name, width, height, scale)
    return None
