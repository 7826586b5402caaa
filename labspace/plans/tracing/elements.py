"""Pure: a foreign drawing as elements of a plan: each layer becomes what was chosen for it, in metres."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labspace.errors import Refusal, Refused
from labspace.plans.tracing.kinds import ITEMS, LINES, SPACES, WALLS, LeftOut, Role
from labspace.plans.tracing.lines import fitted_box, joined, length_of, middle_line, plain
from labspace.plans.tracing.matrices import Matrix, mapped, product, shift, stretch, turned
from labspace.plans.tracing.sheets import Line, Sheet
from labspace.spaces.geometry import (
    Box,
    Point,
    Polygon,
    area,
    bounding_box,
    contains_point,
    is_simple,
)
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plan_file import LARGEST_M
from labspace.spaces.plans import Furniture

SMALLEST_M = 1.0
"""A floor smaller than this was read in the wrong unit."""
SMALLEST_M2 = 0.04
SHORTEST_M = 0.05
MOST_SHAPES = 1000
MOST_PAIRS = 3_000_000
"""Of corners that are compared to see whether outlines cross themselves."""
_MEASURE = re.compile(r"[\d.,\s]*\s*m(?:2|²|\^2)|[\d.,]+\s*m|[A-Za-z]?\s*[=:]\s*[\d.,]+.*", re.ASCII)
_NUMBER = re.compile(r"\d{1,4}[a-z]?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person chose for a drawing."""

    roles: Mapping[int, Role]
    """By the number of the layer; those left out become nothing."""
    metres_per_unit: float
    rotation: float = 0.0
    """Degrees clockwise by which the drawing is turned."""
    at: Point = (1.0, 1.0)
    """Where the upper left corner of what is taken over comes to lie on the sheet."""


@dataclass(frozen=True)
class NamedShape:
    """An outline with the text that stands in it, empty where none does."""

    shape: Polygon
    text: str = ""


@dataclass
class Traced:
    """What a drawing becomes."""

    box: Box
    outline: Polygon = ()
    outer_walls: list[Polygon] = field(default_factory=list)
    inner_walls: list[Polygon] = field(default_factory=list)
    ways: list[Polygon] = field(default_factory=list)
    areas: list[NamedShape] = field(default_factory=list)
    spaces: list[tuple[SpaceKind, NamedShape]] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    left_out: dict[LeftOut, int] = field(default_factory=dict)

    def leave(self, why: LeftOut) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1

    @property
    def is_empty(self) -> bool:
        return not (
            self.outline or self.outer_walls or self.inner_walls or self.ways
            or self.areas or self.spaces or self.furniture
        )  # fmt: skip


def traced(sheet: Sheet, choice: Choice) -> Traced:
    """The elements of the chosen layers.

    Raises `Refused` with `nothing_chosen`, `traced_too_large` or `traced_too_small` (both with `width` and
    `height` in metres), or `traced_too_many`.
    """
    lines = [line for line in sheet.lines if choice.roles.get(line.layer, Role.NOTHING) is not Role.NOTHING]
    if not lines:
        raise Refused(Refusal("nothing_chosen"))
    matrix = placing(lines, choice)
    box = bounding_box(mapped(matrix, point) for line in lines for point in line.points)
    _refuse_size(box)
    found = Traced(box)
    outlines: list[tuple[Role, Polygon]] = []
    for layer, role in choice.roles.items():
        if role is Role.NOTHING:
            continue
        own = [
            (tuple(mapped(matrix, point) for point in line.points), line.is_closed)
            for line in lines
            if line.layer == layer
        ]
        for points, is_closed in joined(own):
            if role in LINES:
                _line(found, role, points, is_closed=is_closed)
            elif is_closed:
                outlines.append((role, plain(points, is_closed=True)))
            else:
                found.leave(LeftOut.OPEN)
    _outlines(found, outlines, [(label.text, mapped(matrix, label.at)) for label in sheet.labels])
    return found


def placing(lines: Sequence[Line], choice: Choice) -> Matrix:
    """From the units of the file to metres on the sheet."""
    scaled = product(turned(choice.rotation), stretch(choice.metres_per_unit, choice.metres_per_unit))
    left, top, _, _ = bounding_box(mapped(scaled, point) for line in lines for point in line.points)
    return product(shift(choice.at[0] - left, choice.at[1] - top), scaled)


def _refuse_size(box: Box) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    size = {"width": round(width, 2), "height": round(height, 2)}
    if max(box[2], box[3]) > LARGEST_M or min(box[0], box[1]) < -LARGEST_M:
        raise Refused(Refusal("traced_too_large", size))
    if max(width, height) < SMALLEST_M:
        raise Refused(Refusal("traced_too_small", size))


