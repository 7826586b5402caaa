"""Pure: spaces of another house become new ones of this house."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from labspace.plans.numbering import fresh_ids
from labspace.spaces.kinds import SpaceKind


@dataclass(frozen=True, slots=True)
class Settled:
    """A plan as this house can draw on it."""

    document: dict[str, Any]
    new_ids: Mapping[str, str]
    """What spaces of other houses are called here, by the ids they have there."""


def settled(
    document: Mapping[str, Any], *, slug: str, foreign: Collection[str], taken: Collection[str]
) -> Settled:
    """The plan with ids of this house for the spaces in `foreign`; shapes and parts follow them.

    `slug` is the house's, `taken` are the ids no new space of it may have.
    """
    used = {*taken, *(space["id"] for space in document["spaces"])}
    fresh = {kind: fresh_ids(slug, kind, used) for kind in SpaceKind}
    new_ids = {
        space["id"]: next(fresh[SpaceKind(space["kind"])])
        for space in document["spaces"]
        if space["id"] in foreign
    }

    def here(public_id: str) -> str:
        return new_ids.get(public_id, public_id)

    return Settled(
        {
            **document,
            "spaces": [_renamed(space, here(space["id"]), new_ids) for space in document["spaces"]],
            "placements": [{**row, "space": here(row["space"])} for row in document["placements"]],
        },
        new_ids,
    )


def _renamed(space: Mapping[str, Any], public_id: str, new_ids: Mapping[str, str]) -> dict[str, Any]:
    renamed = {**space, "id": public_id}
    if "parts" in space:
        renamed["parts"] = [new_ids.get(part, part) for part in space["parts"]]
    return renamed


def names_again(document: Mapping[str, Any], here: Mapping[str, tuple[str, str]]) -> list[str]:
    """Names of new spaces that another space of the same kind in the house has already, in the order of the plan.

    `here` are the kinds and names of the spaces of the house by id.
    """
    own = {space["id"] for space in document["spaces"]}
    known = {kind_and_name for public_id, kind_and_name in here.items() if public_id not in own}
    return [
        space["name"]["de"]
        for space in document["spaces"]
        if space["id"] not in here and (space["kind"], space["name"]["de"]) in known
    ]
