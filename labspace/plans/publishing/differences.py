"""Pure: in what a document differs from the plan in force."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass

from labspace.locations.house_file import Texts
from labspace.plans.document import PlanDocument
from labspace.plans.publishing.walls import Segment, beyond
from labspace.spaces.geometry import centroid, distance
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.plans import Drawing, PlacementSpec, SpaceSpec


class Fate(enum.Enum):
    """What becomes of a space."""

    NEW = "new"
    ENDS = "ends"
    CHANGES = "changes"
    """Other words: name, label, description, features and the like; perhaps another place as well."""
    MOVES = "moves"
    """Only its place or shape."""
    STAYS = "stays"


TOLD = ("name", "label", "description", "area_m2", "wheelchair_places", "features", "layouts")
"""What may change about a space that stays the same space, in the order in which it is told."""

ELEMENTS = ("doors", "windows", "furniture", "areas", "entrances", "step_free_ways")


@dataclass(frozen=True, slots=True)
class SpaceFate:
    """One space, and what becomes of it."""

    public_id: str
    name: Texts
    kind: SpaceKind
    fate: Fate
    told: tuple[str, ...] = ()
    """Names of the fields in which it differs, of `TOLD`."""
    metres: float = 0.0
    """How far its middle moves."""
    is_reshaped: bool = False
    follows: str = ""
    """Public id of the space in whose place it begins."""


@dataclass(frozen=True, slots=True)
class ElementCount:
    """How many elements of one kind are new, and how many are gone."""

    kind: str
    new: int
    gone: int


@dataclass(frozen=True)
class Difference:
    """All that differs."""

    spaces: tuple[SpaceFate, ...]
    """In the order of the document, those that end last."""
    walls_new: tuple[Segment, ...] = ()
    walls_gone: tuple[Segment, ...] = ()
    elements: tuple[ElementCount, ...] = ()
    """Only kinds in which something differs."""
    outline_differs: bool = False
    sheet_differs: bool = False
    """Name of the floor, size of the sheet, or where north is."""

    def of(self, *fates: Fate) -> list[SpaceFate]:
        """The spaces with one of these fates."""
        return [space for space in self.spaces if space.fate in fates]

    @property
    def is_none(self) -> bool:
        """Whether nothing differs at all."""
        drawn = self.walls_new or self.walls_gone or self.elements or self.outline_differs
        return not drawn and not self.sheet_differs and len(self.of(Fate.STAYS)) == len(self.spaces)


def difference(
    before: PlanDocument | None,
    after: PlanDocument,
    *,
    existing: Mapping[str, SpaceSpec],
    follows: Mapping[str, str],
) -> Difference:
    """In what `after` differs from the plan in force; without one everything is new.

    `existing` are all spaces of the house in force, on whichever floor; `follows` says in whose place
    a new space begins (`successors`).
    """
    was, stays = before.drawing if before else Drawing(), after.drawing
    placed = {one.space: one for one in before.placements} if before else {}
    places = {one.space: one for one in after.placements}
    kept = {space.public_id for space in after.spaces}
    spaces = [
        _fate(
            space,
            existing.get(space.public_id),
            placed.get(space.public_id),
            places.get(space.public_id),
            follows=follows.get(space.public_id, ""),
        )
        for space in after.spaces
    ]
    gone = {space.public_id: space for space in before.spaces} if before else {}
    gone |= {old: existing[old] for old in follows.values()}
    ended = [
        SpaceFate(space.public_id, space.name, space.kind, Fate.ENDS)
        for space in gone.values()
        if space.public_id not in kept
    ]
    walls, walls_before = ((*drawing.outer_walls, *drawing.inner_walls) for drawing in (stays, was))
    return Difference(
        spaces=(*spaces, *ended),
        walls_new=tuple(beyond(walls, walls_before)),
        walls_gone=tuple(beyond(walls_before, walls)),
        elements=tuple(_elements(was, stays)),
        outline_differs=_plain(was.outline) != _plain(stays.outline),
        sheet_differs=before is None or _sheet(before) != _sheet(after),
    )


def _fate(
    space: SpaceSpec,
    before: SpaceSpec | None,
    placed: PlacementSpec | None,
    place: PlacementSpec | None,
    *,
    follows: str,
) -> SpaceFate:
    if before is None:
        return SpaceFate(space.public_id, space.name, space.kind, Fate.NEW, follows=follows)
    told = tuple(name for name in TOLD if _said(before, name) != _said(space, name))
    metres, is_reshaped = _way(placed, place)
    fate = Fate.CHANGES if told else Fate.MOVES if metres or is_reshaped else Fate.STAYS
    return SpaceFate(space.public_id, space.name, space.kind, fate, told, metres, is_reshaped)


def _said(space: SpaceSpec, name: str) -> object:
    """What a field says; without English words the German ones stand for both."""
    value = getattr(space, name)
    return (value.de, value.en or value.de) if isinstance(value, Texts) else value


def _way(placed: PlacementSpec | None, place: PlacementSpec | None) -> tuple[float, bool]:
    """How far the middle of a space goes, to the centimetre, and whether it lies otherwise besides."""
    if placed is None or place is None or not placed.shape or not place.shape:
        return 0.0, placed is not place
    if _plain(placed) == _plain(place):
        return 0.0, False
    start, end = centroid(placed.shape), centroid(place.shape)
    carried = tuple((x - start[0] + end[0], y - start[1] + end[1]) for x, y in placed.shape)
    same = len(carried) == len(place.shape) and all(
        distance(a, b) < 0.005 for a, b in zip(carried, place.shape, strict=True)
    )
    metres = round(distance(start, end), 2)
    turned = placed.rotation != place.rotation or placed.seats != place.seats
    return metres, not same or turned


def _elements(was: Drawing, stays: Drawing) -> Iterable[ElementCount]:
    for kind in ELEMENTS:
        before = Counter(map(_plain, getattr(was, kind)))
        after = Counter(map(_plain, getattr(stays, kind)))
        new, gone = (after - before).total(), (before - after).total()
        if new or gone:
            yield ElementCount(kind, new, gone)


def _sheet(document: PlanDocument) -> object:
    return document.name, document.width_m, document.height_m, document.north_degrees


def _plain(value: object) -> object:
    """A value to compare by: lengths to the millimetre."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return round(float(value), 3) + 0.0
    if isinstance(value, tuple | list):
        return tuple(map(_plain, value))
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(_plain(getattr(value, field.name)) for field in fields(value))
    return value
