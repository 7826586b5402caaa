"""All that was told anywhere as equations over what cannot be seen, solved exactly.

Of each house, month and kind there are three unknowns: visits of which somebody is sure, visits that are
reported or estimated (R13), and the hours they lasted. Whoever reads the definitions knows more than sums:
how long a visit of a table lasts, that visits of a desk are never estimated and its hours those it was used,
and that nobody counts at tables and in rooms where only the booker says how many came.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tests.occupancy.released.program import Cells, Told
from tests.occupancy.released.stranger import STAY, Key, Notes
from tests.occupancy.suppression.attacker import WHOLE, in_span, reduced

Unknown = tuple[str, str, str, str]
"""Which of the three, house, month and kind."""
SURE, UNSURE, HOURS = "sure", "unsure", "hours"
BY_WORD = ("meeting_room", "cafe_table")
"""Nobody counts here."""
Row = dict[Unknown, Fraction]


def worked_out(notes: Notes, told: Told) -> set[Key]:
    """The dots among visits and their hours that follow from everything together."""
    living = sorted(
        {(key[0], key[1], key[5]) for key in notes.numbers if key[3] == "K01" and key[5] != WHOLE}
    )
    unknowns = [(name, *cell) for cell in living for name in (SURE, UNSURE, HOURS)]

    def vector(row: Row) -> list[Fraction]:
        return [row.get(one, Fraction()) for one in unknowns]

    # What an equation comes to is no matter: either all of it is known or nothing.
    basis = reduced([[*vector(row), Fraction()] for row in _equations(notes, told, living)])
    dots = {key for key in notes.dots - set(notes.numbers) if _is_secret(key, notes)}
    return {key for key in dots if in_span(basis, vector(_of(key, living)))}


def _equations(notes: Notes, told: Told, living: list[tuple[str, str, str]]) -> Iterator[Row]:
    for key in notes.numbers:
        if key[2] == "kind" and key[3:5] in {("K14", "main"), ("K15", "main")}:
            yield _of(key, living)
    for key in notes.unsure:
        yield {one: factor for one, factor in _of(key, living).items() if one[0] == UNSURE}
    for name, sums in (("K14", told.visits), ("K15", told.hours)):
        for cells in sums:
            yield _sum(name, cells, living)
    for house, month, kind in living:
        if kind == "desk":
            yield {(UNSURE, house, month, kind): Fraction(1)}
            yield {(HOURS, house, month, kind): Fraction(1)}
        if kind in BY_WORD:
            yield {(SURE, house, month, kind): Fraction(1)}
        if kind in STAY:
            visits = dict.fromkeys(((SURE, house, month, kind), (UNSURE, house, month, kind)), STAY[kind])
            yield {**visits, (HOURS, house, month, kind): Fraction(-1)}


def _of(key: Key, living: list[tuple[str, str, str]]) -> Row:
    return _sum(key[3], frozenset({(key[0], key[1], key[5])}), living)


def _sum(indicator: str, cells: Cells, living: list[tuple[str, str, str]]) -> Row:
    names = (HOURS,) if indicator == "K15" else (SURE, UNSURE)
    row: Row = {}
    for house, month, kind in cells:
        for cell in living:
            if cell[:2] == (house, month) and kind in (WHOLE, cell[2]):
                row |= {(name, *cell): Fraction(1) for name in names}
    return row


def _is_secret(key: Key, notes: Notes) -> bool:
    """Not the hours of desks, which follow from those they were used (K03), nor a sum of nothing else hidden."""
    _house, _month, split, indicator, part, kind = key
    if (split, part) != ("kind", "main") or indicator not in {"K14", "K15"}:
        return False
    if indicator == "K14":
        return True
    hidden = {one[5] for one in notes.dots - set(notes.numbers) if one[:5] == key[:5]} - {WHOLE, "desk"}
    return bool(hidden) if kind == WHOLE else kind != "desk"
