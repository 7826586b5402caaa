"""Puts the rows of one table into the database in large steps, and finds the one that does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Insert, MetaData, Table, bindparam, insert, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, StatementError

from labspace.transfer.columns import codec_of
from labspace.transfer.layout import Row, TableHead, TransferRefused
from labspace.transfer.tables import exported_columns, rebuilt_values

AT_ONCE = 1000
BYTES_AT_ONCE = 8 * 1024 * 1024
Values = dict[str, Any]


@dataclass(frozen=True)
class _Later:
    """A row names a later one of its own table; that is written when all are there."""

    row: Row
    key: Any
    column: str
    value: Any


class Filling:
    """The rows of a table on their way in."""

    def __init__(self, connection: Connection, table: Table, start: TableHead) -> None:
        self._connection, self._table, self._start = connection, table, start
        self._codecs = [codec_of(column) for column in exported_columns(table)]
        self._own = [
            key.parent.name for key in table.foreign_keys if key.column.table is table and key.parent.nullable
        ]
        self._plain = _plain(table)
        self._insert: Insert = insert(self._plain).inline()
        self._waiting: list[tuple[Row, Values]] = []
        self._bytes = 0
        self._later: list[_Later] = []

    @property
    def is_full(self) -> bool:
        """Whether it is time to `flush`."""
        return len(self._waiting) >= AT_ONCE or self._bytes >= BYTES_AT_ONCE

    def add(self, row: Row) -> None:
        """Take a row of the file; raises `TransferRefused` with its place and what is wrong."""
        values = self._values(row)
        for column in self._own:
            if values[column] is not None and values[column] > values["id"]:
                self._later.append(_Later(row, values["id"], column, values[column]))
                values[column] = None
        self._waiting.append((row, values))
        self._bytes += row.size

    def flush(self) -> None:
        """Write what waits; raises `TransferRefused` naming the row the database refuses."""
        if not self._waiting:
            return
        try:
            with self._connection.begin_nested():
                self._connection.execute(self._insert, [values for _row, values in self._waiting])
        except (DBAPIError, StatementError) as problem:
            raise self._found(problem) from problem
        self._waiting.clear()
        self._bytes = 0

    def end(self) -> None:
        """After the last row."""
        self.flush()
        for later in self._later:
            key = self._plain.c.id == bindparam("key")
            change = update(self._plain).where(key).values({later.column: bindparam("named")})
            try:
                self._connection.execute(change, {"key": later.key, "named": later.value})
            except DBAPIError as problem:
                raise self._refused(later.row, problem) from problem

    def _values(self, row: Row) -> Values:
        if len(row.values) != len(self._codecs):
            raise self._refused(row, f"has {len(row.values)} values instead of {len(self._codecs)}")
        values: Values = {}
        for codec, value in zip(self._codecs, row.values, strict=True):
            try:
                values[codec.name] = codec.read(value)
            except ValueError as problem:
                raise self._refused(row, f"{codec.name} {problem}") from problem
        values.update(rebuilt_values(self._table, values))
        return values

    def _found(self, problem: Exception) -> TransferRefused:
        """The same rows once more, one by one, up to the one that is refused."""
        for row, values in self._waiting:
            try:
                self._connection.execute(self._insert, values)
            except (DBAPIError, StatementError) as refused:
                return self._refused(row, refused)
        return TransferRefused(f"Table {self._table.name} was refused: {_said_by(problem)}")

    def _refused(self, row: Row, why: Exception | str) -> TransferRefused:
        keys = {column.name for column in self._table.primary_key}
        known = [
            f"{codec.name} {value}"
            for codec, value in zip(self._codecs, row.values, strict=False)
            if codec.name in keys
        ]
        reason = why if isinstance(why, str) else _said_by(why)
        where = f"Line {row.line}, table {self._table.name}, row {row.number} ({', '.join(known)})"
        return TransferRefused(f"{where}: {reason}")


def _said_by(problem: Exception) -> str:
    said = str(getattr(problem, "orig", None) or problem).splitlines()
    return said[0] if said else type(problem).__name__


def _plain(table: Table) -> Table:
    """The table with the types the file's values are inserted with."""
    columns = [Column(column.name, codec_of(column).stored_as) for column in table.columns]
    return Table(table.name, MetaData(), *columns)
