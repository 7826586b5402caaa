"""Plain values: a floor plan's drawing in metres, what lies on it, and a house with its floors.

The origin is the top left corner of the sheet, x points right, y down; angles are degrees
clockwise on screen. How a file says all this is written in docs/locations-format.md.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from labspace.locations.hours import WeeklyWindow
from labspace.locations.house_file import DatedSpan, HouseSpec, Texts
from labspace.spaces.event_terms import DatedTerms
from labspace.spaces.features import Feature
from labspace.spaces.geometry import Point, Polygon
from labspace.spaces.house_rules import RuleSpec
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.stock_file import CateringSpec, StockSpec
from labspace.spaces.targets import Target
from labspace.spaces.tariff_file import TariffSpec
from labspace.spaces.visit_stays import DatedStay


class Side(enum.Enum):
    """To which side of the way from hinge to latch a door opens."""

    LEFT = "left"
    RIGHT = "right"


class DoorStyle(enum.Enum):
    SINGLE = "single"
    DOUBLE = "double"
    SLIDING = "sliding"
    OPENING = "opening"
    """A passage without a leaf."""


class Tint(enum.Enum):
    """The light ground of an area; the colours are the stylesheet's."""

    WORK = "work"
    MEET = "meet"
    SHOP = "shop"
    CAFE = "cafe"
    EVENT = "event"
    SERVICE = "service"
    NONE = "none"


class Item(enum.Enum):
    """The library of things to draw."""

    DESK = "desk"
    CHAIR = "chair"
    TABLE = "table"
    ROUND_TABLE = "round_table"
    SOFA = "sofa"
    ARMCHAIR = "armchair"
    SHELF = "shelf"
    CUPBOARD = "cupboard"
    PLANT = "plant"
    COUNTER = "counter"
    KITCHENETTE = "kitchenette"
    COFFEE_MACHINE = "coffee_machine"
    FRIDGE = "fridge"
    PRINTER = "printer"
    SCREEN = "screen"
    WHITEBOARD = "whiteboard"
    PARTITION = "partition"
    STAGE = "stage"
    PIANO = "piano"
    CLOTHES_RAIL = "clothes_rail"
    DISPLAY = "display"
    DOOR_MAT = "door_mat"
    COLUMN = "column"
    STAIRS = "stairs"
    LIFT = "lift"
    RAMP = "ramp"
    TOILET = "toilet"
    GRAB_RAILS = "grab_rails"
    TURNING_CIRCLE = "turning_circle"
    WASHBASIN = "washbasin"
    SKYLIGHT = "skylight"
    TREE = "tree"
    STEP_FREE_SIGN = "step_free_sign"


ITEM_SIZES: dict[Item, Point] = {
    Item.DESK: (1.6, 0.8),
    Item.CHAIR: (0.48, 0.5),
    Item.TABLE: (1.6, 0.8),
    Item.ROUND_TABLE: (0.8, 0.8),
    Item.SOFA: (2.0, 0.85),
    Item.ARMCHAIR: (0.85, 0.85),
    Item.SHELF: (1.2, 0.35),
    Item.CUPBOARD: (1.2, 0.45),
    Item.PLANT: (0.6, 0.6),
    Item.COUNTER: (2.4, 0.7),
    Item.KITCHENETTE: (2.4, 0.6),
    Item.COFFEE_MACHINE: (0.7, 0.5),
    Item.FRIDGE: (0.6, 0.6),
    Item.PRINTER: (0.7, 0.6),
    Item.SCREEN: (1.4, 0.12),
    Item.WHITEBOARD: (1.8, 0.1),
    Item.PARTITION: (2.0, 0.06),
    Item.STAGE: (4.0, 2.0),
    Item.PIANO: (1.5, 1.5),
    Item.CLOTHES_RAIL: (1.4, 0.5),
    Item.DISPLAY: (1.2, 0.8),
    Item.DOOR_MAT: (1.8, 1.0),
    Item.COLUMN: (0.4, 0.4),
    Item.STAIRS: (1.2, 3.0),
    Item.LIFT: (1.6, 1.8),
    Item.RAMP: (1.2, 3.0),
    Item.TOILET: (0.4, 0.7),
    Item.GRAB_RAILS: (0.8, 0.8),
    Item.TURNING_CIRCLE: (1.5, 1.5),
    Item.WASHBASIN: (0.55, 0.42),
    Item.SKYLIGHT: (4.0, 4.0),
    Item.TREE: (2.0, 2.0),
    Item.STEP_FREE_SIGN: (0.6, 0.6),
}
"""Width and depth in metres that an item has unless the plan says otherwise."""


