"""Migrations: up and down on both engines, equal to the models, with the overlap guards afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Engine

import labspace.models  # noqa: F401
from labspace.bookings.guards import SQLITE, missing_guards
from labspace.db import Base
from labspace.home import HOME
from labspace.schema import SchemaOutdated, check, downgrade, upgrade
from labspace.spaces.revisions import put_revisions_aside

REVISIONS = [script.revision for script in ScriptDirectory(str(HOME / "migrations")).walk_revisions()][::-1]


@pytest.fixture
def engine(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty database."""
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    if engine_name == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    yield engine
    engine.dispose()


def test_the_migrated_schema_is_what_the_models_say(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, Base.metadata)
    assert not differences


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_guards_are_in_force_after_every_revision(engine: Engine, revision: str) -> None:
    upgrade(engine, revision)
    with engine.connect() as connection:
        assert missing_guards(connection) == []


def test_everything_goes_back(engine: Engine) -> None:
    upgrade(engine)
    downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    check(engine)


def test_the_application_refuses_a_database_without_guards(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text(f"DROP TRIGGER {next(iter(SQLITE))}"))
        else:
            connection.execute(text("ALTER TABLE claim DROP CONSTRAINT ex_claim_overlap"))
    with pytest.raises(SchemaOutdated, match="labspace db upgrade"):
        check(engine)
    upgrade(engine)
    check(engine)


def test_an_old_schema_is_refused(engine: Engine) -> None:
    with pytest.raises(SchemaOutdated, match="not up to date"):
        check(engine)


def test_migrations_are_numbered_and_say_why_in_one_sentence() -> None:
    for script in ScriptDirectory(str(HOME / "migrations")).walk_revisions():
        assert script.revision.isdecimal()
        assert Path(script.path).name.startswith(f"{script.revision}_")
        assert script.doc.splitlines()[0].endswith(".")
        assert "labspace" not in [
            line.split()[1].split(".")[0]
            for line in Path(script.path).read_text("utf-8").splitlines()
            if line.startswith(("import ", "from "))
        ]


def test_the_application_refuses_a_database_that_tells_no_revisions(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        put_revisions_aside(connection)
    with pytest.raises(SchemaOutdated, match="revise_space"):
        check(engine)
    upgrade(engine)
    check(engine)


def test_a_schema_change_that_leaves_a_row_nobody_owns_is_undone(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    engine = create_engine(f"sqlite:///{file}")
    upgrade(engine, REVISIONS[-2])
    with closing(sqlite3.connect(file)) as careless:  # keys are not enforced unless asked for
        careless.execute("INSERT INTO staff_role (id, user_id, location_id) VALUES (1, 7, 7)")
        careless.commit()
    with pytest.raises(RuntimeError, match="staff_role"):
        upgrade(engine)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == REVISIONS[-2]
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()
