"""Pure: what is wrong with a draft, and what is worth another look before it is published."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from labspace.plans.document import PlanDocument, read_document
from labspace.plans.widths import WANTED_M, blocking_shapes, narrow_ways
from labspace.spaces.plans import SpaceSpec


class Severity(enum.Enum):
    """Whether a draft with this finding may be published."""

    ERROR = "error"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One finding: a stable code, where in the document, and the numbers and names its sentence needs."""

    code: str
    severity: Severity
    path: str
    """Such as `$.placements[3].shape`."""
    numbers: Mapping[str, object] = field(default_factory=dict)


def checks(value: object) -> list[Finding]:
    """All findings in a document, errors first, each group in the order of the document.

    Raises `FileRefused` for whatever is no draft at all.
    """
    document, unfinished = read_document(value)
    errors = [Finding(one.code, Severity.ERROR, one.path, one.values) for one in unfinished]
    return [*errors, *_missing(document), *_hints(document)]


def _missing(document: PlanDocument) -> Iterator[Finding]:
    """What a plan in force has and an empty sheet has not."""
    if not document.drawing.outline:
        yield Finding("no_outline", Severity.ERROR, "$.drawing.outline")
    if not document.drawing.outer_walls:
        yield Finding("no_outer_walls", Severity.ERROR, "$.drawing.outer_walls")
    if not document.placements:
        yield Finding("no_spaces", Severity.ERROR, "$.placements")


def _hints(document: PlanDocument) -> Iterator[Finding]:
    yield from _outside_the_sheet(document)
    yield from _doubled(document.spaces, "name", lambda space: space.name.de, "doubled_name")
    yield from _doubled(document.spaces, "label", lambda space: space.label, "doubled_label")
    placed = {placement.space for placement in document.placements}
    for i, space in enumerate(document.spaces):
        if space.public_id not in placed:
            yield Finding("space_without_shape", Severity.HINT, f"$.spaces[{i}]", {"given": space.public_id})
    if document.drawing.outer_walls and not document.drawing.entrances:
        yield Finding("no_entrance", Severity.HINT, "$.drawing.entrances")
    kinds = {space.public_id: space.kind for space in document.spaces}
    for narrow in narrow_ways(document.drawing, blocking_shapes(document.placements, kinds)):
        yield Finding(
            "way_too_narrow",
            Severity.HINT,
            f"$.drawing.step_free_ways[{narrow.way}]",
            {
                "width_m": round(narrow.width_m, 2),
                "wanted_m": WANTED_M,
                "x": round(narrow.at[0], 2),
                "y": round(narrow.at[1], 2),
            },
        )


def _outside_the_sheet(document: PlanDocument) -> Iterator[Finding]:
    """The building reaches over the edge of the sheet: prints would cut it off."""
    for x, y in document.drawing.outline:
        if not (0 <= x <= document.width_m and 0 <= y <= document.height_m):
            yield Finding("outside_the_sheet", Severity.HINT, "$.drawing.outline", {"x": x, "y": y})
            return


def _doubled(
    spaces: Sequence[SpaceSpec], name: str, word: Callable[[SpaceSpec], str], code: str
) -> Iterator[Finding]:
    """Every space but the first of those of one kind that share a word."""
    count = Counter((space.kind, word(space)) for space in spaces if word(space))
    seen = set()
    for i, space in enumerate(spaces):
        key = (space.kind, word(space))
        if count[key] > 1 and key in seen:
            yield Finding(code, Severity.HINT, f"$.spaces[{i}].{name}", {"given": word(space)})
        seen.add(key)


def may_be_published(findings: Sequence[Finding]) -> bool:
    """Whether nothing stands against it."""
    return all(finding.severity is not Severity.ERROR for finding in findings)
