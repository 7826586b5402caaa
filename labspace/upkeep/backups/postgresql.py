"""PostgreSQL in a backup: every table out of one snapshot, with nothing but the database's own COPY."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, text

from labspace.schema import alembic_config
from labspace.spaces.revisions import put_revisions_aside
from labspace.upkeep.backups.archive import Backup, BackupRefused, Table, Writer

VERSIONS = "alembic_version"
TABLES = text(
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.relname"
)
COLUMNS = text(
    "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = to_regclass(quote_ident(:table))"
    " AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum"
)
SEQUENCES = text(
    "SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() ORDER BY sequencename"
)
KEYS = text(
    "SELECT conrelid::regclass::text AS relation, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS said"
    " FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"
)


def take(writer: Writer, connection: Connection) -> None:
    """Copy every table as it is in the snapshot of `connection` (REPEATABLE READ)."""
    connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
    connection.execute(text("SET LOCAL datestyle = 'ISO, YMD'"))
    for name in connection.scalars(TABLES).all():
        if name == VERSIONS:
            continue
        columns = tuple(connection.scalars(COLUMNS, {"table": name}))
        counter = _Counter()
        writer.add(member_of(name), counter.counted(_copied_out(connection, name, columns)))
        writer.contents.tables[name] = Table(rows=counter.lines, columns=columns)
    for name in connection.scalars(SEQUENCES).all():
        last, called = connection.execute(text(f'SELECT last_value, is_called FROM "{name}"')).one()
        writer.contents.sequences[name] = (last, called)


def member_of(table: str) -> str:
    """Where a table's rows lie in the backup."""
    return f"database/{table}.copy"


class _Counter:
    """Counts rows on their way: in COPY's text format a line is a row, a break within one is written `\\n`."""

    def __init__(self) -> None:
        self.lines = 0

    def counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.lines += chunk.count(b"\n")
            yield chunk


def _copied_out(connection: Connection, table: str, columns: tuple[str, ...]) -> Iterator[bytes]:
    with _driver(connection).cursor() as cursor, cursor.copy(_copy(table, columns, "TO STDOUT")) as copy:
        for data in copy:
            yield bytes(data)


def _copy(table: str, columns: tuple[str, ...], way: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'COPY "{table}" ({names}) {way}'


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def has_tables(engine: Engine) -> bool:
    """Whether anything lies in this database."""
    with engine.connect() as connection:
        return bool(connection.scalars(TABLES).all())


def put_back(backup: Backup, connection: Connection) -> None:
    """Make the database what it was in the backup, at the schema of the backup; the caller commits.

    What is in it goes. Foreign keys are put in force again at the end, over all rows; the overlap
    guard is in force throughout.
    """
    if tables := connection.scalars(TABLES).all():
        connection.execute(text("DROP TABLE " + ", ".join(f'"{name}"' for name in tables) + " CASCADE"))
    command.upgrade(alembic_config(connection), backup.contents.revision)
    put_revisions_aside(connection)
    names = [name for name in connection.scalars(TABLES).all() if name != VERSIONS]
    if set(names) != set(backup.contents.tables):
        raise BackupRefused("the backup holds other tables than its version of labspace has")
    keys = connection.execute(KEYS).all()
    for key in keys:
        connection.execute(text(f"ALTER TABLE {key.relation} DROP CONSTRAINT {key.name}"))
    for name in names:
        connection.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
        connection.execute(text(f'DELETE FROM "{name}"'))
    for name in names:
        _fill(backup, connection, name)
    for key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {key.relation} ADD CONSTRAINT {key.name} {key.said}")
    for name in names:
        connection.execute(text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))
    for name, (last, called) in backup.contents.sequences.items():
        connection.execute(
            text("SELECT setval(quote_ident(:name)::regclass, :last, :called)"),
            {"name": name, "last": last, "called": called},
        )


def _fill(backup: Backup, connection: Connection, name: str) -> None:
    table = backup.contents.tables[name]
    with (
        _driver(connection).cursor() as cursor,
        cursor.copy(_copy(name, table.columns, "FROM STDIN")) as copy,
    ):
        for chunk in backup.chunks(member_of(name)):
            copy.write(chunk)
    rows = connection.scalar(text(f'SELECT count(*) FROM "{name}"'))
    if rows != table.rows:
        raise BackupRefused(f"{rows} rows of {name} came back, the backup says {table.rows}")
