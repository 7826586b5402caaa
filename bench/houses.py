"""The four demonstration houses with more floors, until each has as many spaces as wanted."""

from __future__ import annotations

import copy
import json
from typing import Any

from labspace.demo.copies import with_ids
from labspace.demo.loading import FILES, house_file

SPACES = 50
"""Per house: 200 in all."""


def large_house(name: str, *, spaces: int = SPACES) -> bytes:
    """A houses file whose house repeats its ground floor upstairs until it has exactly `spaces` spaces."""
    file = json.loads(house_file(name))
    house = file["houses"][0]
    ground, plan = copy.deepcopy(house["spaces"]), copy.deepcopy(house["floor_plans"][0])
    level = 0
    while (missing := spaces - len(house["spaces"])) > 0:
        level += 1
        _add_floor(house, ground, plan, level=level, most=missing)
    return json.dumps(file, ensure_ascii=False).encode()


def _add_floor(
    house: dict[str, Any], ground: list[dict[str, Any]], plan: dict[str, Any], *, level: int, most: int
) -> None:
    # A whole needs its parts: single spaces first, so that what is cut off stands for itself.
    chosen = sorted(ground, key=lambda space: bool(space.get("parts")))[:most]
    ids = {space["id"]: f"{space['id']}-{level}" for space in chosen}
    house["spaces"] += [with_ids(space, ids) for space in chosen]
    floor = copy.deepcopy(plan)
    floor["placements"] = [place for place in floor["placements"] if place["space"] in ids]
    floor = with_ids(floor, ids)
    floor["level"], floor["name"] = level, {"de": f"{level}. Obergeschoss", "en": f"Floor {level}"}
    house["floor_plans"].append(floor)


def large_houses() -> list[bytes]:
    """The files of all four."""
    return [large_house(name) for name in FILES]
