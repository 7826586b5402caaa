"""A system at hand (`app`), and an empty one of the other engine."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from labspace.db import db
from labspace.schema import upgrade
from labspace.transfer.exporting import export_system
from labspace.transfer.importing import import_system
from tests.conftest import emptied
from tests.support.skips import cannot_run


def silent(_table: str, _done: int, _total: int) -> None:
    """Nobody waits."""


@pytest.fixture
def other(engine_name: str, request: pytest.FixtureRequest) -> Engine:
    """A migrated, empty database of the engine that `app` does not use."""
    name = "empty_postgres" if engine_name == "sqlite" else "empty"
    engine: Engine = request.getfixturevalue(name)
    return engine


@pytest.fixture
def alike(engine_name: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated, empty database of the engine that `app` uses, beside its own."""
    if engine_name == "sqlite":
        yield request.getfixturevalue("empty")
        return
    engine = create_engine(request.getfixturevalue("postgres_url"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def empty_postgres(_postgres_database: Engine | str) -> Iterator[Engine]:
    """A migrated PostgreSQL without a row in it."""
    if isinstance(_postgres_database, str):
        cannot_run(_postgres_database)
    yield _postgres_database
    emptied(_postgres_database)


@pytest.fixture
def empty(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated, empty SQLite database beside that of `app`."""
    path = tmp_path / "empty.sqlite3"
    shutil.copyfile(request.getfixturevalue("_sqlite_template"), path)
    engine = create_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Exports `app`, or another database, into a file of the given name."""

    def write(name: str = "export.json.gz", engine: Engine | None = None) -> Path:
        path = tmp_path / name
        export_system(engine or db.engine, path, progress=silent)
        return path

    return write


@pytest.fixture
def take_in() -> Callable[[Engine, Path], int]:
    """Imports a file."""

    def read(engine: Engine, path: Path) -> int:
        return import_system(engine, path, progress=silent)

    return read


def lines_of(path: Path) -> list[bytes]:
    """The lines of an export."""
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)
