"""What tests stand on: both engines, the fixed cast, and a visitor that checks every page."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.db import Base, db
from labspace.schema import upgrade
from labspace.starting import Site
from tests.factories import Cast, make_cast
from tests.scene import Scene, make_scene
from tests.support.compiled import remember_compiled
from tests.support.postgres import Server
from tests.support.routing import RememberedRule
from tests.support.skips import cannot_run
from tests.support.visit import Visitor

pytest_plugins = ["tests.support.fixtures"]

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday, 09:00 in Bochum; every test with an `app` lives at this moment."""


class _CompiledTemplates(BytecodeCache):
    """Templates stay compiled from test to test, though each test has an application of its own."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


COMPILED = _CompiledTemplates()
Site.url_rule_class = RememberedRule


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The argument's name for bytes: what they hold may differ from run to run, as the time in a zip does.

    Two workers that collect different names run nothing at all.
    """
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """What is imported stays to the end: nobody need look through it for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test that needs a database runs on both engines."""
    return str(request.param)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "labspace.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def _postgres_database(_postgres: Server | str) -> Iterator[Engine | str]:
    """The one migrated database of this worker: making one for each test takes forty times as long."""
    if isinstance(_postgres, str):
        yield _postgres
        return
    engine = create_engine(_postgres.url_of(_postgres.create_database()))
    upgrade(engine)
    yield engine
    engine.dispose()


RESTART_IDS = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"
)


def emptied(engine: Engine) -> None:
    """Take every row out of the PostgreSQL of this worker and begin to count ids anew."""
    deletes = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables))
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        # Frozen reports are kept by triggers, as in life; only here they go with their database.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.exec_driver_sql(deletes)
        connection.execute(RESTART_IDS)


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the engine at hand without a row in it."""
    if engine_name == "sqlite":
        path = tmp_path / "labspace.sqlite3"
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    engine = request.getfixturevalue("_postgres_database")
    if isinstance(engine, str):
        cannot_run(engine)
    yield engine.url.render_as_string(hide_password=False)
    emptied(engine)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of the application under test."""
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        secret_key="only for tests",
        password_hash_effort="test",
        deliver_in_server=False,
    )


@pytest.fixture
def now() -> Iterator[datetime]:
    """Stops the clock at `NOW` for everything in this process."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def app(settings: Settings, now: datetime) -> Iterator[Flask]:
    """The application, without CSRF (browser tests and tests/test_security.py have it)."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        remember_compiled(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Session:
    """The database session of the test."""
    return db.session()


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    """Alice books, Bob belongs to her organisation, Charlie must see nothing, Nora runs the house."""
    cast = make_cast(session, now=now)
    session.commit()
    return cast


@pytest.fixture
def scene(session: Session, cast: Cast, now: datetime) -> Scene:
    """Bookings, an event, an application, a blocking, an invitation and a feed of the cast."""
    return make_scene(session, cast, now)


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """A visitor, signed in as somebody or not: `visit(cast.alice).get("/buchungen")`."""

    def visitor(user: User | None = None, **options: Any) -> Visitor:
        return Visitor(app, user, **options)

    return visitor
