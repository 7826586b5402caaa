"""Pure: whether the spaces on a floor plan lie as they may, for houses files and drafts of plans alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from labspace.locations.house_file import days_overlap
from labspace.locations.reading import Node
from labspace.spaces.geometry import Polygon, area, bounding_box, lies_within, overlaps
from labspace.spaces.plans import PlacementSpec, SpaceSpec
from labspace.spaces.space_file import all_parts

AREA_SLACK = 0.1
"""A stated area may differ from the drawn shape by this share: columns, niches, fixed furniture."""


def refuse_bad_placements(
    row: Node, outline: Polygon, placements: Sequence[PlacementSpec], by_id: Mapping[str, SpaceSpec]
) -> None:
    """Report placements of spaces that are not there, twice, outside the building, or over each other.

    `row` is what holds the `placements` in the file.
    """
    known: list[tuple[str, PlacementSpec]] = []
    for i, placement in enumerate(placements):
        path = f"{row.path}.placements[{i}]"
        space = by_id.get(placement.space)
        if space is None:
            if placement.space:
                row.report.add(f"{path}.space", "unknown_space", given=placement.space)
        elif any(other.space == placement.space for _, other in known):
            row.report.add(f"{path}.space", "doubled_id", given=placement.space)
        elif placement.shape:
            known.append((path, placement))
            _refuse_bad_shape(row, path, placement, outline, space)
    _refuse_overlaps(row, known, by_id)


def _refuse_bad_shape(
    row: Node, path: str, placement: PlacementSpec, outline: Polygon, space: SpaceSpec
) -> None:
    if outline and not lies_within(placement.shape, outline):
        row.report.add(f"{path}.shape", "outside_the_building", given=placement.space)
    drawn = area(placement.shape)
    if space.area_m2 is not None and abs(drawn - space.area_m2) > AREA_SLACK * space.area_m2:
        row.report.add(f"{path}.shape", "area_differs", drawn=round(drawn, 1), stated=space.area_m2)


def _refuse_overlaps(
    row: Node, known: list[tuple[str, PlacementSpec]], by_id: Mapping[str, SpaceSpec]
) -> None:
    parts = {placement.space: all_parts(placement.space, by_id) for _, placement in known}
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
