"""Pure: traced elements added to the document of a draft; what is there stays."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from math import ceil
from typing import Any

from labspace.errors import Refusal, Refused
from labspace.plans.tracing.elements import NamedShape, Traced, is_number
from labspace.plans.tracing.lines import fitted_box
from labspace.spaces.geometry import Polygon, area
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plan_file import LARGEST_M, MOST_ELEMENTS

MARGIN_M = 1.0
"""Left free to the right of and below what was taken over, where the sheet has to grow."""
WORDS = {
    SpaceKind.DESK: ("desk", "Arbeitsplatz", "Desk"),
    SpaceKind.MEETING_ROOM: ("room", "Besprechungsraum", "Meeting room"),
    SpaceKind.POPUP_SLOT: ("popup", "Pop-up-Fläche", "Pop-up space"),
    SpaceKind.CAFE_TABLE: ("table", "Café-Tisch", "Café table"),
    SpaceKind.EVENT_AREA: ("event", "Eventfläche", "Event area"),
}
"""In ids and names: spaces are called so in both languages until somebody names them."""
TURNED = frozenset({SpaceKind.DESK, SpaceKind.CAFE_TABLE})
"""Kinds drawn along their longer side."""


def with_traced(
    document: dict[str, Any], found: Traced, *, slug: str, taken_ids: Collection[str]
) -> dict[str, Any]:
    """A new document with everything of `found` added to `document`.

    `slug` is the house's, `taken_ids` the ids of all its spaces; new ones are numbered on. An outline of the
    building takes the place of the one there was. Raises `Refused` with `traced_too_many`.
    """
    made = deepcopy(document)
    drawing = made["drawing"]
    if found.outline:
        drawing["outline"] = _points(found.outline)
    drawing["outer_walls"] += map(_points, found.outer_walls)
    drawing["inner_walls"] += map(_points, found.inner_walls)
    drawing["step_free_ways"] += map(_points, found.ways)
    drawing["areas"] += [
        {"name": {"de": one.text, "en": one.text}, "tint": "none", "shape": _points(one.shape)}
        for one in found.areas
    ]
    drawing["furniture"] += [
        {"item": one.item.value, "at": [*one.at], "size": [*one.size], "rotation": one.rotation}
        for one in found.furniture
    ]
    names = _Names(slug, {*taken_ids, *(space["id"] for space in made["spaces"])})
    for kind, shape in found.spaces:
        space = names.space(kind, shape)
        rotation = fitted_box(shape.shape)[2] if kind in TURNED else 0.0
        made["spaces"].append(space)
        made["placements"].append({"space": space["id"], "shape": _points(shape.shape), "rotation": rotation})
    for name, far in (("width_m", found.box[2]), ("height_m", found.box[3])):
        made[name] = max(made[name], min(LARGEST_M, float(ceil(far + MARGIN_M))))
    for rows in (*(rows for rows in drawing.values() if isinstance(rows, list)), made["placements"]):
        if len(rows) > MOST_ELEMENTS:
            raise Refused(Refusal("traced_too_many", {"most": MOST_ELEMENTS}))
    return made


class _Names:
    """Ids and names that nothing else has."""

    def __init__(self, slug: str, taken: set[str]) -> None:
        self.slug, self.taken = slug, taken
        self.numbers: dict[SpaceKind, int] = {}

    def space(self, kind: SpaceKind, shape: NamedShape) -> dict[str, Any]:
        """A space of this kind; how many people it holds is for somebody to say, so it begins with one."""
        word, german, english = WORDS[kind]
        number = self.numbers.get(kind, 1)
        while f"{self.slug}-{word}-{number:02}" in self.taken:
            number += 1
        public_id = f"{self.slug}-{word}-{number:02}"
        self.taken.add(public_id)
        self.numbers[kind] = number + 1
        label = shape.text if 0 < len(shape.text) <= 20 else str(number)
        if shape.text and not is_number(shape.text):
            name = {"de": shape.text, "en": shape.text}
        else:
            name = {"de": f"{german} {label}", "en": f"{english} {label}"}
        space: dict[str, Any] = {"id": public_id, "kind": kind.value, "name": name, "capacity": 1}
        if label in name["de"]:
            space["label"] = label
        if kind not in TURNED:
            space["area_m2"] = max(0.1, round(area(shape.shape), 1))
        return space


def _points(points: Polygon) -> list[list[float]]:
    return [[x, y] for x, y in points]
