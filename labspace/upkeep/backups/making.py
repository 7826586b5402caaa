"""Makes a backup while the house runs, and looks at it before anybody relies on it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from config import Settings
from labspace.schema import current_revision
from labspace.security import kept_secret
from labspace.upkeep.backups import postgresql, sqlite
from labspace.upkeep.backups.archive import BackupRefused, Contents, Writer, new_archive, opened

LEFT_OUT = {"mail", "backups", "day-sheets", "metrics"}
"""Folders in the data folder that are made from the rest, or by backups themselves."""


def make_backup(target: Path, *, engine: Engine, settings: Settings, now: datetime) -> Contents:
    """Write all of the deployment to `target`, then read it again; return what is in it.

    Nothing stands under that name before it was found whole. Raises `BackupRefused`.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists already; take another name.")
    if not target.parent.is_dir():
        raise BackupRefused(f"The folder {target.parent} does not exist.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        contents = _write(part, engine=engine, settings=settings, now=now)
        _look_at(part, scratch=target.parent)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(target)
    except OSError as problem:
        raise BackupRefused(f"{target} could not be written: {problem.strerror}.") from problem
    finally:
        part.unlink(missing_ok=True)
    return contents


def _write(part: Path, *, engine: Engine, settings: Settings, now: datetime) -> Contents:
    contents = Contents(
        engine=engine.dialect.name, revision="", made_at=now.isoformat(), labspace=installed_version()
    )
    with new_archive(part) as file, tempfile.TemporaryDirectory(dir=part.parent) as scratch:
        writer = Writer(file, contents)
        # In this order: a file that a row of the snapshot names is there when the files are copied.
        _add_database(writer, engine, scratch=Path(scratch))
        for path in data_files(settings):
            writer.add_file(f"data/{path.relative_to(settings.data_dir).as_posix()}", path)
        writer.close(key=settings.secret_key or kept_secret(settings.data_dir))
    return contents


def _add_database(writer: Writer, engine: Engine, *, scratch: Path) -> None:
    if engine.dialect.name == "sqlite":
        sqlite.take(writer, database=database_file(engine), scratch=scratch)
        with engine.connect() as connection:
            writer.contents.revision = current_revision(connection) or ""
    else:
        with engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            writer.contents.revision = current_revision(connection) or ""
            postgresql.take(writer, connection)
    if not writer.contents.revision:
        raise BackupRefused("The database is empty: there is nothing to keep.")


def database_file(engine: Engine) -> Path:
    """Where the embedded database lies."""
    name = make_url(engine.url).database
    if not name or name == ":memory:":
        raise BackupRefused("A database in memory cannot be kept.")
    return Path(name)


def data_files(settings: Settings) -> Iterator[Path]:
    """The files of the data folder that are the deployment's own, in order."""
    for path in sorted(settings.data_dir.rglob("*")):
        inside = path.relative_to(settings.data_dir)
        if inside.parts[0] in LEFT_OUT or inside.name.startswith(".") or ".sqlite3" in inside.name:
            continue
        if path.is_file() and not path.is_symlink():
            yield path


def _look_at(path: Path, *, scratch: Path) -> None:
    with opened(path) as backup, tempfile.TemporaryDirectory(dir=scratch) as folder:
        if backup.contents.engine == "sqlite":
            sqlite.unpack(backup, scratch=Path(folder))
            return
        for name, table in backup.contents.tables.items():
            lines = sum(chunk.count(b"\n") for chunk in backup.chunks(postgresql.member_of(name)))
            if lines != table.rows:
                raise BackupRefused(f"{lines} rows of {name} were written, {table.rows} read.")


def installed_version() -> str:
    """The version of this labspace."""
    try:
        return version("labspace")
    except PackageNotFoundError:
        return "0"
