"""The embedded database in a backup: one consistent copy, made while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from labspace.upkeep.backups.archive import Backup, BackupRefused, Table, Writer

MEMBER = "database/labspace.sqlite3"
PATIENCE = 60.0
"""Seconds to wait for whoever writes."""


def take(writer: Writer, *, database: Path, scratch: Path) -> None:
    """Copy the database as it is at one moment; writers go on meanwhile (SQLite's online backup)."""
    copy = scratch / "copy.sqlite3"
    copy_database(database, copy)
    writer.contents.tables = {name: Table(rows=count) for name, count in counted(copy).items()}
    writer.add_file(MEMBER, copy)
    copy.unlink()


def copy_database(source: Path, target: Path) -> None:
    """Make `target` what `source` is, in one transaction of `target`."""
    with (
        closing(sqlite3.connect(source, timeout=PATIENCE)) as reading,
        closing(sqlite3.connect(target, timeout=PATIENCE)) as writing,
    ):
        # All pages in one step: in steps it would begin anew whenever somebody writes in between.
        reading.backup(writing, pages=-1)


def unpack(backup: Backup, *, scratch: Path) -> Path:
    """The database of a backup as a file, looked through as a whole; raises `BackupRefused`."""
    path = scratch / "restored.sqlite3"
    backup.extract(MEMBER, path)
    try:
        whole = counted(path)
    except sqlite3.DatabaseError as problem:
        raise BackupRefused(f"the database in the backup is damaged: {problem}") from problem
    if whole != {name: table.rows for name, table in backup.contents.tables.items()}:
        raise BackupRefused("the database in the backup holds other rows than the backup says")
    return path


def counted(path: Path) -> dict[str, int]:
    """Rows by table of a database that is in order; raises `BackupRefused` for another."""
    with closing(sqlite3.connect(path)) as connection:
        if (found := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupRefused(f"the copied database is damaged: {found}")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupRefused(f"a row of {broken[0]} in the copy names one of {broken[2]} that is missing")
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
