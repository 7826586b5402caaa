"""Pure: a houses file (docs/locations-format.md) as plain values, or every finding in it.

The parts of the file are read by `locations.house_file` (house, hours), `plan_file` (drawings),
`rule_file` (rules) and here (spaces); here too is checked what they say about each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from labspace.locations.findings import Report
from labspace.locations.house_file import (
    HOUSE_MAY,
    HOUSE_NEEDS,
    HouseSpec,
    days_overlap,
    read_dated_spans,
    read_house,
    read_texts,
    read_validity,
    read_weekly_hours,
)
from labspace.locations.reading import ABSENT, Fields, Node, read_json
from labspace.spaces.features import Feature
from labspace.spaces.geometry import area, bounding_box, lies_within, overlaps
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plan_file import read_floor_plan, refuse_colliding
from labspace.spaces.plans import (
    FloorPlanSpec,
    House,
    HouseFile,
    LayoutSpec,
    PlacementSpec,
    SpaceSpec,
)
from labspace.spaces.rule_file import read_rule
from labspace.spaces.stay_file import read_visit_stays
from labspace.spaces.stock_file import read_catering, read_equipment
from labspace.spaces.target_file import read_targets
from labspace.spaces.tariff_file import read_tariffs
from labspace.spaces.terms_file import read_event_terms

FORMAT = "labspace-locations/1"
MOST_HOUSES = 1000
MOST_SPACES = 2000
PARTS_MAY = (
    "floor_plans",
    "rules",
    "tariffs",
    "event_terms",
    "equipment",
    "catering",
    "targets",
    "visit_stays",
)
AREA_SLACK = 0.1
"""A stated area may differ from the drawn shape by this share: columns, niches, fixed furniture."""


def parse_houses(text: bytes) -> HouseFile:
    """The houses in a file. Raises `FileRefused` with all findings, and nothing else, for anything wrong."""
    report = Report()
    root = Node(read_json(text), "$", report)
    fields = root.fields(need=("format", "houses"))
    if fields["format"].value not in (FORMAT, ABSENT):
        fields["format"].refuse("wrong_format", known=FORMAT)
        report.refuse_any()
    rows = fields["houses"].items(at_least=1, at_most=MOST_HOUSES)
    houses = tuple(_house(row) for row in rows)
    _refuse_doubles(rows, [house.house.slug for house in houses], "slug")
    _refuse_shared_spaces(rows, houses)
    report.refuse_any()
    return HouseFile(houses)


def _house(row: Node) -> House:
    fields = row.fields(need=(*HOUSE_NEEDS, "spaces"), may=(*HOUSE_MAY, *PARTS_MAY))
    house = read_house(fields)
    space_rows = fields["spaces"].items(at_most=MOST_SPACES)
    spaces = tuple(_space(space, house.timezone) for space in space_rows)
    _refuse_doubles(space_rows, [space.public_id for space in spaces], "id")
    by_id = {space.public_id: space for space in spaces if space.public_id}
    _refuse_bad_parts(space_rows, spaces, by_id)
    plan_rows = list(fields.each("floor_plans", at_most=200))
    plans = [read_floor_plan(plan) for plan in plan_rows]
    refuse_colliding(plan_rows, plans)
    for plan_row, plan in zip(plan_rows, plans, strict=True):
        _refuse_bad_placements(plan_row, plan, by_id)
    _refuse_two_versions(fields, house)
    rules = tuple(read_rule(rule, known_spaces=by_id) for rule in fields.each("rules", at_most=MOST_SPACES))
    return House(
        house=house,
        spaces=spaces,
        floor_plans=tuple(plans),
        rules=rules,
        tariffs=read_tariffs(fields, by_id),
        event_terms=read_event_terms(fields),
        equipment=read_equipment(fields),
        catering=read_catering(fields),
        targets=read_targets(fields),
        visit_stays=read_visit_stays(fields),
    )


def _refuse_two_versions(fields: Fields, house: HouseSpec) -> None:
    """With the house rules in the file, their dates say which version holds, and nothing else does."""
    for row in fields.each("event_terms", at_most=MOST_SPACES) if house.house_rules else ():
        if isinstance(row.value, dict) and "house_rules_version" in row.value:
            row.report.add(f"{row.path}.house_rules_version", "version_said_twice")


def _refuse_doubles(rows: Iterable[Node], names: Iterable[str], field: str) -> None:
    seen: set[str] = set()
    for row, name in zip(rows, names, strict=True):
        if name and name in seen:
            row.report.add(f"{row.path}.{field}", "doubled_id", given=name)
        seen.add(name)


def _refuse_shared_spaces(rows: Iterable[Node], houses: Iterable[House]) -> None:
    owners: dict[str, str] = {}
    for row, house in zip(rows, houses, strict=True):
        for i, space in enumerate(house.spaces):
            owner = owners.setdefault(space.public_id, row.path)
            if space.public_id and owner != row.path:
                row.report.add(f"{row.path}.spaces[{i}].id", "doubled_id", given=space.public_id)


def _space(row: Node, timezone: str) -> SpaceSpec:
    fields = row.fields(
        need=("id", "kind", "name", "capacity", "valid_from"),
        may=(
            "label", "description", "layouts", "wheelchair_places", "area_m2", "features", "parts", "hours",
            "closures", "valid_until",
        ),
    )  # fmt: skip
    valid_from, valid_until = read_validity(fields)
    label, area_m2, hours = fields.get("label"), fields.get("area_m2"), fields.get("hours")
    capacity = fields["capacity"].whole(at_least=1, at_most=100_000)
    return SpaceSpec(
        public_id=fields["id"].slug(at_most=80),
        kind=fields["kind"].one_of(SpaceKind),
        name=read_texts(fields["name"], at_least=1, at_most=120),
        label=label.text(at_most=20) if label else "",
        description=read_texts(fields.get("description"), at_most=2000),
        capacity=capacity,
        layouts=_layouts(fields, capacity),
        wheelchair_places=_wheelchair_places(fields, capacity),
        area_m2=area_m2.number(at_least=0.1, at_most=100_000) if area_m2 else None,
        features=tuple(node.one_of(Feature) for node in fields.each("features", at_most=len(Feature))),
        parts=tuple(node.slug(at_most=80) for node in fields.each("parts", at_most=50)),
        hours=read_weekly_hours(hours) if hours else (),
        closures=read_dated_spans(fields, "closures", timezone),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _layouts(fields: Fields, capacity: int) -> tuple[LayoutSpec, ...]:
    found: list[LayoutSpec] = []
    for row in fields.each("layouts", at_most=len(Layout)):
        layout_fields = row.fields(need=("name", "capacity"), may=("wheelchair_places",))
        layout = layout_fields["name"].one_of(Layout)
        people = layout_fields["capacity"].whole(at_least=1, at_most=100_000)
        if people > capacity:
            layout_fields["capacity"].refuse("more_than_the_space_holds", capacity=capacity)
        if any(other.layout == layout for other in found):
            layout_fields["name"].refuse("doubled_id", given=layout.value)
        found.append(LayoutSpec(layout, people, _wheelchair_places(layout_fields, people)))
    return tuple(found)


def _wheelchair_places(fields: Fields, capacity: int) -> int | None:
    node = fields.get("wheelchair_places")
    if node is None:
        return None
    places = node.whole(at_least=0, at_most=100_000)
    if places > capacity:
        node.refuse("more_than_the_space_holds", capacity=capacity)
    return places


def _refuse_bad_parts(rows: list[Node], spaces: tuple[SpaceSpec, ...], by_id: dict[str, SpaceSpec]) -> None:
    for row, space in zip(rows, spaces, strict=True):
        for i, name in enumerate(space.parts):
            path = f"{row.path}.parts[{i}]"
            part = by_id.get(name)
            if part is None:
                row.report.add(path, "unknown_space", given=name)
            elif name in space.parts[:i]:
                row.report.add(path, "doubled_id", given=name)
            elif space.public_id in _all_parts(name, by_id):
                row.report.add(path, "part_of_itself", given=space.public_id)
            elif part.kind != space.kind:
                row.report.add(path, "part_of_another_kind", kind=space.kind.value)
            elif not _fits(part, space):
                row.report.add(path, "part_larger_than_whole", given=name, capacity=space.capacity)


def _all_parts(name: str, by_id: dict[str, SpaceSpec]) -> set[str]:
    """A space, its parts, their parts and so on; ends on cycles."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        if (name := ahead.pop()) not in found:
            found.add(name)
            ahead.extend(by_id[name].parts if name in by_id else ())
    return found


