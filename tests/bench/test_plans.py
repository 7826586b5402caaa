"""Two requests that ask the same by the same ways look the same, whatever their values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from bench.plans import planning


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE claim (id INTEGER PRIMARY KEY, space_id INTEGER)"))
    yield engine
    engine.dispose()


def test_a_statement_comes_with_its_plan(engine: Engine) -> None:
    with engine.connect() as connection, planning(engine) as seen:
        connection.execute(text("SELECT *\n FROM claim WHERE id IN (:a, :b)"), {"a": 1, "b": 2})
        connection.execute(text("SELECT * FROM claim WHERE id IN (:a)"), {"a": 7})
    assert [one.statement for one in seen] == ["SELECT * FROM claim WHERE id IN (…)"] * 2
    assert all("USING INTEGER PRIMARY KEY" in one.plan[0] for one in seen)


def test_another_way_shows(engine: Engine) -> None:
    question = text("SELECT id FROM claim WHERE space_id = :a")
    with engine.connect() as connection, planning(engine) as seen:
        connection.execute(question, {"a": 1})
        connection.execute(text("CREATE INDEX ix ON claim (space_id)"))
        connection.execute(question, {"a": 1})
    first, _made, second = seen
    assert first.statement == second.statement
    assert first.plan != second.plan
