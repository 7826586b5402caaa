"""Pure: spaces that get a successor under a name of its own, because figures of the past rest on them.

Kind, number of people, seatings and parts of a space are what figures and claims of all its days are
reckoned from. A space for which one of these changes ends, and another one begins in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from labspace.plans.document import PlanDocument
from labspace.spaces.plans import SpaceSpec


def succeeded(
    document: PlanDocument, existing: Mapping[str, SpaceSpec], *, known: Collection[str]
) -> tuple[PlanDocument, dict[str, str]]:
    """The document with new public ids for these spaces, and which space each of them follows on.

    `existing` are the spaces of the house in force, `known` all public ids ever given. A whole of which
    a part is followed by another gets a successor as well: it consists of other units then. A space that
    ended before begins under a new id, too: what it was stays what it was.
    """
    renamed: dict[str, str] = {}
    taken = set(known) | {space.public_id for space in document.spaces}
    while True:
        found = [
            space.public_id
            for space in document.spaces
            if space.public_id not in renamed
            and (
                _rests_on_other(existing[space.public_id], space, renamed)
                if space.public_id in existing
                else space.public_id in known
            )
        ]
        if not found:
            break
        for public_id in found:
            renamed[public_id] = _next_id(public_id, taken)
            taken.add(renamed[public_id])
    spaces = tuple(
        replace(
            space,
            public_id=renamed.get(space.public_id, space.public_id),
            parts=tuple(renamed.get(part, part) for part in space.parts),
        )
        for space in document.spaces
    )
    placements = tuple(
        replace(placement, space=renamed.get(placement.space, placement.space))
        for placement in document.placements
    )
    follows = {new: old for old, new in renamed.items() if old in existing}
    return replace(document, spaces=spaces, placements=placements), follows


def _rests_on_other(before: SpaceSpec, after: SpaceSpec, renamed: Collection[str]) -> bool:
    return (
        before.kind != after.kind
        or before.capacity != after.capacity
        or _seatings(before) != _seatings(after)
        or set(before.parts) != set(after.parts)
        or any(part in renamed for part in after.parts)
    )


def _seatings(space: SpaceSpec) -> dict[object, int]:
    return {row.layout: row.capacity for row in space.layouts}


def _next_id(public_id: str, taken: Collection[str]) -> str:
    """The first of `name-2`, `name-3` … nobody has; at most 80 characters."""
    number = 2
    while (found := f"{public_id[: 79 - len(str(number))].rstrip('-')}-{number}") in taken:
        number += 1
    return found
