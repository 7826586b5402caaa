"""Builds the same system from an export on an empty database, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import exists, func, literal, select, text
from sqlalchemy.engine import Connection, Engine

from labspace.bookings.guards import missing_guards
from labspace.db import WRITING, Base
from labspace.reports.guards import ensure_kept, put_kept_aside
from labspace.spaces.revisions import ensure_revisions, put_revisions_aside
from labspace.transfer.filling import Filling
from labspace.transfer.layout import Head, LineReader, Row, TableHead, TransferRefused
from labspace.transfer.progress import Progress
from labspace.transfer.revision import is_known, revision_of
from labspace.transfer.tables import exported_columns, exported_tables


def import_system(engine: Engine, path: Path, *, progress: Progress) -> int:
    """Fill the empty database from the export at `path` and return its number of rows.

    Raises `TransferRefused` if the database holds anything, the file is not a complete and unchanged
    export of this schema, or a row of it does not fit (named by table, row and line). The database is
    then as it was.
    """
    if not path.exists():
        raise TransferRefused(f"There is no file {path}.")
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        revision = revision_of(connection)
        _refuse_unless_empty(connection)
        if missing := missing_guards(connection):
            raise TransferRefused(f"Guards are missing ({', '.join(missing)}). Run `labspace db upgrade`.")
        reader = LineReader(path)
        try:
            head = reader.head()
            _refuse_other_schema(head, revision)
            return _fill(connection, reader, head, progress=progress)
        finally:
            reader.close()


def _fill(connection: Connection, reader: LineReader, head: Head, *, progress: Progress) -> int:
    # Both say what was changed after the fact, and would speak up at rows that only come back.
    put_revisions_aside(connection)
    put_kept_aside(connection)
    done = 0
    for wanted, (start, rows) in _in_step(reader):
        filling = Filling(connection, Base.metadata.tables[wanted], start)
        for row in rows:
            filling.add(row)
            done += 1
            if filling.is_full:
                filling.flush()
                progress(start.name, done, head.rows)
        filling.end()
        progress(start.name, done, head.rows)
    if done != head.rows:
        raise TransferRefused(f"The file holds {done} rows and promises {head.rows}.")
    ensure_kept(connection)
    ensure_revisions(connection)
    if connection.dialect.name == "postgresql":
        _continue_numbers(connection)
        connection.execute(text("ANALYZE"))
    return done


def _in_step(reader: LineReader) -> Iterator[tuple[str, tuple[TableHead, Iterator[Row]]]]:
    """The tables of the file, each checked to be the one this release writes at its place."""
    wanted = {table.name: [column.name for column in exported_columns(table)] for table in exported_tables()}
    names = iter(wanted)
    for start, rows in reader.tables():
        name = next(names, None)
        if start.name != name or list(start.columns) != wanted[name]:
            raise TransferRefused(
                f"Line {start.line}: table {start.name} is not what this labspace expects here "
                f"({name or 'the end'}: {', '.join(wanted.get(name or '', []))})."
            )
        yield name, (start, rows)
    if (name := next(names, None)) is not None:
        raise TransferRefused(f"The file lacks the table {name}.")


def _refuse_unless_empty(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if connection.scalar(select(exists(select(literal(1)).select_from(table)))):
            raise TransferRefused(
                f"The database is not empty (table {table.name}). An import builds a system on an empty one."
            )


def _refuse_other_schema(head: Head, revision: str) -> None:
    if head.schema == revision:
        return
    if is_known(head.schema):
        raise TransferRefused(
            f"The file comes from an older labspace (schema {head.schema}, here {revision}). Bring the system it "
            "comes from up to date with this release (`labspace db upgrade`) and export it again."
        )
    raise TransferRefused(
        f"The file comes from a newer labspace (schema {head.schema}, here {revision}). Update labspace first."
    )


def _continue_numbers(connection: Connection) -> None:
    """PostgreSQL counts ids by itself and has to hear which are taken."""
    for table in exported_tables():
        for column in table.primary_key:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            if sequence is not None:
                last = connection.scalar(select(func.max(column)))
                connection.execute(select(func.setval(sequence, last or 1, last is not None)))
