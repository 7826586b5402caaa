"""Pure: how each thing of the furniture library is drawn, in hairlines and true to size.

A symbol is drawn round the origin with its back at the top (negative y), then turned and set
down. Everything goes into one path per plan: smaller than hundreds of `<use>`, no ids that
could be doubled where one page shows several plans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from labspace.spaces.geometry import Point, Polygon, placed
from labspace.spaces.plans import Furniture, Item
from labspace.spaces.strokes import Pen


@dataclass(frozen=True)
class Stencil:
    """Draws in the coordinates of one thing: origin in its middle, back at the top."""

    pen: Pen
    at: Point
    rotation: float

    def _placed(self, *points: Point) -> Polygon:
        return placed(points, at=self.at, rotation=self.rotation)

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        self.pen.polygon(self._placed((left, top), (right, top), (right, bottom), (left, bottom)))

    def line(self, *points: Point) -> None:
        self.pen.polyline(self._placed(*points))

    def shape(self, *points: Point) -> None:
        self.pen.polygon(self._placed(*points))

    def circle(self, x: float, y: float, radius: float) -> None:
        self.pen.circle(self._placed((x, y))[0], radius)

    def bow(self, a: Point, b: Point, radius: float) -> None:
        start, end = self._placed(a, b)
        self.pen.move(start).arc(radius, end)

    def rounded(self, left: float, top: float, right: float, bottom: float, radius: float) -> None:
        """A box whose two front corners (at the bottom) are round."""
        a, b, c, d, e, f = self._placed(
            (left, top),
            (right, top),
            (right, bottom - radius),
            (right - radius, bottom),
            (left + radius, bottom),
            (left, bottom - radius),
        )
        self.pen.move(a).line(b, c).arc(radius, d).line(e).arc(radius, f).close()


def draw(item: Furniture, pen: Pen) -> None:
    """Add one thing to a path."""
    w, d = item.size[0] / 2, item.size[1] / 2
    _SYMBOLS.get(item.item, _plain)(Stencil(pen, item.at, item.rotation), w, d)


def chair(pen: Pen, at: Point, rotation: float) -> None:
    """A chair whose person looks along `rotation`, 0 being up."""
    _chair(Stencil(pen, at, rotation + 180), 0.22, 0.22)


def _plain(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)


def _chair(s: Stencil, w: float, d: float) -> None:
    s.rounded(-w, -d + 0.08, w, d, 0.12)
    s.line((-w + 0.03, -d), (w - 0.03, -d))


def _round_table(s: Stencil, w: float, d: float) -> None:
    s.circle(0, 0, min(w, d))


def _sofa(s: Stencil, w: float, d: float) -> None:
    arm = 0.16
    s.rounded(-w, -d, w, d, 0.1)
    s.line((-w + arm, d), (-w + arm, -d + 0.22), (w - arm, -d + 0.22), (w - arm, d))
    if w > 0.6:
        s.line((0, -d + 0.22), (0, d))


def _shelf(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    count = max(1, round(2 * w / 0.6))
    for i in range(1, count):
        x = -w + 2 * w * i / count
        s.line((x, -d), (x, d))


def _cupboard(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.line((-w, -d), (w, d))


def _plant(s: Stencil, w: float, d: float) -> None:
    radius = min(w, d)
    s.circle(0, 0, radius * 0.4)
    for i in range(7):
        angle = 2 * pi * i / 7
        c, n = cos(angle), sin(angle)
        s.bow((0.25 * radius * c, 0.25 * radius * n), (radius * c, radius * n), radius * 0.7)
        s.bow((radius * c, radius * n), (0.25 * radius * c, 0.25 * radius * n), radius * 0.7)


def _counter(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.line((-w, d - 0.18), (w, d - 0.18))


def _kitchenette(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.box(-w + 0.15, -d + 0.12, -w + 0.6, d - 0.1)
    s.circle(-w + 0.37, -d + 0.2, 0.03)
    if w > 0.8:
        for x, y in ((0.2, -0.12), (0.46, -0.12), (0.2, 0.14), (0.46, 0.14)):
            s.circle(x, y, 0.09)
        s.line((w - 0.6, -d), (w - 0.6, d))


def _coffee_machine(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.circle(-w / 2, d / 3, 0.07)
    s.circle(w / 2, d / 3, 0.07)


def _fridge(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.line((-w, -d), (w, d))
    s.line((-w, d), (w, -d))


def _printer(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.box(-w + 0.12, -d + 0.1, w - 0.12, d - 0.18)


def _partition(s: Stencil, w: float, d: float) -> None:
    """Folding leaves drawn as a fine zigzag would be unquiet: a slim band with its joints."""
    s.box(-w, -d, w, d)
    count = max(1, round(2 * w / 1.2))
    for i in range(1, count):
        x = -w + 2 * w * i / count
        s.line((x, -d - 0.05), (x, d + 0.05))


def _stage(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.line((-w, d - 0.15), (w, d - 0.15))


def _piano(s: Stencil, w: float, d: float) -> None:
    s.shape((-w, d), (-w, -d * 0.4), (-w * 0.5, -d), (w * 0.1, -d * 0.6), (w, d * 0.2), (w, d))
    s.line((-w, d * 0.7), (w, d * 0.7))


def _clothes_rail(s: Stencil, w: float, d: float) -> None:
    s.line((-w, 0), (w, 0))
    count = max(2, round(2 * w / 0.14))
    for i in range(count + 1):
        x = -w + 2 * w * i / count
        s.line((x - 0.04, -d), (x + 0.04, d))


def _display(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.box(-w + 0.1, -d + 0.1, w - 0.1, d - 0.1)


def _door_mat(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    count = max(2, round(2 * d / 0.12))
    for i in range(1, count):
        y = -d + 2 * d * i / count
        s.line((-w, y), (w, y))


def _stairs(s: Stencil, w: float, d: float) -> None:
    """Treads of 28 cm and the arrow that points up the stairs, towards the back."""
    s.box(-w, -d, w, d)
    count = max(2, round(2 * d / 0.28))
    for i in range(1, count):
        y = -d + 2 * d * i / count
        s.line((-w, y), (w, y))
    s.line((0, d - 0.1), (0, -d + 0.1))
    s.line((-0.14, -d + 0.36), (0, -d + 0.1), (0.14, -d + 0.36))
    s.circle(0, d - 0.1, 0.05)


def _lift(s: Stencil, w: float, d: float) -> None:
    _fridge(s, w, d)
    s.line((-w * 0.6, d + 0.06), (w * 0.6, d + 0.06))


def _ramp(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.line((-w, d), (0, -d), (w, d))


def _toilet(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, -d + 0.18)
    s.rounded(-w * 0.85, -d + 0.2, w * 0.85, d, w * 0.8)


def _grab_rails(s: Stencil, w: float, d: float) -> None:
    s.line((-w, -d), (-w, d))
    s.line((w, -d), (w, d))


def _washbasin(s: Stencil, w: float, d: float) -> None:
    s.rounded(-w, -d, w, d, 0.12)
    s.rounded(-w + 0.08, -d + 0.12, w - 0.08, d - 0.06, 0.1)
    s.circle(0, -d + 0.06, 0.02)


def _step_free_sign(s: Stencil, w: float, d: float) -> None:
    """The wheelchair as on signs, in a few strokes."""
    s.circle(-w * 0.15, -d * 0.85, w * 0.16)
    s.line((-w * 0.1, -d * 0.55), (-w * 0.1, d * 0.15), (w * 0.5, d * 0.15), (w * 0.75, d * 0.8))
    s.line((-w * 0.1, -d * 0.2), (w * 0.4, -d * 0.2))
    s.circle(-w * 0.15, d * 0.4, w * 0.55)


def _tree(s: Stencil, w: float, d: float) -> None:
    s.circle(0, 0, min(w, d))
    s.circle(0, 0, 0.08)


def _skylight(s: Stencil, w: float, d: float) -> None:
    s.box(-w, -d, w, d)
    s.line((-w, -d), (w, d))
    s.line((-w, d), (w, -d))


_SYMBOLS: dict[Item, Callable[[Stencil, float, float], None]] = {
    Item.CHAIR: _chair,
    Item.ROUND_TABLE: _round_table,
    Item.SOFA: _sofa,
    Item.ARMCHAIR: _sofa,
    Item.SHELF: _shelf,
    Item.CUPBOARD: _cupboard,
    Item.PLANT: _plant,
    Item.COUNTER: _counter,
    Item.KITCHENETTE: _kitchenette,
    Item.COFFEE_MACHINE: _coffee_machine,
    Item.FRIDGE: _fridge,
    Item.PRINTER: _printer,
    Item.PARTITION: _partition,
    Item.STAGE: _stage,
    Item.PIANO: _piano,
    Item.CLOTHES_RAIL: _clothes_rail,
    Item.DISPLAY: _display,
    Item.DOOR_MAT: _door_mat,
    Item.STAIRS: _stairs,
    Item.LIFT: _lift,
    Item.RAMP: _ramp,
    Item.TOILET: _toilet,
    Item.GRAB_RAILS: _grab_rails,
    Item.TURNING_CIRCLE: _round_table,
    Item.WASHBASIN: _washbasin,
    Item.TREE: _tree,
    Item.STEP_FREE_SIGN: _step_free_sign,
    Item.SKYLIGHT: _skylight,
}
