"""The table that stands behind every chart: the same data, one key press away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from labspace.charts.kinds import Gap, Unit, Value, known
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """Cells as text, the first of a row its heading; `total` closes the table where sums are allowed."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


def data_table(
    heads: Sequence[str],
    rows: Iterable[tuple[str, Sequence[Value | None]]],
    *,
    unit: Unit,
    adds_up: bool = False,
) -> DataTable:
    """A table of (heading, values); None is a cell that cannot be, such as 31 February.

    With `adds_up` it has a last row of sums. Rates and distinct counts never add up (figures.md R9): the
    caller says what does. Where a value of a column is suppressed, its sum is too, or the value could be had
    by subtraction (R12).
    """
    kept = list(rows)
    total: tuple[str, ...] = ()
    if adds_up and kept:
        sums = [column_sum(column) for column in zip(*(values for _label, values in kept), strict=True)]
        total = (_("Summe"), *(unit.text(value) for value in sums))
    return DataTable(
        heads=tuple(heads),
        rows=tuple(
            (label, *("" if value is None else unit.text(value) for value in values))
            for label, values in kept
        ),
        total=total,
    )


def column_sum(values: Sequence[Value | None]) -> Value:
    """The sum of what is known; suppressed if one of them is, not stated if nothing is known."""
    if Gap.SUPPRESSED in values:
        return Gap.SUPPRESSED
    there = known(value for value in values if value is not None)
    return sum(there, Fraction(0)) if there else Gap.NOT_STATED
