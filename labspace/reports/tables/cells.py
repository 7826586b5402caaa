"""Pure: what the tables are made of, and how each sort of value is shown."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from labspace.formats import day_text, not_stated_text
from labspace.reports.kinds import TableKind
from labspace.reports.shown_values import amount, cents, difference_text, digits_of, share_text
from labspace.reports.snapshot import Snapshot
from labspace.words import gettext as _


class CellKind(enum.Enum):
    """What a cell is, so that each output can write it as such."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    EURO = "euro"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a table with how it is read."""

    text: str
    kind: CellKind = CellKind.TEXT
    number: Fraction | None = None
    """Exact; a share is a share of one, money is in euros. None in a cell of numbers: not stated."""
    digits: int = 0
    """Decimals it is shown with."""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, by its name for machines and its words for people."""

    key: str
    label: str
    is_number: bool = False
    is_exact: bool = False
    """Only for machines: what a shown value was divided from."""
    width: int = 14
    """Of a workbook's column, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the report."""

    kind: TableKind
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    by_first: bool = False
    """Whether its first column names groups that may be shown as tables of their own."""

    @property
    def title(self) -> str:
        return str(self.kind.label)

    def shown(self) -> tuple[list[Column], list[list[Cell]]]:
        """Without what is for machines only."""
        kept = [at for at, column in enumerate(self.columns) if not column.is_exact]
        return [self.columns[at] for at in kept], [[row[at] for at in kept] for row in self.rows]

    def groups(self) -> list[tuple[str, list[Column], list[list[Cell]]]]:
        """What is shown, group by group with the first column as heading; one group without where there are none."""
        columns, rows = self.shown()
        if not self.by_first:
            return [("", columns, rows)]
        found: dict[str, list[list[Cell]]] = {}
        for row in rows:
            found.setdefault(row[0].text, []).append(row[1:])
        return [(name, columns[1:], many) for name, many in found.items()]


def text_cell(words: str) -> Cell:
    """Words."""
    return Cell(text=words)


def whole_cell(number: int | None) -> Cell:
    """How many; "k. A." where that is not known."""
    if number is None:
        return Cell(text=not_stated_text(), kind=CellKind.NUMBER)
    return Cell(text=amount(Fraction(number), "number"), kind=CellKind.NUMBER, number=Fraction(number))


def value_cell(value: Fraction | None, unit: str, *, text: str = "") -> Cell:
    """A number in its unit, shown as `text` where that is given."""
    kind = CellKind.SHARE if unit == "%" else CellKind.NUMBER
    digits = 0 if value is None else digits_of(value, unit)
    return Cell(text=text or amount(value, unit), kind=kind, number=value, digits=digits)


def difference_cell(value: Fraction | None, unit: str) -> Cell:
    """By how much something differs, with its sign."""
    return value_cell(value, unit, text=difference_text(value, unit))


def share_cell(value: Fraction | None) -> Cell:
    """A share of one."""
    return Cell(text=share_text(value), kind=CellKind.SHARE, number=value, digits=1)


def exact_cell(value: Fraction | None) -> Cell:
    """For machines: what a shown value was divided from."""
    text = "" if value is None else amount(value, "number")
    return Cell(text=text, kind=CellKind.NUMBER, number=value, digits=1)


def euro_cell(number: int) -> Cell:
    """Money from cents."""
    return Cell(text=cents(number), kind=CellKind.EURO, number=Fraction(number, 100), digits=2)


def day_cell(day: date | None) -> Cell:
    """A day; empty where there is none."""
    return Cell(text=day_text(day) if day else "", kind=CellKind.DAY, day=day)


def house_cell(snapshot: Snapshot, slug: str) -> Cell:
    """The house with this slug, or all of the report."""
    names = {house.slug: house.name for house in snapshot.houses}
    return text_cell(names.get(slug, _("Alle Häuser dieses Berichts")))


def house_column() -> Column:
    """Where it was."""
    return Column(key="location", label=_("Standort"), width=26)
