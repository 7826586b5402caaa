"""Pure: floor plans out of a houses file, and a drawing back into the form of the file."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from labspace.locations.house_file import days_overlap, read_texts, read_validity
from labspace.locations.reading import Node
from labspace.spaces.geometry import Polygon, area, distance, distance_to_segment, is_simple
from labspace.spaces.plans import (
    ITEM_SIZES,
    Area,
    Door,
    DoorStyle,
    Drawing,
    Entrance,
    FloorPlanSpec,
    Furniture,
    Item,
    PlacementSpec,
    Side,
    Tint,
    Window,
)

LARGEST_M = 500.0
MOST_ELEMENTS = 5000
MOST_CORNERS = 200
NEAR_WALL_M = 0.05
CLOSE_M = 2 * NEAR_WALL_M
"""Outside this band a wall need not be measured."""


def read_floor_plan(node: Node) -> FloorPlanSpec:
    """One floor plan; what is wrong goes to the report."""
    fields = node.fields(
        need=("level", "valid_from", "width_m", "height_m", "drawing", "placements"),
        may=("name", "valid_until", "north_degrees"),
    )
    valid_from, valid_until = read_validity(fields)
    north = fields.get("north_degrees")
    return FloorPlanSpec(
        level=fields["level"].whole(at_least=-20, at_most=200),
        name=read_texts(fields.get("name"), at_most=80),
        valid_from=valid_from,
        valid_until=valid_until,
        width_m=fields["width_m"].number(at_least=1, at_most=LARGEST_M),
        height_m=fields["height_m"].number(at_least=1, at_most=LARGEST_M),
        north_degrees=read_angle(north),
        drawing=read_drawing(fields["drawing"]),
        placements=tuple(read_placement(row) for row in fields["placements"].items(at_most=MOST_ELEMENTS)),
    )


def refuse_colliding(plans: list[Node], specs: list[FloorPlanSpec]) -> None:
    """Report plans of one level that are in force on the same day."""
    for i, (node, spec) in enumerate(zip(plans, specs, strict=True)):
        for other in specs[:i]:
            if other.level == spec.level and days_overlap(validity(other), validity(spec)):
                node.refuse("plans_overlap", level=spec.level)


def validity(plan: FloorPlanSpec) -> tuple[date, date | None]:
    return plan.valid_from, plan.valid_until


def read_drawing(node: Node) -> Drawing:
    """A drawing in metres; doors and windows must lie in a wall."""
    fields = node.fields(
        need=("outline", "outer_walls"),
        may=(
            "inner_walls", "doors", "windows", "furniture", "areas", "entrances", "step_free_ways",
        ),
    )  # fmt: skip
    outer = tuple(read_line(row) for row in fields.each("outer_walls", at_most=MOST_ELEMENTS))
    inner = tuple(read_line(row) for row in fields.each("inner_walls", at_most=MOST_ELEMENTS))
    return Drawing(
        outline=read_polygon(fields["outline"]),
        outer_walls=outer,
        inner_walls=inner,
        doors=tuple(_door(row, outer + inner) for row in fields.each("doors", at_most=MOST_ELEMENTS)),
        windows=tuple(_window(row, outer + inner) for row in fields.each("windows", at_most=MOST_ELEMENTS)),
        furniture=tuple(_furniture(row) for row in fields.each("furniture", at_most=MOST_ELEMENTS)),
        areas=tuple(_area(row) for row in fields.each("areas", at_most=MOST_ELEMENTS)),
        entrances=tuple(_entrance(row) for row in fields.each("entrances", at_most=MOST_ELEMENTS)),
        step_free_ways=tuple(read_line(row) for row in fields.each("step_free_ways", at_most=MOST_ELEMENTS)),
    )


def read_point(node: Node) -> tuple[float, float]:
    """`[x, y]` in metres."""
    xy = [part.number(at_least=-LARGEST_M, at_most=LARGEST_M) for part in node.items(at_least=2, at_most=2)]
    return (xy[0], xy[1]) if len(xy) == 2 else (0.0, 0.0)


def read_line(node: Node) -> Polygon:
    """Two points or more."""
    return tuple(read_point(point) for point in node.items(at_least=2, at_most=MOST_CORNERS))


def read_polygon(node: Node) -> Polygon:
    """The corners of a shape that does not cross itself; empty when something was wrong."""
    before = len(node.report.found)
    polygon = tuple(read_point(point) for point in node.items(at_least=3, at_most=MOST_CORNERS))
    if len(node.report.found) > before or not polygon:
        return ()
    if not is_simple(polygon):
        node.refuse("crosses_itself" if area(polygon) > 0 else "no_area")
        return ()
    return polygon


def read_angle(node: Node | None) -> float:
    """Degrees; 0 where nothing is said."""
    return node.number(at_least=-360, at_most=360) if node else 0.0


def read_placement(row: Node) -> PlacementSpec:
    """Where a space lies."""
    fields = row.fields(need=("space", "shape"), may=("rotation", "seats", "label"))
    seats, label = fields.get("seats"), fields.get("label")
    return PlacementSpec(
        space=fields["space"].slug(at_most=80),
        shape=read_polygon(fields["shape"]),
        rotation=read_angle(fields.get("rotation")),
        seats=seats.whole(at_least=0, at_most=2000) if seats else None,
        label=read_point(label) if label else None,
    )


def _door(row: Node, walls: tuple[Polygon, ...]) -> Door:
    fields = row.fields(need=("hinge", "latch"), may=("swing", "style"))
    swing, style = fields.get("swing"), fields.get("style")
    door = Door(
        hinge=read_point(fields["hinge"]),
        latch=read_point(fields["latch"]),
        swing=swing.one_of(Side) if swing else Side.LEFT,
        style=style.one_of(DoorStyle) if style else DoorStyle.SINGLE,
    )
    _refuse_outside_walls(row, door.hinge, door.latch, walls)
    return door


def _window(row: Node, walls: tuple[Polygon, ...]) -> Window:
    fields = row.fields(need=("from", "to"), may=("shop_front",))
    shop_front = fields.get("shop_front")
    window = Window(
        start=read_point(fields["from"]),
        end=read_point(fields["to"]),
        is_shop_front=shop_front.flag() if shop_front else False,
    )
    _refuse_outside_walls(row, window.start, window.end, walls)
    return window


def _refuse_outside_walls(
    row: Node, start: tuple[float, float], end: tuple[float, float], walls: tuple[Polygon, ...]
) -> None:
    if distance(start, end) < 0.1:
        row.refuse("opening_too_narrow")
        return
    for wall in walls:
        for a, b in pairwise(wall):
            if (
                min(a[0], b[0]) - CLOSE_M <= start[0] <= max(a[0], b[0]) + CLOSE_M
                and min(a[1], b[1]) - CLOSE_M <= start[1] <= max(a[1], b[1]) + CLOSE_M
                and max(distance_to_segment(start, a, b), distance_to_segment(end, a, b)) <= NEAR_WALL_M
            ):
                return
    row.refuse("opening_not_in_a_wall")


def _furniture(row: Node) -> Furniture:
    fields = row.fields(need=("item", "at"), may=("size", "rotation"))
    item, size = fields["item"].one_of(Item), fields.get("size")
    width, depth = read_point(size) if size else ITEM_SIZES[item]
    if size and min(width, depth) <= 0:
        size.refuse("no_area")
    return Furniture(
        item=item,
        at=read_point(fields["at"]),
        size=(width, depth),
        rotation=read_angle(fields.get("rotation")),
    )


def _area(row: Node) -> Area:
    fields = row.fields(need=("name", "shape"), may=("tint", "label"))
    tint, label = fields.get("tint"), fields.get("label")
    return Area(
        name=read_texts(fields["name"], at_most=60),
        tint=tint.one_of(Tint) if tint else Tint.NONE,
        shape=read_polygon(fields["shape"]),
        label=read_point(label) if label else None,
    )


def _entrance(row: Node) -> Entrance:
    fields = row.fields(need=("at",), may=("rotation", "step_free"))
    step_free = fields.get("step_free")
    return Entrance(
        at=read_point(fields["at"]),
        rotation=read_angle(fields.get("rotation")),
        is_step_free=step_free.flag() if step_free else True,
    )


def as_json(drawing: Drawing) -> dict[str, Any]:
    """The drawing as the file has it; `read_drawing` makes the same drawing of it again."""
    return {
        "outline": written_points(drawing.outline),
        "outer_walls": [written_points(wall) for wall in drawing.outer_walls],
        "inner_walls": [written_points(wall) for wall in drawing.inner_walls],
        "doors": [
            {"hinge": [*d.hinge], "latch": [*d.latch], "swing": d.swing.value, "style": d.style.value}
            for d in drawing.doors
        ],
        "windows": [
            {"from": [*w.start], "to": [*w.end], "shop_front": w.is_shop_front} for w in drawing.windows
        ],
        "furniture": [
            {"item": f.item.value, "at": [*f.at], "size": [*f.size], "rotation": f.rotation}
            for f in drawing.furniture
        ],
        "areas": [_area_json(one) for one in drawing.areas],
        "entrances": [
            {"at": [*e.at], "rotation": e.rotation, "step_free": e.is_step_free} for e in drawing.entrances
        ],
        "step_free_ways": [written_points(way) for way in drawing.step_free_ways],
    }


def _area_json(one: Area) -> dict[str, Any]:
    name = {"de": one.name.de, "en": one.name.en}
    written = {"name": name, "tint": one.tint.value, "shape": written_points(one.shape)}
    return written | ({"label": [*one.label]} if one.label else {})


def written_points(points: Polygon) -> list[list[float]]:
    """Points as the file has them."""
    return [[x, y] for x, y in points]
