"""More invented houses, drawn after the four: the same floors under another name."""

from __future__ import annotations

import json
from datetime import date
from typing import Any


def renamed_house(text: bytes, number: int) -> bytes:
    """A houses file with each house and space under a name of its own, such as "Stadtlabor Bochum 2"."""
    file = json.loads(text)
    for house in file["houses"]:
        slug = f"{house['slug']}-{number}"
        ids = {space["id"]: f"{slug}-{_without(house['slug'], space['id'])}" for space in house["spaces"]}
        house.update(with_ids(house, ids))
        house["slug"], house["name"] = slug, f"{house['name']} {number}"
    return json.dumps(file, ensure_ascii=False).encode()


FOLLOWING = frozenset({"house_rules", "targets"})
"""Parts of a house of which one ends where the next begins."""


def open_since(text: bytes, first: date) -> bytes:
    """A houses file whose spaces, hours, plans and terms hold from `first` at the latest.

    The versions of the house rules and the targets keep their days: they follow each other.
    """
    file = json.loads(text)
    for house in file["houses"]:
        house.update({name: _since(value, first) for name, value in house.items() if name not in FOLLOWING})
    return json.dumps(file, ensure_ascii=False).encode()


def _since(value: Any, first: date) -> Any:
    if isinstance(value, dict):
        return {
            name: min(inner, first.isoformat()) if name == "valid_from" else _since(inner, first)
            for name, inner in value.items()
        }
    return [_since(inner, first) for inner in value] if isinstance(value, list) else value


def _without(slug: str, space_id: str) -> str:
    return space_id.removeprefix(f"{slug}-")


def with_ids(value: Any, ids: dict[str, str]) -> Any:
    """A part of a houses file with each id in `ids` replaced, wherever it stands."""
    if isinstance(value, dict):
        return {name: with_ids(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_ids(inner, ids) for inner in value]
    return ids.get(value, value) if isinstance(value, str) else value
