"""Pure: the document of a draft (`labspace-plan/1`, docs/plan-document.md), read and written.

It is the one thing everybody works on: the drawing, the spaces of the floor and where they lie, in metres
and in the words of the houses file, without dates. A draft may be unfinished, so whatever a person may
leave half done (a wall of one point, a shape that crosses itself, two spaces over each other) is a finding
and is kept; what no program of ours writes (other fields, words for numbers, a list for an object) is
refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from labspace.locations.findings import MOST_FINDINGS, FileRefused, Finding, Report
from labspace.locations.house_file import Texts, read_texts
from labspace.locations.reading import ABSENT, Node, read_json
from labspace.spaces.placing import refuse_bad_placements
from labspace.spaces.plan_file import (
    LARGEST_M,
    MOST_ELEMENTS,
    as_json,
    read_angle,
    read_drawing,
    read_placement,
    written_points,
)
from labspace.spaces.plans import Drawing, PlacementSpec, SpaceSpec
from labspace.spaces.space_file import read_undated_space, refuse_bad_parts, refuse_doubles

FORMAT = "labspace-plan/1"
MOST_BYTES = 4 * 1024 * 1024
"""Ten times a floor of 300 spaces and 2 000 elements."""
MOST_SPACES = 2000
LOWEST_LEVEL, HIGHEST_LEVEL = -20, 200
MEMBERS = (
    "format",
    "level",
    "name",
    "width_m",
    "height_m",
    "north_degrees",
    "drawing",
    "spaces",
    "placements",
)
DRAWN = (
    "outline", "outer_walls", "inner_walls", "doors", "windows", "furniture", "areas", "entrances",
    "step_free_ways",
)  # fmt: skip
"""The lists of a drawing."""

UNFINISHED = frozenset(
    {
        "crosses_itself",
        "no_area",
        "opening_too_narrow",
        "opening_not_in_a_wall",
        "doubled_id",
        "unknown_space",
        "more_than_the_space_holds",
        "part_of_itself",
        "part_of_another_kind",
        "part_larger_than_whole",
        "outside_the_building",
        "area_differs",
        "spaces_overlap",
    }
)
"""What a draft may hold while it is drawn; a plan in force may not."""


@dataclass(frozen=True)
class PlanDocument:
    """A draft as plain values; shapes that cannot be drawn are empty."""

    level: int
    name: Texts
    width_m: float
    height_m: float
    north_degrees: float
    drawing: Drawing
    spaces: tuple[SpaceSpec, ...]
    """Without time, hours and closures: those are not the plan's."""
    placements: tuple[PlacementSpec, ...]


@dataclass
class DraftReport(Report):
    """Tells what a draft may still hold from what is no draft at all."""

    unsound: list[Finding] = field(default_factory=list)

    def add(self, path: str, code: str, **values: object) -> None:
        if _is_unfinished(code, values):
            super().add(path, code, **values)
        elif len(self.unsound) < MOST_FINDINGS:
            self.unsound.append(Finding(path, code, values))

    def refuse_unsound(self) -> None:
        """Raise `FileRefused` when this is no draft."""
        if self.unsound:
            raise FileRefused(tuple(self.unsound))


def _is_unfinished(code: str, values: Mapping[str, Any]) -> bool:
    if code == "wrong_count":  # too few corners of a line or shape, but never a point of one number
        return bool(values["count"] < values["at_least"] and values["at_most"] > 2)
    if code == "wrong_length":  # a name not typed yet
        return bool(values["count"] < values["at_least"])
    return code in UNFINISHED


def parse_document(text: bytes) -> dict[str, Any]:
    """The document in JSON text. Raises `FileRefused` for whatever is no draft at all."""
    value = loaded(text)
    read_document(value)
    return value


