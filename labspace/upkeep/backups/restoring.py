"""Takes a backup back: all of it or nothing, and never over a house that is there without being asked."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine

from config import Settings
from labspace.home import HOME
from labspace.schema import upgrade
from labspace.upkeep.backups import postgresql, sqlite
from labspace.upkeep.backups.archive import Backup, BackupRefused, Contents, opened
from labspace.upkeep.backups.making import database_file

KEY = "data/secret_key"


def check_backup(path: Path, *, settings: Settings, other_key: bool = False) -> Contents:
    """Look through a backup and change nothing; raises `BackupRefused` where it could not be taken back."""
    with opened(path) as backup, tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        _check(backup, settings, other_key=other_key)
        if backup.contents.engine == "sqlite":
            sqlite.unpack(backup, scratch=Path(scratch))
        return backup.contents


def restore_backup(
    path: Path, *, engine: Engine, settings: Settings, replace: bool, other_key: bool = False
) -> Contents:
    """Make this deployment what it was, brought to today's schema; raises `BackupRefused` and changes nothing.

    `replace`: also where there is a database already. `other_key`: also where the backup was sealed
    with another secret key than this deployment's, which then takes the backup's if that holds one.
    """
    with opened(path) as backup:
        if backup.contents.engine != engine.dialect.name:
            raise BackupRefused(
                f"The backup is of {backup.contents.engine}, this deployment runs on {engine.dialect.name}."
                " To change the engine use labspace export and labspace import."
            )
        _check(backup, settings, other_key=other_key)
        if not replace and _is_used(engine):
            raise BackupRefused(
                "There is a database already. Stop server and worker, keep a backup of it,"
                " and call again with --replace."
            )
        if engine.dialect.name == "sqlite":
            _restore_sqlite(backup, engine, settings)
        else:
            with engine.begin() as connection:
                postgresql.put_back(backup, connection)
            upgrade(engine)
        _restore_files(backup, settings)
        return backup.contents


def _check(backup: Backup, settings: Settings, *, other_key: bool) -> None:
    key = settings.secret_key or _key_in(settings.data_dir / "secret_key")
    if not key and KEY in backup.contents.members:
        key = b"".join(backup.chunks(KEY)).decode().strip()
    if not other_key and not backup.is_sealed_with(key):
        raise BackupRefused(
            "The backup was sealed with another secret key, or its list of contents was changed."
            " Set LABSPACE_SECRET_KEY to the key of that deployment; or, where the backup is surely yours,"
            " call again with --other-key."
        )
    try:
        ScriptDirectory(str(HOME / "migrations")).get_revision(backup.contents.revision)
    except CommandError as problem:
        raise BackupRefused("The backup was made by a newer labspace; update this one first.") from problem


def _key_in(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return ""


def _is_used(engine: Engine) -> bool:
    if engine.dialect.name == "sqlite":
        path = database_file(engine)
        return path.exists() and path.stat().st_size > 0
    return postgresql.has_tables(engine)


def _restore_sqlite(backup: Backup, engine: Engine, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    target = database_file(engine)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        path = sqlite.unpack(backup, scratch=Path(scratch))
        renewing = create_engine(f"sqlite:///{path}")
        upgrade(renewing)
        renewing.dispose()
        engine.dispose()
        try:
            # One transaction of the database that is there, not another file in its place: whoever has
            # it open, and a kill at any line, sees all of the old or all of the new.
            sqlite.copy_database(path, target)
        except sqlite3.OperationalError as problem:
            raise BackupRefused(f"The database is in use ({problem}); stop server and worker.") from problem


def _restore_files(backup: Backup, settings: Settings) -> None:
    for name in backup.contents.members:
        if not name.startswith("data/"):
            continue
        place = settings.data_dir / name.removeprefix("data/")
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.part")
        backup.extract(name, part)
        part.chmod(0o600)
        part.replace(place)
