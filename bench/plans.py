"""What a request asks the database, and by which ways the database finds the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

PLANNED = ("SELECT", "UPDATE", "DELETE", "WITH", "(SELECT")


@dataclass(frozen=True)
class Asked:
    """One statement with its plan; empty for what needs none."""

    statement: str
    plan: tuple[str, ...]


@contextmanager
def planning(engine: Engine) -> Iterator[list[Asked]]:
    """Gathers every statement this engine sends meanwhile, each explained in its own transaction."""
    seen: list[Asked] = []
    explain = _sqlite_plan if engine.dialect.name == "sqlite" else _postgresql_plan

    def note(connection: Connection, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "EXPLAIN")):
            return
        planned = statement.startswith(PLANNED)
        seen.append(
            Asked(_shape(statement), tuple(explain(connection, statement, values)) if planned else ())
        )

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _shape(statement: str) -> str:
    """A statement without line breaks and without how many values a list has."""
    tight = re.sub(r"\s+", " ", statement)
    return re.sub(r"IN \((?:[?:%\w()]+(?:::\w+)?(?:, )?)+\)", "IN (…)", tight)


def _sqlite_plan(connection: Connection, statement: str, values: Any) -> list[str]:
    cursor = connection.connection.cursor()
    return [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)]


def _postgresql_plan(connection: Connection, statement: str, values: Any) -> list[str]:
    cursor = connection.connection.cursor()
    cursor.execute(f"EXPLAIN (COSTS OFF) {statement}", values)
    # Only the steps and what they go over; conditions name this request's values.
    return [line for (line,) in cursor.fetchall() if ": " not in line and not line.rstrip().endswith(":")]
