"""Pure: where a picture laid under a plan lies, from two points on it whose distance is known."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from math import hypot

from flask_babel import LazyString

from labspace.errors import Refusal, Refused
from labspace.plans.tracing.matrices import Matrix, mapped, product, shift, stretch, turned
from labspace.spaces.geometry import Point, direction
from labspace.spaces.plan_file import LARGEST_M
from labspace.words import lazy_gettext as _l

NEAREST_PX = 10.0
"""Points nearer than this on the picture say nothing about its scale."""
SHORTEST_M, LONGEST_M = 0.1, 500.0
FIRST_WIDTH_M = 20.0
"""How wide a picture lies until somebody scales it."""


class Lies(enum.Enum):
    """How the way from the first to the second point lies on the plan; the picture is turned to fit."""

    AS_PICTURED = "wie-im-bild"
    LEVEL = "waagerecht"
    UPRIGHT = "senkrecht"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    Lies.AS_PICTURED: _l("so wie im Bild"),
    Lies.LEVEL: _l("waagerecht; das Bild wird gedreht"),
    Lies.UPRIGHT: _l("senkrecht; das Bild wird gedreht"),
}


@dataclass(frozen=True, kw_only=True)
class Laid:
    """Where a picture lies: the metres of one of its pixels, its turn, and where its upper left corner is."""

    metres_per_pixel: float
    rotation: float = 0.0
    """Degrees clockwise about that corner."""
    at: Point = (0.0, 0.0)

    @property
    def matrix(self) -> Matrix:
        """From pixels of the picture to metres on the sheet."""
        scale = stretch(self.metres_per_pixel, self.metres_per_pixel)
        return product(shift(*self.at), product(turned(self.rotation), scale))


def laid_at_first(width_px: int) -> Laid:
    """How a picture lies before it is scaled: upright, from the upper left corner of the sheet."""
    return Laid(metres_per_pixel=FIRST_WIDTH_M / width_px)


def laid_by(a: Point, b: Point, *, length_m: float, lies: Lies, a_at: Point) -> Laid:
    """The place of a picture on which pixels `a` and `b` are `length_m` metres apart and `a` lies at `a_at`.

    Raises `Refused` with `points_too_near` or `underlay_too_large`.
    """
    apart = hypot(b[0] - a[0], b[1] - a[1])
    if apart < NEAREST_PX:
        raise Refused(Refusal("points_too_near"))
    way = direction(a, b)
    # The nearest way to lie so: nobody's plan stands on its head because it was clicked from the right.
    rotation = {
        Lies.AS_PICTURED: 0.0,
        Lies.LEVEL: _nearest_half_turn(-way),
        Lies.UPRIGHT: _nearest_half_turn(90.0 - way),
    }[lies]
    laid = Laid(metres_per_pixel=length_m / apart, rotation=rotation)
    x, y = mapped(laid.matrix, a)
    return Laid(metres_per_pixel=laid.metres_per_pixel, rotation=rotation, at=(a_at[0] - x, a_at[1] - y))


def refuse_too_large(laid: Laid, width_px: int, height_px: int) -> None:
    """Raise `Refused` where the picture would be larger than any sheet."""
    width, height = (round(side * laid.metres_per_pixel, 1) for side in (width_px, height_px))
    if max(width, height) > 2 * LARGEST_M:
        raise Refused(Refusal("underlay_too_large", {"width": width, "height": height}))


def _nearest_half_turn(angle: float) -> float:
    """The same turn or half a turn more, whichever turns least: in −90…90."""
    angle = (angle + 180) % 360 - 180
    turned_back = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
    return turned_back + 0.0
