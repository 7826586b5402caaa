"""A draft as a picture: what of it can be drawn, on its sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from labspace.plans.document import PlanDocument
from labspace.spaces.drawing import PlacedSpace, PlanPicture, picture_of, placed_space
from labspace.spaces.geometry import Polygon
from labspace.spaces.plans import Drawing


def picture_of_draft(document: PlanDocument) -> PlanPicture:
    """The picture of a draft; what is unfinished is left out, and without an outline the sheet is its extent."""
    drawing = drawable(document.drawing)
    if drawing.outline:
        return picture_of(drawing, _placed(document), north_degrees=document.north_degrees)
    w, h = document.width_m, document.height_m
    on_the_sheet = replace(drawing, outline=((0.0, 0.0), (w, 0.0), (w, h), (0.0, h)))
    picture = picture_of(on_the_sheet, _placed(document), north_degrees=document.north_degrees)
    return replace(picture, floor="")


def drawable(drawing: Drawing) -> Drawing:
    """The drawing without shapes and lines that have too few points, and without points doubled in a row."""
    return replace(
        drawing,
        outer_walls=_lines(drawing.outer_walls),
        inner_walls=_lines(drawing.inner_walls),
        doors=tuple(door for door in drawing.doors if door.hinge != door.latch),
        windows=tuple(window for window in drawing.windows if window.start != window.end),
        areas=tuple(area for area in drawing.areas if area.shape),
        step_free_ways=_lines(drawing.step_free_ways),
    )


def _lines(lines: Iterable[Polygon]) -> tuple[Polygon, ...]:
    plain = (tuple(point for point, _ in groupby(line)) for line in lines)
    return tuple(line for line in plain if len(line) > 1)


def _placed(document: PlanDocument) -> list[PlacedSpace]:
    known = {space.public_id: space for space in document.spaces}
    shapes = (one for one in document.placements if one.shape and one.space in known)
    return [placed_space(one, known[one.space]) for one in shapes]
