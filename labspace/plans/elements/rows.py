"""Pure: rows of a document found, put, and taken out.

A form remembers by a fingerprint which row it was opened for. When others changed the draft meanwhile, the
row is found again wherever it stands now; only when it was itself changed or taken out does anybody have to
decide.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from labspace.plans.elements.register import KINDS, ElementKind
from labspace.plans.elements.spaces import placement_of

SPACES = ("spaces",)


def rows_of(document: Mapping[str, Any], kind: ElementKind) -> Sequence[Any]:
    """The elements of a kind, in the order of the document."""
    found: Any = document
    for name in kind.at:
        found = found[name]
    if kind.is_single:
        return [found] if found else []
    rows: Sequence[Any] = found
    return rows


def fingerprint(document: Mapping[str, Any], kind: ElementKind, row: Any) -> str:
    """Another text as soon as the element is another; a space counts with the place where it lies."""
    whole = [row, placement_of(document, row["id"])] if kind.at == SPACES else row
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def found_again(document: Mapping[str, Any], kind: ElementKind, position: int, was: str) -> int | None:
    """The index of the row with this fingerprint, best at its old position (from 0); None when it is gone."""
    rows = rows_of(document, kind)
    same = [i for i, row in enumerate(rows) if fingerprint(document, kind, row) == was]
    return min(same, key=lambda i: abs(i - position)) if same else None


def with_row(document: Mapping[str, Any], kind: ElementKind, index: int | None, row: Any) -> dict[str, Any]:
    """The document with a row in the place of another, or at the end of its list."""
    if kind.is_single:
        return _with_list(document, kind, row)
    rows = list(rows_of(document, kind))
    if index is None:
        rows.append(row)
    else:
        rows[index] = row
    return _with_list(document, kind, rows)


def without_row(document: Mapping[str, Any], kind: ElementKind, index: int) -> dict[str, Any]:
    """The document without a row; with a space go its shape and what names it as a part."""
    if kind.is_single:
        return _with_list(document, kind, [])
    rows = list(rows_of(document, kind))
    gone = rows.pop(index)
    if kind.at != SPACES:
        return _with_list(document, kind, rows)
    return {
        **document,
        "spaces": [_without_part(space, gone["id"]) for space in rows],
        "placements": [one for one in document["placements"] if one["space"] != gone["id"]],
    }


def with_placement(
    document: Mapping[str, Any], space_id: str, placement: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The document with a space lying elsewhere, or nowhere."""
    kept = [one for one in document["placements"] if one["space"] != space_id]
    if placement is None:
        return {**document, "placements": kept}
    places = [placement if one["space"] == space_id else one for one in document["placements"]]
    return {**document, "placements": places if len(kept) < len(places) else [*kept, placement]}


def loose_placements(document: Mapping[str, Any]) -> list[Any]:
    """Shapes that belong to no space of the document."""
    known = {space["id"] for space in document["spaces"]}
    return [one for one in document["placements"] if one["space"] not in known]


def without_loose_placements(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with shapes of its own spaces alone."""
    loose = loose_placements(document)
    return {**document, "placements": [one for one in document["placements"] if one not in loose]}


def element_at(path: str, document: Mapping[str, Any]) -> tuple[str, int] | None:
    """Code and position (from 1) of the element a finding is about; None for the sheet or a loose shape."""
    found = re.match(r"\$\.(?:drawing\.)?([a-z_]+)(?:\[(\d+)\])?", path)
    if found is None:
        return None
    name, index = found[1], int(found[2] or 0)
    if name == "placements" and found[2]:
        ids = [space["id"] for space in document["spaces"]]
        space_id = document["placements"][index]["space"]
        return ("flaechen", ids.index(space_id) + 1) if space_id in ids else None
    code = next((kind.code for kind in KINDS.values() if kind.at[-1] == name), None)
    if code is None or index >= len(rows_of(document, KINDS[code])):
        return None
    return code, index + 1


def _without_part(space: dict[str, Any], gone: str) -> dict[str, Any]:
    parts = [part for part in space.get("parts", []) if part != gone]
    rest = {name: value for name, value in space.items() if name != "parts"}
    return rest | ({"parts": parts} if parts else {})


def _with_list(document: Mapping[str, Any], kind: ElementKind, rows: Any) -> dict[str, Any]:
    if len(kind.at) == 1:
        return {**document, kind.at[0]: rows}
    outer, inner = kind.at
    return {**document, outer: {**document[outer], inner: rows}}
