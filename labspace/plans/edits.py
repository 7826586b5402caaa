"""Pure: what changed between two documents, small enough to keep for every step, and how to do it again.

A patch is JSON: `[{"at": ["drawing", "doors"], "from": 3, "remove": 1, "put": [{…}]}, …]` replaces a part of
a list, `{"at": ["width_m"], "put": 12.0}` a single member.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeAlias

Patch: TypeAlias = list[dict[str, Any]]


def patch_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> Patch:
    """What makes `new` of `old`; both are documents."""
    return [*_members(old, new, ()), *_members(old["drawing"], new["drawing"], ("drawing",))]


def applied(document: Mapping[str, Any], patch: Patch) -> dict[str, Any]:
    """The document after the patch; the one given stays as it was."""
    changed: dict[str, Any] = deepcopy(dict(document))
    for part in patch:
        *way, name = part["at"]
        owner = changed
        for step in way:
            owner = owner[step]
        put = deepcopy(part["put"])
        if "from" in part:
            first = part["from"]
            owner[name][first : first + part["remove"]] = put
        else:
            owner[name] = put
    return changed


def _members(old: Mapping[str, Any], new: Mapping[str, Any], at: tuple[str, ...]) -> Patch:
    patch: Patch = []
    for name, value in new.items():
        if (*at, name) == ("drawing",) or _same(old[name], value):
            continue
        place = [*at, name]
        if isinstance(value, list) and isinstance(old[name], list):
            patch.append({"at": place, **_slice(old[name], value)})
        else:
            patch.append({"at": place, "put": value})
    return patch


def _slice(old: Sequence[Any], new: Sequence[Any]) -> dict[str, Any]:
    """The one stretch of a list in which it differs."""
    shorter = min(len(old), len(new))
    first = next((i for i in range(shorter) if not _same(old[i], new[i])), shorter)
    last = 0
    while last < shorter - first and _same(old[len(old) - 1 - last], new[len(new) - 1 - last]):
        last += 1
    return {
        "from": first,
        "remove": len(old) - last - first,
        "put": list(new[first : len(new) - last]),
    }


def _same(one: object, other: object) -> bool:
    # `1 == 1.0 == True` in Python; a step back leads to the very same text.
    return one == other and json.dumps(one) == json.dumps(other)
