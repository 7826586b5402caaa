"""Writes all a system needs to go on running into one file, row by row, from one moment of the database."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, String, Table, collate, func, select
from sqlalchemy.engine import Connection, Engine

from labspace.transfer.columns import Codec, codec_of
from labspace.transfer.layout import Head, LineWriter, TransferRefused
from labspace.transfer.progress import Progress
from labspace.transfer.revision import revision_of
from labspace.transfer.tables import exported_columns, exported_tables, is_heavy

AT_ONCE, HEAVY_AT_ONCE = 1000, 10
"""Rows fetched together; few where each may be megabytes."""
OWNER_ONLY = 0o600


def export_system(engine: Engine, path: Path, *, progress: Progress, replace: bool = False) -> int:
    """Write the export to `path` and return its number of rows; what stood there stays until it is complete.

    Only the file's owner may read it: it holds everything about everybody. Safe while the system runs.
    Raises `TransferRefused` if there is a file already, or the database is of another release.
    """
    if path.exists() and not replace:
        raise TransferRefused(f"{path} is there already. Name another file, or say --replace.")
    if not path.parent.is_dir():
        raise TransferRefused(f"There is no folder {path.parent}.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        with os.fdopen(opened, "wb") as file, one_moment(engine) as connection:
            rows = write_system(connection, LineWriter(file), progress=progress)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever others write meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


def write_system(connection: Connection, out: LineWriter, *, progress: Progress) -> int:
    """All tables, in order; returns the number of rows."""
    revision, tables = revision_of(connection), exported_tables()
    counts = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    total, done = sum(counts.values()), 0
    out.head(Head(revision, total))
    for table in tables:
        codecs = [codec_of(column) for column in exported_columns(table)]
        out.table(table.name, [codec.name for codec in codecs], counts[table.name])
        for rows in _rows(connection, table, codecs):
            for row in rows:
                out.row(row)
            done += len(rows)
            progress(table.name, done, total)
        out.end_table()
    out.end()
    return total


def _rows(connection: Connection, table: Table, codecs: Sequence[Codec]) -> Iterator[list[list[Any]]]:
    question = select(*(codec.asked for codec in codecs)).order_by(*_order_of(connection, table))
    size = HEAVY_AT_ONCE if is_heavy(table) else AT_ONCE
    written = [(at, codec.write) for at, codec in enumerate(codecs) if codec.write is not None]
    found = connection.execute(question, execution_options={"yield_per": size})
    for chunk in found.partitions():
        rows = [list(row) for row in chunk]
        for row in rows:
            for at, write in written:
                if row[at] is not None:
                    row[at] = write(row[at])
        yield rows


def _order_of(connection: Connection, table: Table) -> Iterator[ColumnElement[Any]]:
    """By primary key, texts by their bytes: a database sorts them its own way unless told."""
    for column in table.primary_key:
        is_text = isinstance(column.type, String) and connection.dialect.name == "postgresql"
        yield collate(column, "C") if is_text else column
