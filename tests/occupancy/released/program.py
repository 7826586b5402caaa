"""A program without a role that asks the API for everything it may: all kinds, houses and months, in all ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import isclose
from typing import Any

from tests.api.conftest import Program
from tests.occupancy.released.stranger import Notes
from tests.occupancy.suppression.attacker import WHOLE

Cells = frozenset[tuple[str, str, str]]
"""House, month and kind (or all kinds as one) of what was added up."""
GROUPINGS = (
    "", "location", "kind", "month", "location,kind", "location,month", "kind,month", "location,kind,month",
)  # fmt: skip
FINER = ("group_by=week", "group_by=weekday", "group_by=daypart", "group_by=theme", "group_by=kind,week")
NUMBERS = {"visits": "K14", "occupancy_rate": "K06", "no_show_rate": "K22"}
ADDED = {"K01", "K02", "K03", "K04", "K05", "K10", "K11", "K12", "K13", "K14", "K15", "K18", "K21"}


@dataclass
class Told:
    """What the API said of visits and their hours, by what was added up for it."""

    visits: dict[Cells, float] = field(default_factory=dict)
    hours: dict[Cells, float] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    """By question, to compare what different programs are told."""


def ask_round(
    program: Program, houses: Sequence[str], months: Sequence[str], kinds: Sequence[str], notes: Notes
) -> Told:
    """Ask for every choice; figures of single cells are put into `notes`."""
    told = Told()
    for some, period in ((some, period) for some in subsets(houses) for period in runs(months)):
        where = f"{days(period)}&{named('location', some)}"
        for by in GROUPINGS:
            _rows(told, program, f"{where}&group_by={by}", some, period, [WHOLE], notes)
        for chosen in subsets(kinds):
            _rows(told, program, f"{where}&{named('kind', chosen)}", some, period, chosen, notes)
        _indicators(told, program, where, some, period, notes)
    return told


def may_ask_nothing_finer(program: Program, month: str) -> None:
    """Weeks, days, times of day, themes, and days that are no whole months are refused."""
    for query in FINER:
        _refused(program, f"{days([month])}&{query}")
    for first, last in (("01", "07"), ("02", "30"), ("15", "15"), ("01", "29")):
        _refused(program, f"from={month}-{first}&to={month}-{last}")
        program.get(f"/occupancy/indicators?from={month}-{first}&to={month}-{last}", expect=403)


def _refused(program: Program, query: str) -> None:
    assert program.get(f"/occupancy?{query}", expect=403).get_json()["code"] == "not_public", query


def subsets(all_of: Sequence[str]) -> Iterator[list[str]]:
    for size in range(1, len(all_of) + 1):
        yield from map(list, combinations(all_of, size))


def runs(months: Sequence[str]) -> Iterator[list[str]]:
    """Every row of months one after the other."""
    for first in range(len(months)):
        for last in range(first, len(months)):
            yield list(months[first : last + 1])


def days(months: Sequence[str]) -> str:
    """From the first day to the last; of the months of the tests one has 31 days and one 30."""
    last = "31" if months[-1].endswith("-10") else "30"
    return f"from={months[0]}-01&to={months[-1]}-{last}"


def named(word: str, some: Iterable[str]) -> str:
    return "&".join(f"{word}={one}" for one in some)


def _rows(
    told: Told,
    program: Program,
    query: str,
    houses: Sequence[str],
    months: Sequence[str],
    kinds: Sequence[str],
    notes: Notes,
) -> None:
    answer = told.answers[query] = program.get(f"/occupancy?{query}").get_json()
    for row in [*answer["rows"], answer["total"]]:
        cells = frozenset(
            (house, month, kind)
            for house in ([row["location"]] if row["location"] else houses)
            for month in ([row["month"]] if row["month"] else months)
            for kind in ([row["kind"]] if row["kind"] else kinds)
        )
        assert all(row[name] is None for name in row["suppressed"])
        assert row["setup_hours"] is None
        if row["visits"] is not None:
            told.visits[cells] = row["visits"]
        for name, indicator in NUMBERS.items():
            _single(cells, indicator, "main", row[name], notes)


def _single(cells: Cells, indicator: str, part: str, value: float | None, notes: Notes) -> None:
    """One cell is what the pages say too, or something they do not."""
    if len(cells) != 1 or value is None:
        return
    ((house, month, kind),) = cells
    key = (house, month, "kind", indicator, part, kind)
    value = value * 100 if notes.is_share.get(key, indicator == "K06") else value
    if key in notes.dots and key not in notes.numbers:
        notes.add(key, notes.as_number(value))
    elif key not in notes.numbers or not isclose(float(notes.numbers[key]), value, abs_tol=1e-5):
        notes.contradictions.add(key)


def _indicators(
    told: Told, program: Program, where: str, houses: Sequence[str], months: Sequence[str], notes: Notes
) -> None:
    answer = told.answers[f"indicators {where}"] = program.get(f"/occupancy/indicators?{where}").get_json()
    cells: Cells = frozenset((house, month, WHOLE) for house in houses for month in months)
    for one in answer["indicators"]:
        assert (one["numerator"], one["denominator"], one["internal"]) == (None, None, None)
        assert (one["grades"], one["data_grade"]) == ([], None)
        if len(cells) > 1:
            assert one["value"] is None or one["id"] in ADDED, one
            assert one["coverage"] is None
        elif one["value"] is not None:
            _single(cells, one["id"], one["part"], one["value"], notes)
        if one["part"] == "main" and one["value"] is not None:
            if one["id"] == "K14":
                told.visits[cells] = one["value"]
            if one["id"] == "K15":
                told.hours[cells] = one["value"]
