"""Every migration takes a filled database up, on both engines: nothing is lost, and the guards are there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, literal, select, table, text, union_all
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from labspace.bookings.guards import missing_guards
from labspace.home import HOME
from labspace.schema import check, downgrade, upgrade
from tests.scene import Scene
from tests.transfer.systems import fill_at_random

SCRIPTS = ScriptDirectory(str(HOME / "migrations"))
STEPS = [
    (script.revision, str(script.down_revision))
    for script in SCRIPTS.walk_revisions()
    if script.down_revision is not None
]
"""Each migration with the one before it, the newest first."""


@pytest.fixture
def filled(
    session: Session, scene: Scene, alike: Engine, export: Callable[[], Path], take_in: Callable[..., int]
) -> Engine:
    """A database of its own in which something of everything has happened."""
    fill_at_random(session, scene, seed=7)
    take_in(alike, export())
    return alike


def rows_of(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        counts = [
            select(literal(name).label("name"), func.count().label("rows")).select_from(table(name))
            for name in names
        ]
        return {row.name: row.rows for row in connection.execute(union_all(*counts))}


def test_every_migration_takes_a_filled_database_up(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goes back step by step, and each step up once more: with what the schema before it could hold."""
    # Read once: reading all migrations takes longer than doing one.
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: SCRIPTS)
    assert sum(number > 0 for number in rows_of(filled).values()) > 60
    for revision, before in STEPS:
        downgrade(filled, before)
        held = rows_of(filled)
        upgrade(filled, revision)
        after = rows_of(filled)
        lost = {name: (number, after.get(name)) for name, number in held.items() if after.get(name) != number}
        assert not lost, f"{revision}: {lost}"
        with filled.connect() as connection:
            assert missing_guards(connection) == [], revision
            if connection.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == [], revision
        downgrade(filled, before)
    first = rows_of(filled)
    assert first["booking"] > 0
    assert first["claim"] > 0
    upgrade(filled)
    check(filled)
    after = rows_of(filled)
    assert {name: after[name] for name in ("booking", "claim", "user_account")} == {
        name: first[name] for name in ("booking", "claim", "user_account")
    }
    with filled.connect() as connection:
        again = "INSERT INTO claim ({0}) SELECT {1} FROM claim LIMIT 1"
        columns = [column["name"] for column in inspect(connection).get_columns("claim")]
        others = [name for name in columns if name != "id"]
        with pytest.raises(DBAPIError):
            connection.execute(text(again.format(", ".join(others), ", ".join(others))))
