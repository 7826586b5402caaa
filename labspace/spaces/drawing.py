"""Pure: a floor plan as the primitives of a picture, all in metres, for templates/components/plan.html."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any

from labspace.locations.findings import Report
from labspace.locations.house_file import Texts
from labspace.locations.reading import Node
from labspace.spaces.geometry import (
    Box,
    Point,
    Polygon,
    bounding_box,
    centroid,
    label_point,
    part_below,
    placed,
    rectangle,
    rotated,
)
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plan_file import read_drawing
from labspace.spaces.plans import Drawing, FloorPlanSpec, Item, PlacementSpec, SpaceSpec
from labspace.spaces.seating import furnish
from labspace.spaces.strokes import Pen, polygons, polylines
from labspace.spaces.symbols import draw
from labspace.spaces.walls import OpenedDoor, wall_lines, window_lines

MARGIN_M = 0.6
WITH_AREA = frozenset({SpaceKind.POPUP_SLOT, SpaceKind.EVENT_AREA})
"""Kinds whose size people ask for; it is written on the plan."""
SMALL = frozenset({SpaceKind.DESK, SpaceKind.CAFE_TABLE})
FOOT_M = 2.0
"""Room under the building for scale bar and north arrow."""
NORTH_LETTER_M = 0.95
"""From the middle of the north arrow to that of its letter."""
NORTH_LEANS_M = 0.4
"""How far the arrow gives way to its letter: a letter of 80 cm, as on a print 1 : 500, touches nothing."""


@dataclass(frozen=True)
class PlacedSpace:
    """A space where it lies, with what its picture needs."""

    public_id: str
    kind: SpaceKind
    label: str
    shape: Polygon
    rotation: float = 0.0
    seats: int = 1
    note: str = ""
    """A second, smaller line, such as the number of people or the area."""
    layout: Layout | None = None
    label_at: Point | None = None
    is_whole: bool = False
    """Made of parts that lie on it and are drawn themselves."""


@dataclass(frozen=True)
class SpacePicture:
    public_id: str
    kind: str
    label: str
    note: str
    is_whole: bool
    outline: str
    furniture: str
    front: str
    """The shop window of a pop-up slot."""
    label_at: Point
    mark_at: Point
    """Where the check stands on a space that is yours."""
    is_small: bool
    """A desk or a table: it has no room for more than its number."""
    shape: Polygon

    def lower_part(self, share: float) -> str:
        """Path data of the lower `share` (0…1) of the shape: how much of the asked time is gone."""
        part = part_below(self.shape, share)
        return Pen().polygon(part).d if part else ""


@dataclass(frozen=True)
class AreaPicture:
    name: Texts
    tint: str
    outline: str
    label_at: Point


@dataclass(frozen=True)
class EntrancePicture:
    at: Point
    rotation: float
    is_step_free: bool


@dataclass(frozen=True)
class PlanPicture:
    """What the template draws, from the bottom up."""

    box: Box
    """Left, top, width, height of the view in metres."""
    floor: str
    areas: tuple[AreaPicture, ...]
    spaces: tuple[SpacePicture, ...]
    furniture: str
    columns: str
    outer_walls: str
    inner_walls: str
    windows: str
    shop_windows: str
    door_leaves: str
    door_swings: str
    step_free_ways: str
    entrances: tuple[EntrancePicture, ...]
    north_degrees: float
    foot: Point
    """Left end of the scale bar."""
    scale_m: int
    """Length of the scale bar."""

    @property
    def north_at(self) -> Point:
        """Middle of the north arrow: away from its letter, so that both stay between building and edge."""
        lower = NORTH_LEANS_M * cos(radians(self.north_degrees))
        return round(self.box[0] + self.box[2] - 1.6, 2), round(self.foot[1] + lower, 3)

    @property
    def north_letter_at(self) -> Point:
        """Where the middle of the N stands: beyond the tip of the arrow."""
        return placed(((0.0, -NORTH_LETTER_M),), at=self.north_at, rotation=self.north_degrees)[0]

    @property
    def view_box(self) -> str:
        return " ".join(f"{value:g}" for value in self.box)


def drawing_of(stored: Mapping[str, Any]) -> Drawing:
    """A drawing stored as JSON. Raises `FileRefused` if it is not one."""
    report = Report()
    drawing = read_drawing(Node(dict(stored), "$", report))
    report.refuse_any()
    return drawing


def picture_of(drawing: Drawing, spaces: Iterable[PlacedSpace], *, north_degrees: float = 0.0) -> PlanPicture:
    """The picture of one floor. Wholes are drawn last, so that their label stays reachable."""
    openings = [(d.hinge, d.latch) for d in drawing.doors] + [(w.start, w.end) for w in drawing.windows]
    doors = [OpenedDoor(door) for door in drawing.doors]
    left, top, right, bottom = _extent(drawing, doors)
    furniture = Pen()
    for item in drawing.furniture:
        if item.item is not Item.COLUMN:
            draw(item, furniture)
    return PlanPicture(
        box=(left - MARGIN_M, top - MARGIN_M, right - left + 2 * MARGIN_M, bottom - top + MARGIN_M + FOOT_M),
        floor=polygons([drawing.outline]),
        areas=tuple(
            AreaPicture(a.name, a.tint.value, polygons([a.shape]), a.label or label_point(a.shape))
            for a in drawing.areas
        ),
        spaces=tuple(_space_picture(s) for s in sorted(spaces, key=lambda s: s.is_whole)),
        furniture=furniture.d,
        columns=polygons(
            rectangle(*item.size, at=item.at, rotation=item.rotation)
            for item in drawing.furniture
            if item.item is Item.COLUMN
        ),
        outer_walls=wall_lines(drawing.outer_walls, openings),
        inner_walls=wall_lines(drawing.inner_walls, openings),
        windows=window_lines([w for w in drawing.windows if not w.is_shop_front], drawing),
        shop_windows=window_lines([w for w in drawing.windows if w.is_shop_front], drawing),
        door_leaves=polylines(leaf for door in doors for leaf in door.leaves),
        door_swings="".join(door.swings for door in doors),
        step_free_ways=polylines(drawing.step_free_ways),
        entrances=tuple(EntrancePicture(e.at, e.rotation, e.is_step_free) for e in drawing.entrances),
        north_degrees=north_degrees,
        foot=(min(x for x, _ in drawing.outline), bottom + 1.0),
        scale_m=5 if right - left < 40 else 10,
    )


def with_layout(space: PlacedSpace, layout: Layout, *, seats: int) -> PlacedSpace:
    """The same space seated another way."""
    return replace(space, layout=layout, seats=seats)


def _extent(drawing: Drawing, doors: Iterable[OpenedDoor]) -> Box:
    leaves = [point for door in doors for leaf in door.leaves for point in leaf]
    entrances = [entrance.at for entrance in drawing.entrances]
    return bounding_box([*drawing.outline, *leaves, *entrances])


def _space_picture(space: PlacedSpace) -> SpacePicture:
    label_at = space.label_at or label_point(space.shape)
    return SpacePicture(
        public_id=space.public_id,
        kind=space.kind.value,
        label=space.label,
        note=space.note,
        is_whole=space.is_whole,
        outline=polygons([space.shape]),
        furniture=""
        if space.is_whole
        else furnish(
            kind=space.kind,
            shape=space.shape,
            rotation=space.rotation,
            seats=space.seats,
            layout=space.layout,
        ),
        front=_shop_front(space) if space.kind is SpaceKind.POPUP_SLOT else "",
        label_at=label_at,
        mark_at=_mark_at(space, label_at),
        is_small=space.kind in SMALL,
        shape=space.shape,
    )


def _shop_front(space: PlacedSpace) -> str:
    """A line along the side that looks to the street, a hand's breadth inside."""
    unturned = rotated(space.shape, -space.rotation)
    left, top, right, _ = bounding_box(unturned)
    line = rotated(((left + 0.3, top + 0.3), (right - 0.3, top + 0.3)), space.rotation)
    return polylines([line])


