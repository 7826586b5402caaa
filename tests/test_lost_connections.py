"""A connection that the database ended is noticed before anybody's page is read over it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from labspace.db import db

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("engine_name", ["postgresql"]),
]

BACKEND = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:pid)")


@pytest.fixture
def operator(database_url: str) -> Iterator[Engine]:
    """Somebody else's connection."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


def backend() -> int:
    with db.engine.connect() as connection:
        return int(connection.scalars(BACKEND).one())


def end(operator: Engine, pid: int) -> None:
    """End a backend; its process is gone afterwards, and with it its side of the connection."""
    with operator.connect() as connection:
        connection.execute(END, {"pid": pid})
    process, deadline = Path(f"/proc/{pid}"), time.monotonic() + 60
    while process.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_one_that_was_used_a_moment_ago_is_replaced(app: Flask, operator: Engine) -> None:
    """However quickly the database came back: within the second in which nobody asks whether it lives."""
    before = backend()
    end(operator, before)
    assert backend() != before


def test_a_living_one_is_used_again(app: Flask) -> None:
    assert backend() == backend()
