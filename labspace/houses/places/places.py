"""The places of a house, by what addresses and the record of changes call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from labspace.spaces.house import House
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name
from labspace.words import gettext as _

WHOLE = "haus"


@dataclass(frozen=True)
class Place:
    """The house, one kind in it, or one space; exactly one of them."""

    kind: SpaceKind | None = None
    space_id: int | None = None
    public_id: str | None = None

    @property
    def key(self) -> str:
        """What addresses call it."""
        return self.public_id or (self.kind.value if self.kind else WHOLE)

    @property
    def scope(self) -> str:
        """What the record of changes calls it."""
        if self.space_id is not None:
            return f"space:{self.space_id}"
        return f"kind:{self.kind.value}" if self.kind else ""

    @property
    def columns(self) -> Mapping[str, Any]:
        """The values of the columns by which its rows are found."""
        return {"kind": self.kind, "space_id": self.space_id}


def place_in(house: House, key: str) -> Place | None:
    """The place of a house that an address names; None if it has none such."""
    if key == WHOLE:
        return Place()
    for kind in SpaceKind:
        if kind.value == key:
            return Place(kind=kind)
    space = house.by_public_id.get(key)
    return Place(space_id=space.id, public_id=space.public_id) if space else None


def place_of(scope: str) -> Place:
    """The place that the record of changes names."""
    what, _colon, which = scope.partition(":")
    if what == "space":
        return Place(space_id=int(which))
    return Place(kind=SpaceKind(which)) if what == "kind" else Place()


def place_name(place: Place, house: House) -> str:
    """What people call it."""
    if place.space_id is not None:
        return next((space_name(space) for space in house.spaces if space.id == place.space_id), "")
    return str(place.kind.plural) if place.kind else _("Das ganze Haus")


def places_of(house: House, *, on: date) -> list[Place]:
    """The house, its kinds and its spaces of a day, in listed order."""
    spaces = house.spaces_on(on)
    kinds = [kind for kind in SpaceKind if any(space.kind is kind for space in spaces)]
    return [
        Place(),
        *(Place(kind=kind) for kind in kinds),
        *(Place(space_id=space.id, public_id=space.public_id) for space in spaces),
    ]