def _fits(part: SpaceSpec, whole: SpaceSpec) -> bool:
    approved = {row.layout: row.capacity for row in whole.layouts}
    return part.capacity <= whole.capacity and all(
        row.capacity <= approved.get(row.layout, whole.capacity) for row in part.layouts
    )


def _refuse_bad_placements(row: Node, plan: FloorPlanSpec, by_id: dict[str, SpaceSpec]) -> None:
    known: list[tuple[str, PlacementSpec]] = []
    for i, placement in enumerate(plan.placements):
        path = f"{row.path}.placements[{i}]"
        space = by_id.get(placement.space)
        if space is None:
            if placement.space:
                row.report.add(f"{path}.space", "unknown_space", given=placement.space)
        elif any(other.space == placement.space for _, other in known):
            row.report.add(f"{path}.space", "doubled_id", given=placement.space)
        elif placement.shape:
            known.append((path, placement))
            _refuse_bad_shape(row, path, placement, plan, space)
    _refuse_overlaps(row, known, by_id)


def _refuse_bad_shape(
    row: Node, path: str, placement: PlacementSpec, plan: FloorPlanSpec, space: SpaceSpec
) -> None:
    outline = plan.drawing.outline
    if outline and not lies_within(placement.shape, outline):
        row.report.add(f"{path}.shape", "outside_the_building", given=placement.space)
    drawn = area(placement.shape)
    if space.area_m2 is not None and abs(drawn - space.area_m2) > AREA_SLACK * space.area_m2:
        row.report.add(f"{path}.shape", "area_differs", drawn=round(drawn, 1), stated=space.area_m2)


def _refuse_overlaps(row: Node, known: list[tuple[str, PlacementSpec]], by_id: dict[str, SpaceSpec]) -> None:
    parts = {placement.space: _all_parts(placement.space, by_id) for _, placement in known}
    for (path, one), other in _close_pairs(known):
        related = other.space in parts[one.space] or one.space in parts[other.space]
        together = days_overlap(_days(by_id[one.space]), _days(by_id[other.space]))
        if together and not related and overlaps(one.shape, other.shape):
            row.report.add(f"{path}.shape", "spaces_overlap", given=one.space, other=other.space)


def _close_pairs(
    known: list[tuple[str, PlacementSpec]],
) -> Iterator[tuple[tuple[str, PlacementSpec], PlacementSpec]]:
    """Pairs whose boxes overlap from left to right, the later in the file first."""
    boxes = sorted((bounding_box(entry[1].shape), i) for i, entry in enumerate(known))
    for at, (box, i) in enumerate(boxes):
        for other_box, j in boxes[at + 1 :]:
            if other_box[0] >= box[2]:
                break
            yield known[max(i, j)], known[min(i, j)][1]


def _days(space: SpaceSpec) -> tuple[date, date | None]:
    return space.valid_from, space.valid_until
