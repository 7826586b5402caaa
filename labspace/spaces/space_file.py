"""Pure: bookable spaces out of a houses file or a draft of a plan, and what they say about each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from labspace.locations.hours import WeeklyWindow
from labspace.locations.house_file import (
    DatedSpan,
    read_dated_spans,
    read_texts,
    read_validity,
    read_weekly_hours,
)
from labspace.locations.reading import Fields, Node
from labspace.spaces.features import Feature
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plans import LayoutSpec, SpaceSpec

SPACE_NEEDS = ("id", "kind", "name", "capacity")
SPACE_MAY = (
    "label", "description", "layouts", "wheelchair_places", "area_m2", "features", "parts",
)  # fmt: skip


def read_space(row: Node, timezone: str) -> SpaceSpec:
    """One bookable space with its time and its own hours; what is wrong goes to the report."""
    fields = row.fields(
        need=(*SPACE_NEEDS, "valid_from"), may=(*SPACE_MAY, "hours", "closures", "valid_until")
    )
    valid_from, valid_until = read_validity(fields)
    hours = fields.get("hours")
    return _space(
        fields,
        valid_from=valid_from,
        valid_until=valid_until,
        hours=read_weekly_hours(hours) if hours else (),
        closures=read_dated_spans(fields, "closures", timezone),
    )


def read_undated_space(row: Node) -> SpaceSpec:
    """A space as a draft of a plan has it: neither time nor hours, as if it were always there."""
    return _space(row.fields(need=SPACE_NEEDS, may=SPACE_MAY), valid_from=date.min)


def _space(
    fields: Fields,
    *,
    valid_from: date,
    valid_until: date | None = None,
    hours: tuple[WeeklyWindow, ...] = (),
    closures: tuple[DatedSpan, ...] = (),
) -> SpaceSpec:
    label, area_m2 = fields.get("label"), fields.get("area_m2")
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
        hours=hours,
        closures=closures,
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


def refuse_bad_parts(
    rows: Sequence[Node], spaces: Sequence[SpaceSpec], by_id: Mapping[str, SpaceSpec]
) -> None:
    """Report parts that are not there, twice, of another kind, too large, or around in a circle."""
    for row, space in zip(rows, spaces, strict=True):
        for i, name in enumerate(space.parts):
            path = f"{row.path}.parts[{i}]"
            part = by_id.get(name)
            if part is None:
                row.report.add(path, "unknown_space", given=name)
            elif name in space.parts[:i]:
                row.report.add(path, "doubled_id", given=name)
            elif space.public_id in all_parts(name, by_id):
                row.report.add(path, "part_of_itself", given=space.public_id)
            elif part.kind != space.kind:
                row.report.add(path, "part_of_another_kind", kind=space.kind.value)
            elif not _fits(part, space):
                row.report.add(path, "part_larger_than_whole", given=name, capacity=space.capacity)


def all_parts(name: str, by_id: Mapping[str, SpaceSpec]) -> set[str]:
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


def refuse_doubles(rows: Iterable[Node], names: Iterable[str], field: str) -> None:
    """Report every name that stands a second time."""
    seen: set[str] = set()
    for row, name in zip(rows, names, strict=True):
        if name and name in seen:
            row.report.add(f"{row.path}.{field}", "doubled_id", given=name)
        seen.add(name)