def _line(found: Traced, role: Role, points: Polygon, *, is_closed: bool) -> None:
    line = plain(points, is_closed=is_closed)
    if is_closed and role in WALLS and (middle := middle_line(line)):
        line, is_closed = middle, False
    if is_closed and len(line) > 2:
        line = (*line, line[0])
    kept = {Role.OUTER_WALLS: found.outer_walls, Role.INNER_WALLS: found.inner_walls}.get(role, found.ways)
    if len(line) < 2 or length_of(line) < SHORTEST_M:
        found.leave(LeftOut.SMALL)
    elif line in kept or line[::-1] in kept:
        found.leave(LeftOut.DOUBLE)
    else:
        kept.append(line)
    if len(kept) > 5 * MOST_SHAPES:
        raise Refused(Refusal("traced_too_many", {"most": 5 * MOST_SHAPES}))


def _outlines(
    found: Traced, outlines: Sequence[tuple[Role, Polygon]], labels: Sequence[tuple[str, Point]]
) -> None:
    if len(outlines) > MOST_SHAPES or sum(len(shape) ** 2 for _, shape in outlines) > MOST_PAIRS:
        raise Refused(Refusal("traced_too_many", {"most": MOST_SHAPES}))
    kept = _sound(found, outlines)
    texts = _texts([shape for role, shape in kept if role in SPACES or role is Role.AREAS], labels)
    for role, shape in kept:
        if role is Role.OUTLINE:
            _outline(found, shape)
        elif role in ITEMS:
            found.furniture.append(Furniture(ITEMS[role], *fitted_box(shape)))
        elif role is Role.AREAS:
            found.areas.append(NamedShape(shape, texts.get(shape, "")))
        else:
            found.spaces.append((SPACES[role], NamedShape(shape, texts.get(shape, ""))))


def _sound(found: Traced, outlines: Sequence[tuple[Role, Polygon]]) -> list[tuple[Role, Polygon]]:
    """Those that can be drawn, each once; the others are counted."""
    seen: set[tuple[Role, frozenset[Point]]] = set()
    kept: list[tuple[Role, Polygon]] = []
    for role, shape in outlines:
        corners = (role, frozenset(shape))
        if len(shape) < 3 or (role not in ITEMS and area(shape) < SMALLEST_M2):
            found.leave(LeftOut.SMALL)
        elif corners in seen:
            found.leave(LeftOut.DOUBLE)
        elif not is_simple(shape):
            found.leave(LeftOut.CROSSING)
        else:
            kept.append((role, shape))
        seen.add(corners)
    return kept


def _outline(found: Traced, shape: Polygon) -> None:
    """The largest of several is the building's."""
    if found.outline:
        found.leave(LeftOut.SECOND_OUTLINE)
    if not found.outline or area(shape) > area(found.outline):
        found.outline = shape


def _texts(shapes: Sequence[Polygon], labels: Sequence[tuple[str, Point]]) -> dict[Polygon, str]:
    """The first text from above in each shape; a text belongs to the smallest shape around it."""
    sized = sorted(((area(shape), bounding_box(shape), shape) for shape in shapes), key=lambda one: one[0])
    found: dict[Polygon, str] = {}
    for text, at in sorted(labels, key=lambda one: (one[1][1], one[1][0])):
        if _MEASURE.fullmatch(text):
            continue
        for _, (left, top, right, bottom), shape in sized:
            if left <= at[0] <= right and top <= at[1] <= bottom and contains_point(shape, at):
                found.setdefault(shape, text)
                break
    return found


def is_number(text: str) -> bool:
    """Whether a text is no name but the number of a space."""
    return _NUMBER.fullmatch(text) is not None


def leftover_lines(sheet: Sheet, choice: Choice, *, most: int) -> list[Polygon]:
    """The lines of layers that become nothing, where they would lie, `most` points at most: for a picture."""
    taken = [line for line in sheet.lines if choice.roles.get(line.layer, Role.NOTHING) is not Role.NOTHING]
    matrix = placing(taken or sheet.lines, choice)
    shown: list[Polygon] = []
    for line in sheet.lines:
        if choice.roles.get(line.layer, Role.NOTHING) is Role.NOTHING:
            most -= len(line.points)
            if most < 0:
                break
            points = tuple(mapped(matrix, point) for point in line.points)
            shown.append((*points, points[0]) if line.is_closed else points)
    return shown