def loaded(text: bytes) -> dict[str, Any]:
    """The JSON in a text of bounded size, not yet read as a draft. Raises `FileRefused` for anything else."""
    if len(text) > MOST_BYTES:
        raise FileRefused((Finding("$", "too_big", {"megabytes": MOST_BYTES // 1024 // 1024}),))
    value = read_json(text)
    if not isinstance(value, dict):
        raise FileRefused((Finding("$", "not_an_object"),))
    return value


def read_document(value: object) -> tuple[PlanDocument, Sequence[Finding]]:
    """A document as values, and what is unfinished in it in the order of the document.

    Raises `FileRefused` for whatever is no draft at all.
    """
    report = DraftReport()
    root = Node(value, "$", report)
    fields = root.fields(need=MEMBERS)
    if fields["format"].value not in (FORMAT, ABSENT):
        fields["format"].refuse("wrong_format", known=FORMAT)
    report.refuse_unsound()
    members = fields["drawing"].fields(need=DRAWN).members
    for name in DRAWN:
        if not isinstance(members.get(name), list):
            report.add(f"$.drawing.{name}", "not_a_list")
    report.refuse_unsound()
    document = PlanDocument(
        level=fields["level"].whole(at_least=LOWEST_LEVEL, at_most=HIGHEST_LEVEL),
        name=read_texts(fields["name"], at_most=80),
        width_m=fields["width_m"].number(at_least=1, at_most=LARGEST_M),
        height_m=fields["height_m"].number(at_least=1, at_most=LARGEST_M),
        north_degrees=read_angle(fields["north_degrees"]),
        drawing=read_drawing(fields["drawing"]),
        spaces=tuple(read_undated_space(row) for row in fields["spaces"].items(at_most=MOST_SPACES)),
        placements=tuple(read_placement(row) for row in fields["placements"].items(at_most=MOST_ELEMENTS)),
    )
    report.refuse_unsound()
    _check_spaces(root, document)
    return document, report.found


def _check_spaces(root: Node, document: PlanDocument) -> None:
    rows = [Node(None, f"$.spaces[{i}]", root.report) for i in range(len(document.spaces))]
    by_id = {space.public_id: space for space in document.spaces}
    refuse_doubles(rows, [space.public_id for space in document.spaces], "id")
    refuse_bad_parts(rows, document.spaces, by_id)
    refuse_bad_placements(root, document.drawing.outline, document.placements, by_id)


def empty_document(*, level: int, name: Texts, width_m: float, height_m: float) -> dict[str, Any]:
    """An empty sheet."""
    return written(PlanDocument(level, name, width_m, height_m, 0.0, Drawing(), (), ()))


def written(document: PlanDocument) -> dict[str, Any]:
    """The document as JSON; `read_document` makes the same values of it again."""
    return {
        "format": FORMAT,
        "level": document.level,
        "name": _texts(document.name),
        "width_m": document.width_m,
        "height_m": document.height_m,
        "north_degrees": document.north_degrees,
        "drawing": as_json(document.drawing),
        "spaces": [written_space(space) for space in document.spaces],
        "placements": [written_placement(placement) for placement in document.placements],
    }


def written_space(space: SpaceSpec) -> dict[str, Any]:
    """A space as the document has it: what is not said is left out."""
    layouts = [
        {"name": row.layout.value, "capacity": row.capacity}
        | _said("wheelchair_places", row.wheelchair_places)
        for row in space.layouts
    ]
    return {
        "id": space.public_id,
        "kind": space.kind.value,
        "name": _texts(space.name),
        "capacity": space.capacity,
        **_said("label", space.label or None),
        **_said("description", _texts(space.description) if space.description != Texts() else None),
        **_said("layouts", layouts or None),
        **_said("wheelchair_places", space.wheelchair_places),
        **_said("area_m2", space.area_m2),
        **_said("features", [feature.value for feature in space.features] or None),
        **_said("parts", list(space.parts) or None),
    }


def written_placement(placement: PlacementSpec) -> dict[str, Any]:
    """A placement as the document has it."""
    return {
        "space": placement.space,
        "shape": written_points(placement.shape),
        "rotation": placement.rotation,
        **_said("seats", placement.seats),
        **_said("label", _point(placement.label)),
    }


def _said(name: str, value: object) -> dict[str, object]:
    return {} if value is None else {name: value}


def _texts(texts: Texts) -> dict[str, str]:
    return {"de": texts.de, "en": texts.en}


def _point(point: tuple[float, float] | None) -> list[float] | None:
    return None if point is None else [*point]