@dataclass(frozen=True)
class Door:
    hinge: Point
    latch: Point
    swing: Side = Side.LEFT
    style: DoorStyle = DoorStyle.SINGLE


@dataclass(frozen=True)
class Window:
    start: Point
    end: Point
    is_shop_front: bool = False


@dataclass(frozen=True)
class Furniture:
    item: Item
    at: Point
    """The middle of the thing."""
    size: Point
    """Width along x and depth along y before it is turned."""
    rotation: float = 0.0
    """Unturned, its back (the side that goes to a wall or behind a person) is at the top."""


@dataclass(frozen=True)
class Area:
    """A named part of the floor that groups spaces; not bookable."""

    name: Texts
    tint: Tint
    shape: Polygon
    label: Point | None = None
    """Where the name stands; None: where there is most room; a name left empty is not written."""


@dataclass(frozen=True)
class Entrance:
    at: Point
    """The tip of the triangle, at the door."""
    rotation: float = 0.0
    """Where it points; 0 is up."""
    is_step_free: bool = True


@dataclass(frozen=True)
class Drawing:
    """All of a floor plan that is not bookable."""

    outline: Polygon = ()
    """The outer edge of the building."""
    outer_walls: tuple[Polygon, ...] = ()
    """Middle lines of walls 30 cm thick; closed when the first point is repeated."""
    inner_walls: tuple[Polygon, ...] = ()
    """Middle lines of walls 12 cm thick."""
    doors: tuple[Door, ...] = ()
    windows: tuple[Window, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    areas: tuple[Area, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    step_free_ways: tuple[Polygon, ...] = ()


@dataclass(frozen=True)
class PlacementSpec:
    """Where and how a space lies on a plan."""

    space: str
    """Public id."""
    shape: Polygon
    rotation: float = 0.0
    """Where its front is: the desk's edge, the stage, the shop window; 0 is up."""
    seats: int | None = None
    """Chairs drawn; None: as many as its capacity."""
    label: Point | None = None
    """Where its short text stands; None: where there is most room."""


@dataclass(frozen=True)
class FloorPlanSpec:
    """The drawing of one level of a house, in force for a time."""

    level: int
    name: Texts
    valid_from: date
    valid_until: date | None
    width_m: float
    height_m: float
    north_degrees: float
    drawing: Drawing
    placements: tuple[PlacementSpec, ...]


@dataclass(frozen=True)
class LayoutSpec:
    layout: Layout
    capacity: int
    wheelchair_places: int | None = None
    """None: as the space says."""


@dataclass(frozen=True)
class SpaceSpec:
    """One bookable unit, or a whole that is made of parts."""

    public_id: str
    kind: SpaceKind
    name: Texts
    label: str
    """Short text on the plan: a number or one word."""
    description: Texts
    capacity: int
    layouts: tuple[LayoutSpec, ...]
    area_m2: float | None
    features: tuple[Feature, ...]
    parts: tuple[str, ...]
    """Public ids of the units a divisible area is made of."""
    hours: tuple[WeeklyWindow, ...]
    """Hours of its own; with any, the house's do not count."""
    closures: tuple[DatedSpan, ...]
    valid_from: date
    valid_until: date | None
    wheelchair_places: int | None = None
    """None: nothing is said about it."""


@dataclass(frozen=True)
class House:
    """All that a houses file says about one house."""

    house: HouseSpec
    spaces: tuple[SpaceSpec, ...]
    floor_plans: tuple[FloorPlanSpec, ...]
    rules: tuple[RuleSpec, ...]
    tariffs: tuple[TariffSpec, ...] = ()
    event_terms: tuple[DatedTerms, ...] = ()
    equipment: tuple[StockSpec, ...] = ()
    catering: tuple[CateringSpec, ...] = ()
    targets: tuple[Target, ...] = ()
    visit_stays: tuple[DatedStay, ...] = ()
    holiday_rules: tuple[dict[str, Any], ...] = ()
    quiet_days: tuple[dict[str, Any], ...] = ()
    """Both as a house keeps them (`locations.days_file`)."""


@dataclass(frozen=True)
class HouseFile:
    """A houses file without a finding."""

    houses: tuple[House, ...] = field(default_factory=tuple)