def _mark_at(space: PlacedSpace, label_at: Point) -> Point:
    """On the chair of a desk, on the rim of a table, else at the label, which it stands above."""
    if space.kind is SpaceKind.DESK:
        return placed(((0.0, 0.38),), at=centroid(space.shape), rotation=space.rotation)[0]
    if space.kind is SpaceKind.CAFE_TABLE:
        return label_at[0] - 0.5, label_at[1] - 0.5
    return label_at


def placed_spaces(
    plan: FloorPlanSpec, spaces: Mapping[str, SpaceSpec], *, layout: Layout | None = None
) -> list[PlacedSpace]:
    """The spaces of a plan as a file has them, event areas seated in `layout` where approved."""
    return [placed_space(placement, spaces[placement.space], layout) for placement in plan.placements]


def placed_space(placement: PlacementSpec, space: SpaceSpec, layout: Layout | None = None) -> PlacedSpace:
    """A space where it lies, seated in `layout` where approved, else in its first seating."""
    approved = {row.layout: row.capacity for row in space.layouts}
    shown = layout if layout in approved else next(iter(approved), None)
    people = approved[shown] if shown else space.capacity
    return PlacedSpace(
        public_id=space.public_id,
        kind=space.kind,
        label=space.label,
        shape=placement.shape,
        rotation=placement.rotation,
        seats=placement.seats if placement.seats is not None else people,
        note=f"{round(space.area_m2)} m²" if space.area_m2 and space.kind in WITH_AREA else "",
        layout=shown,
        label_at=placement.label,
        is_whole=bool(space.parts),
    )
