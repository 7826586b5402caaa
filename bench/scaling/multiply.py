"""Every house many times over, with its people, bookings, claims and facts, written by PostgreSQL itself.

A table is emptied and filled without keys and indexes, which are made at once afterwards: in one
transaction, so that with `wal_level=minimal` nothing is written twice. Foreign keys come back for what is
written from then on; what was copied has them from its originals.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Table

import labspace.models  # noqa: F401 - every table is known then
from bench.copying import copy_rows, go_on_counting
from bench.scaling.columns import which_copies, written
from labspace.db import Base

ORIGIN = "origin"
"""The schema that holds what is copied, as long as it is needed."""
LATER = frozenset({"fact_day", "fact_month"})
"""These rest on the finished houses: `grounds`."""
LEFT_OUT = frozenset({"outbox", "idempotence", "api_answer", "api_allowance", "sign_in_attempt"})
"""What was sent and answered once, and names no house."""
AT_ONCE = 2
"""Tables that are filled at the same time."""
OLD_HISTORY = 7
"""Days after which the lines of a booking's history are left out: they would be half of all bytes."""
OLD_CLAIMS = 30
"""Days after which claims are left out: their guard would take longer to build than all other tables."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Constraint:
    """A key or guard of a table, to be made again."""

    table: str
    name: str
    kind: str
    """As pg_constraint has it: f, p, u or x."""
    definition: str


def load_origin(file: Path, dsn: str) -> list[Table]:
    """Bring the rows of a SQLite file into a schema of their own; the tables that have any."""
    filled: list[Table] = []
    with sqlite3.connect(file) as source, psycopg.connect(dsn) as target:
        target.execute(f"CREATE SCHEMA {ORIGIN}".encode())
        target.execute(f"SET search_path = {ORIGIN}".encode())
        for table in Base.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            if source.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1').fetchone() is None:
                continue
            target.execute(f'CREATE UNLOGGED TABLE "{table.name}" (LIKE public."{table.name}")'.encode())
            copy_rows(table, source, target)
            filled.append(table)
        for name, days in (("booking_event", OLD_HISTORY), ("claim", OLD_CLAIMS)):
            target.execute(
                f"DELETE FROM {name} WHERE booking_id IN"
                f" (SELECT id FROM booking WHERE ends_at < now() - interval '{days} days')".encode()
            )
    return filled


def multiply(dsn: str, tables: Sequence[Table], *, copies: int, say: Say) -> None:
    """Fill each table with that many copies of what it has in the origin."""
    with psycopg.connect(dsn) as connection:
        constraints = _constraints(connection)
        for one in constraints:
            if one.kind == "f":
                connection.execute(f'ALTER TABLE {one.table} DROP CONSTRAINT "{one.name}"'.encode())
        sizes = {table.name: _bytes_of(connection, table) for table in tables}
    largest_first = sorted(
        (table for table in tables if table.name not in LATER), key=lambda table: -sizes[table.name]
    )

    def fill(table: Table) -> None:
        own = [one for one in constraints if one.table == table.name and one.kind != "f"]
        _fill(dsn, table, own, copies=copies, say=say)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(fill, largest_first))
    with psycopg.connect(dsn, autocommit=True) as connection:
        for one in constraints:
            if one.kind == "f":
                connection.execute(
                    f'ALTER TABLE {one.table} ADD CONSTRAINT "{one.name}" {one.definition} NOT VALID'.encode()
                )


def _fill(dsn: str, table: Table, own: Sequence[Constraint], *, copies: int, say: Say) -> None:
    begun, name = time.perf_counter(), f'public."{table.name}"'
    with psycopg.connect(dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '1GB'")
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            (table.name,),
        ).fetchall()
        for one in own:
            connection.execute(f'ALTER TABLE {name} DROP CONSTRAINT "{one.name}"'.encode())
        for index, _definition in indexes:
            connection.execute(f'DROP INDEX public."{index}"'.encode())
        connection.execute(f"TRUNCATE {name}".encode())
        rows = connection.execute(insert_of(table, copies=copies).encode()).rowcount
        filled = time.perf_counter()
        for _index, definition in indexes:
            connection.execute(definition.encode())
        for one in own:
            connection.execute(f'ALTER TABLE {name} ADD CONSTRAINT "{one.name}" {one.definition}'.encode())
        if "id" in table.columns:
            go_on_counting(table, connection)
    say(
        f"{table.name:24}{rows:>12,} rows {filled - begun:7.0f} s,"
        f" keys and indexes {time.perf_counter() - filled:6.0f} s"
    )


def insert_of(table: Table, *, copies: int) -> str:
    """The statement that fills a table with copies of its rows in the origin."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return (
        f'INSERT INTO public."{table.name}" ({names}) SELECT {", ".join(written(table, copies=copies))}'
        f" FROM (SELECT *, generate_series(0, {copies - 1}) AS copy"
        f' FROM {ORIGIN}."{table.name}") AS o WHERE {which_copies(table)}'
    )


def _constraints(connection: psycopg.Connection[Any]) -> list[Constraint]:
    rows = connection.execute(
        "SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u', 'x')"
        " ORDER BY contype, conname"
    ).fetchall()
    return [Constraint(*row) for row in rows]


def _bytes_of(connection: psycopg.Connection[Any], table: Table) -> int:
    found = connection.execute(
        "SELECT pg_relation_size(%s::regclass)", (f'{ORIGIN}."{table.name}"',)
    ).fetchone()
    return int(found[0]) if found else 0


def vacuum(dsn: str, tables: Sequence[Table]) -> None:
    """What autovacuum does in a running system, for the planner and for answers from indexes alone."""

    def one(table: Table) -> None:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(f'VACUUM (FREEZE, ANALYZE) public."{table.name}"'.encode())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, tables))
