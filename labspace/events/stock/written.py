"""What a house lends and serves, between the words of a form, those of a houses file, and the rows kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from labspace.houses.dated.rows import Row
from labspace.houses.terms.written import item_id
from labspace.locations.findings import Finding, Report
from labspace.locations.reading import Fields, Node
from labspace.spaces.stock_file import CateringSpec, StockSpec, read_catering, read_equipment

EVER = "2000-01-01"

Spec = TypeVar("Spec", StockSpec, CateringSpec)


def judged_equipment(written: Sequence[dict[str, Any]]) -> tuple[list[Row], tuple[Finding, ...]]:
    """Things as a houses file writes them, without days, as rows; and what is wrong with them."""
    found, findings = _judged("equipment", written, read_equipment)
    return [
        {**_named(one), "number": one.number, "position": position}
        for position, one in enumerate(found, start=1)
    ], findings


def judged_catering(written: Sequence[dict[str, Any]]) -> tuple[list[Row], tuple[Finding, ...]]:
    """What the café serves, likewise."""
    found, findings = _judged("catering", written, read_catering)
    return [
        {**_named(one), "per_person_cents": one.per_person_cents, "position": position}
        for position, one in enumerate(found, start=1)
    ], findings


def _judged(
    name: str, written: Sequence[dict[str, Any]], read: Callable[[Fields], tuple[Spec, ...]]
) -> tuple[tuple[Spec, ...], tuple[Finding, ...]]:
    report = Report()
    dated = [{**one, "valid_from": EVER} for one in written]
    found = read(Node({name: dated}, "$", report).fields(need=(), may=(name,)))
    return found, tuple(report.found)


def _named(one: StockSpec | CateringSpec) -> dict[str, Any]:
    return {"code": one.id, "name": one.name.de, "name_en": one.name.en}


def code_for(name: str, rows: Sequence[Row], used: Collection[str]) -> str:
    """The code of a new line: the one that a thing of this name had before, else one that nothing ever had."""
    for row in reversed(rows):
        if row["name"] == name and row["code"] not in used:
            return str(row["code"])
    return item_id(name, {*used, *(row["code"] for row in rows)}, nameless="eintrag")
