"""Pure: what stands on a space, from its kind, size, layout and number of people.

Everything is worked out in a frame whose front (desk's edge, stage, shop window) is at the top
and whose origin is the middle of the space, then turned and set down where the space lies.
The number of chairs is what the house approved, never a capacity computed here: where they
do not all fit at usual spacing, the picture shows those that do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, cos, pi, sin

from labspace.spaces.geometry import Point, Polygon, bounding_box, edges, moved, placed, rotated
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plans import Furniture, Item
from labspace.spaces.strokes import Pen
from labspace.spaces.symbols import chair, draw

CHAIR_PITCH = 0.55
ROW_PITCH = 0.95
STAGE_M = 2.0


@dataclass
class Floor:
    """The free rectangle of a space in its own frame, and the path that is drawn on it."""

    pen: Pen
    middle: Point
    rotation: float
    width: float
    depth: float
    outline: Polygon
    """The space in its own frame."""

    @property
    def top(self) -> float:
        return -self.depth / 2

    @property
    def bottom(self) -> float:
        """Where seats end: a deep space keeps its back free for its name, as for a bar or a cloakroom."""
        return self.depth / 2 - (1.7 if self.depth > 10 else 0.3)

    def clear_width(self, y: float) -> float:
        """The extent of the space across, at one depth; less than its width in an apse."""
        sides = [(a, b) for a, b in edges(self.outline) if (a[1] > y) != (b[1] > y)]
        xs = [a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) for a, b in sides]
        return max(xs) - min(xs) if xs else 0.0

    def chair(self, x: float, y: float, looks: float = 0.0) -> None:
        chair(self.pen, self._spot(x, y), looks + self.rotation)

    def put(self, item: Item, x: float, y: float, size: Point, turned: float = 0.0) -> None:
        draw(Furniture(item, self._spot(x, y), size, turned + self.rotation), self.pen)

    def _spot(self, x: float, y: float) -> Point:
        return placed(((x, y),), at=self.middle, rotation=self.rotation)[0]


def furnish(
    *, kind: SpaceKind, shape: Polygon, rotation: float, seats: int, layout: Layout | None = None
) -> str:
    """Path data of the furniture on a space."""
    pen = Pen()
    unturned = rotated(shape, -rotation)
    left, top, right, bottom = bounding_box(unturned)
    middle = placed((((left + right) / 2, (top + bottom) / 2),), at=(0, 0), rotation=rotation)[0]
    outline = moved(unturned, (-(left + right) / 2, -(top + bottom) / 2))
    floor = Floor(pen, middle, rotation, right - left, bottom - top, outline)
    if kind is SpaceKind.EVENT_AREA:
        _LAYOUTS[layout or Layout.ROWS](floor, seats)
    else:
        _KINDS[kind](floor, seats)
    return pen.d


def _desk(floor: Floor, seats: int) -> None:
    width, depth = min(1.6, floor.width), min(0.8, floor.depth * 0.55)
    edge = floor.top + depth / 2
    floor.put(Item.TABLE, 0, edge, (width - 0.04, depth - 0.04))
    floor.put(Item.TABLE, 0, floor.top + 0.16, (0.56, 0.08))
    floor.chair(0, floor.top + depth + 0.24)


def _meeting_room(floor: Floor, seats: int) -> None:
    along = floor.width >= floor.depth
    heads = 2 if seats >= 6 and seats % 2 == 0 else seats % 2
    side = (seats - heads + 1) // 2
    length, depth = max(1.4, side * 0.68 + 0.2), 1.1
    turned = 0.0 if along else 90.0
    floor.put(Item.TABLE, 0, 0, (length, depth), turned)
    for i in range(side):
        x = -length / 2 + length * (i + 0.5) / side
        for sign in (1, -1):
            if sign == -1 and heads + side + i >= seats:
                continue
            _beside(floor, along, x, sign * (depth / 2 + 0.2), 0 if sign == 1 else 180)
    for i in range(heads):
        sign = 1 if i else -1
        _beside(floor, along, sign * (length / 2 + 0.22), 0, 270 if sign == 1 else 90)


def _beside(floor: Floor, along: bool, x: float, y: float, looks: float) -> None:
    if along:
        floor.chair(x, y, looks)
    else:
        floor.chair(-y, x, looks + 90)


def _cafe_table(floor: Floor, seats: int) -> None:
    if seats <= 2:
        floor.put(Item.ROUND_TABLE, 0, 0, (0.72, 0.72))
        reach = 0.58
    elif seats <= 4:
        floor.put(Item.TABLE, 0, 0, (0.8, 0.8))
        reach = 0.62
    else:
        side = ceil(seats / 2)
        length = side * 0.66 + 0.1
        floor.put(Item.TABLE, 0, 0, (length, 0.8))
        for i in range(seats):
            x = -length / 2 + length * (i // 2 + 0.5) / side
            floor.chair(x, 0.62 if i % 2 else -0.62, 0 if i % 2 else 180)
        return
    for x, y, looks in ((-reach, 0.0, 90.0), (reach, 0.0, 270.0), (0.0, reach, 0.0), (0.0, -reach, 180.0))[
        :seats
    ]:
        floor.chair(x, y, looks)


def _popup_slot(floor: Floor, seats: int) -> None:
    """A small shop: displays left and right of the door in the middle, a till at the back."""
    half = floor.width / 2
    floor.put(Item.SHELF, -half + 0.3, 0, (min(3.2, floor.depth * 0.5), 0.4), 270)
    floor.put(Item.CLOTHES_RAIL, half - 0.45, 0.5, (min(2.4, floor.depth * 0.4), 0.5), 90)
    floor.put(Item.DISPLAY, -half * 0.55, floor.top + 1.1, (1.3, 0.7))
    floor.put(Item.DISPLAY, half * 0.55, floor.top + 1.2, (0.75, 0.75), 45)
    floor.put(Item.COUNTER, -half * 0.15, floor.depth / 2 - 1.35, (1.8, 0.6))


def _stage(floor: Floor) -> float:
    """Draws what the room looks at; gives the y at which seats may begin."""
    width = min(4.0, floor.width * 0.55, *(floor.clear_width(floor.top + y) - 0.4 for y in (0.4, 1.6)))
    floor.put(Item.STAGE, 0, floor.top + 1.0, (width, 1.2))
    return floor.top + STAGE_M + 0.3


def _rows(floor: Floor, seats: int) -> None:
    first = _stage(floor) + 0.4
    rows = max(1, int((floor.bottom - 0.3 - first) / ROW_PITCH) + 1)
    aisle = 1.2
    most = max(1, int((floor.width - aisle - 0.8) / 2 / CHAIR_PITCH))
    side = min(most, max(ceil(seats / rows / 2), ceil((seats / 2) ** 0.5)))
    for i in range(seats):
        row, place = divmod(i, 2 * side)
        y = first + row * ROW_PITCH
        if y > floor.bottom - 0.1:
            return
        x = aisle / 2 + CHAIR_PITCH * (place // 2 + 0.5)
        floor.chair(x if place % 2 else -x, y)


def _parliament(floor: Floor, seats: int) -> None:
    first, pitch, table, aisle = _stage(floor) + 0.3, 1.4, 1.2, 1.0
    rows = max(1, int((floor.bottom - 0.7 - first) / pitch) + 1)
    most = max(1, int((floor.width - 0.7 - aisle) / table))
    tables = min(most, max(ceil(seats / 2 / rows), 2 * round((seats / 12) ** 0.5)))
    left = -(tables * table + aisle) / 2
    for i in range(ceil(seats / 2)):
        row, place = divmod(i, tables)
        y = first + row * pitch
        if y > floor.bottom - 0.5:
            return
        x = left + table * (place + 0.5) + (aisle if place >= (tables + 1) // 2 else 0)
        floor.put(Item.TABLE, x, y, (table - 0.04, 0.5))
        for n in range(min(2, seats - 2 * i)):
            floor.chair(x - 0.35 + 0.7 * n, y + 0.5)


def _u_shape(floor: Floor, seats: int) -> None:
    first = _stage(floor) + 0.3
    base = min(floor.width - 2.6, max(2.8, seats * 0.22))
    foot = max(2, round(base / 0.7))
    side = max(1, ceil((seats - foot) / 2))
    pitch = min(0.72, (floor.bottom - 1.3 - first) / side)
    length = side * pitch
    bottom = first + length
    for sign in (-1, 1):
        x = sign * base / 2
        floor.put(Item.TABLE, x, first + length / 2, (0.7, length))
        for i in range(min(side, (seats - foot + (sign == -1)) // 2)):
            floor.chair(x + sign * 0.6, first + pitch * (i + 0.5), -90 * sign)
    floor.put(Item.TABLE, 0, bottom + 0.35, (base + 0.7, 0.7))
    for i in range(min(foot, seats)):
        floor.chair(-base / 2 + base * (i + 0.5) / foot, bottom + 0.95)


def _banquet(floor: Floor, seats: int) -> None:
    tables = ceil(seats / 8)
    top = _stage(floor)
    depth = floor.bottom - top
    columns = min(tables, max(1, round((tables * floor.width / max(depth, 0.1)) ** 0.5)))
    rows = ceil(tables / columns)
    left = seats
    for i in range(tables):
        row, place = divmod(i, columns)
        in_row = min(columns, tables - row * columns)
        x = (place + 0.5 - in_row / 2) * floor.width / columns
        y = top + depth * (row + 0.5) / rows
        people = ceil(left / (tables - i))
        left -= people
        floor.put(Item.ROUND_TABLE, x, y, (1.5, 1.5))
        for n in range(people):
            angle = 2 * pi * n / people
            floor.chair(x + 1.0 * sin(angle), y - 1.0 * cos(angle), angle * 180 / pi + 180)


def _standing(floor: Floor, seats: int) -> None:
    _stage(floor)
    top = floor.top + STAGE_M + 0.4
    depth = floor.bottom - top
    columns = max(1, round((floor.width - 1.0) / 2.1))
    rows = max(1, round(depth / 2.1))
    for row in range(rows):
        for column in range(columns):
            x = (column + 0.5 - columns / 2) * (floor.width - 1.0) / columns
            floor.put(Item.ROUND_TABLE, x, top + depth * (row + 0.5) / rows, (0.7, 0.7))


_KINDS: dict[SpaceKind, Callable[[Floor, int], None]] = {
    SpaceKind.DESK: _desk,
    SpaceKind.MEETING_ROOM: _meeting_room,
    SpaceKind.CAFE_TABLE: _cafe_table,
    SpaceKind.POPUP_SLOT: _popup_slot,
}

_LAYOUTS: dict[Layout, Callable[[Floor, int], None]] = {
    Layout.ROWS: _rows,
    Layout.PARLIAMENT: _parliament,
    Layout.U_SHAPE: _u_shape,
    Layout.BANQUET: _banquet,
    Layout.STANDING: _standing,
}
