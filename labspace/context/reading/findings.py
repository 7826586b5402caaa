"""What is wrong with a table somebody brought, or worth knowing about it: by row, column and reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from labspace.locations.reading import printable

MOST_LISTED = 100
"""More than anybody reads; the others are counted."""
FOREIGN = frozenset({"given", "first_place", "other_name"})
"""Values that come from the file: shown short, and without what cannot be printed."""


@dataclass(frozen=True)
class CellFinding:
    """One thing about a file: where, a stable code, and the values its sentence needs."""

    row: int
    """Line of the file from 1 on, where the row begins; 0: the file as a whole."""
    column: str
    """The column's heading as it stands in the file; empty: the row as a whole."""
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class TableRefused(Exception):
    """A table that is not taken in: nothing of it. Carries the first findings and how many there are."""

    def __init__(self, findings: tuple[CellFinding, ...], *, count: int | None = None) -> None:
        super().__init__("; ".join(f"{one.row}: {one.column}: {one.code}" for one in findings[:10]))
        self.findings = findings
        self.count = len(findings) if count is None else count

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.findings)


@dataclass
class Notes:
    """Findings of one sort, gathered while a table is read."""

    listed: list[CellFinding] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, code: str, **values: object) -> None:
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            shown = {name: printable(value) if name in FOREIGN else value for name, value in values.items()}
            self.listed.append(CellFinding(row, printable(column), code, shown))

    def in_order(self) -> tuple[CellFinding, ...]:
        """As they stand in the file."""
        return tuple(sorted(self.listed, key=lambda one: one.row))


@dataclass
class Report:
    """What refuses a table, and what is only to be known about it."""

    wrong: Notes = field(default_factory=Notes)
    remarks: Notes = field(default_factory=Notes)

    def refuse_any(self) -> None:
        """Raise `TableRefused` when anything is wrong."""
        if self.wrong.count:
            raise TableRefused(self.wrong.in_order(), count=self.wrong.count)


def refused(code: str, *, row: int = 0, column: str = "", **values: object) -> TableRefused:
    """A refusal for one reason."""
    wrong = Notes()
    wrong.add(row, column, code, **values)
    return TableRefused(wrong.in_order())
