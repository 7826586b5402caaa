"""The measured data from its SQLite file into PostgreSQL: a million bookings in a minute or two."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Boolean, Column, Table, create_engine, make_url
from sqlalchemy.types import TypeEngine

import labspace.models  # noqa: F401 - every table is known then
from labspace.db import Base, UtcDateTime
from labspace.schema import upgrade


def copy_to_postgresql(file: Path, url: str) -> None:
    """Fill an empty database with everything in `file`, with ids, and let the planner see it."""
    engine = create_engine(url)
    upgrade(engine)
    engine.dispose()
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with sqlite3.connect(file) as source, psycopg.connect(dsn) as target:
        # What lies in the file was guarded when it was written.
        target.execute("SET session_replication_role = replica")
        for table in Base.metadata.sorted_tables:
            target.execute(f'DELETE FROM "{table.name}"'.encode())
        with _without_indexes(target):
            for table in Base.metadata.sorted_tables:
                copy_rows(table, source, target)
                if "id" in table.columns:
                    go_on_counting(table, target)
    with psycopg.connect(dsn, autocommit=True) as target:
        target.execute("VACUUM ANALYZE")  # what autovacuum does within minutes in a running system


@contextmanager
def _without_indexes(target: psycopg.Connection[Any]) -> Iterator[None]:
    """Put indexes and overlap guards aside meanwhile: made at once they take a tenth of the time."""
    guards = target.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'x'"
    ).fetchall()
    indexes = target.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    ).fetchall()
    for table, name, _definition in guards:
        target.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
    for name, _definition in indexes:
        target.execute(f'DROP INDEX "{name}"'.encode())
    yield
    for _name, definition in indexes:
        target.execute(definition.encode())
    for table, name, definition in guards:
        target.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'.encode())


def copy_rows(table: Table, source: sqlite3.Connection, target: psycopg.Connection[Any]) -> None:
    """All rows of one table, into the table of this name that the target finds first."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    written = [_writer(column) for column in table.columns]
    rows = source.execute(f'SELECT {names} FROM "{table.name}"')
    with target.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN'.encode()) as into:
        while batch := rows.fetchmany(5000):
            into.write("".join(_line(row, written) for row in batch))


def _line(row: Iterable[Any], written: Iterable[Callable[[Any], str]]) -> str:
    values = (r"\N" if value is None else write(value) for value, write in zip(row, written, strict=True))
    return "\t".join(values) + "\n"


def _writer(column: Column[Any]) -> Callable[[Any], str]:
    kind: TypeEngine[Any] = column.type
    if isinstance(kind, UtcDateTime):
        return _moment
    if isinstance(kind, Boolean):
        return lambda value: "t" if value else "f"
    return _text


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return str(value)


def go_on_counting(table: Table, target: psycopg.Connection[Any]) -> None:
    """Let the next id follow the highest."""
    target.execute(
        f'SELECT setval(s, coalesce((SELECT max(id) FROM "{table.name}"), 0) + 1, false)'
        f" FROM pg_get_serial_sequence('{table.name}', 'id') AS s WHERE s IS NOT NULL".encode()
    )
