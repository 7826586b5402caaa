"""A table out of text: which sign parts its cells, where its heading is, and its rows with their lines."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from labspace.context.reading.findings import Report, refused
from labspace.context.reading.texts import text_of

DELIMITERS = (";", ",", "\t", "|")
HEAD_WITHIN = 20
"""Lines at the top among which the heading is looked for: counters write titles above it."""
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000
LONGEST_HEADING = 200

Names = Mapping[str, frozenset[str]]
"""What is looked for, and the headings it goes by, plain (`plain_name`)."""


def plain_name(heading: str) -> str:
    """A heading for comparing: small letters and digits, one blank between words, no unit in brackets."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"[(\[].*", "", text)
    return re.sub(r"[^\w]+|_+", " ", text).strip()


@dataclass(frozen=True)
class Row:
    """One row: the line of the file on which it begins, and its cells by what they are."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True)
class Table:
    """The rows below the heading that say anything."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str]
    """What each known column is called in the file."""
    delimiter: str
    encoding: str

    def has(self, *names: str) -> bool:
        return all(name in self.headings for name in names)


def read_table(data: bytes, names: Names, report: Report) -> Table:
    """The table in a file, with the columns that `names` knows; other columns are left out.

    Rows that do not fit the heading go to the report. Raises `TableRefused` for what is no table.
    """
    text, encoding = text_of(data)
    head_line, delimiter = _heading(text, names)
    rows: list[Row] = []
    columns: dict[str, int] = {}
    headings: dict[str, str] = {}
    width = 0
    for line, cells in _lines(text, head_line, delimiter):
        if not columns:
            columns, headings, width = _columns(cells, names, line)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise refused("too_many_rows", row=line, most=MOST_ROWS)
        if any(cell.strip() for cell in cells[width:]):
            report.wrong.add(line, "", "too_many_cells", cells=len(cells), columns=width)
        elif len(cells) <= max(columns.values()):
            report.wrong.add(line, "", "too_few_cells", cells=len(cells), columns=width)
        else:
            rows.append(Row(line, {name: cells[at].strip() for name, at in columns.items()}))
    if not rows and not report.wrong.count:
        raise refused("no_rows")
    return Table(tuple(rows), headings, delimiter, encoding)


def _heading(text: str, names: Names) -> tuple[int, str]:
    """The line with the most known headings, from 0 on, and what parts them."""
    known = frozenset().union(*names.values())
    best = (0, 0, "")
    for number, line in enumerate(islice(io.StringIO(text), HEAD_WITHIN)):
        for delimiter in DELIMITERS:
            cells = line.split(delimiter, MOST_COLUMNS)[:MOST_COLUMNS]
            hits = len({plain_name(cell[:LONGEST_HEADING]) for cell in cells} & known)
            if hits > best[0]:
                best = (hits, number, delimiter)
    if not best[0]:
        raise refused("no_heading", known=", ".join(sorted(known)))
    return best[1], best[2]


def _lines(text: str, skipped: int, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Every row with the line on which it begins."""
    source = io.StringIO(text)
    for _line in range(skipped):
        source.readline()
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A quotation mark that nothing closes, or text behind one that is closed.
            raise refused("broken_quotes", row=line) from None
        if len(cells) > MOST_COLUMNS:
            raise refused("too_many_columns", row=line, most=MOST_COLUMNS)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise refused("cell_too_long", row=line, most=LONGEST_CELL)
        yield line, cells


def _columns(cells: Sequence[str], names: Names, line: int) -> tuple[dict[str, int], dict[str, str], int]:
    """Where each known column is and what it is called there, and how many columns there are."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = next((name for name, known in names.items() if plain_name(cell) in known), None)
        if name is None:
            continue
        if name in columns:
            raise refused(
                "doubled_column", row=line, column=cell.strip(), other_name=cells[columns[name]].strip()
            )
        columns[name] = at
    return columns, {name: cells[at].strip() for name, at in columns.items()}, len(cells)
