"""How many rows each table has, asked again only when something was committed."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, event, func, literal, select, union_all
from sqlalchemy.orm import Session

from labspace.accounts.models import SignInAttempt
from labspace.api.limits.models import ApiAllowance
from labspace.bookings.demand import UnmetDemand
from labspace.db import Base

COUNTED = {SignInAttempt.__tablename__, UnmetDemand.__tablename__, ApiAllowance.__tablename__}
"""Failed attempts to sign in, refused wishes and calls of the API are counted on purpose."""


class Rows:
    """The rows of the database `session` works on.

    Counting a hundred tables takes longer than most requests, and most that are refused commit no change.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, int] | None = None
        self._changed = False
        event.listen(session.get_bind(), "before_cursor_execute", self._hear)
        event.listen(session.get_bind(), "commit", self._forget)

    def count(self) -> dict[str, int]:
        """Each table's number of rows, those of `COUNTED` left out."""
        if self._known is None:
            self._known = {row.table: row.number for row in self._session.execute(_counts())}
            self._session.rollback()
        return self._known

    def _hear(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self._changed |= not statement.lstrip("( \n").upper().startswith(("SELECT", "PRAGMA", "BEGIN"))

    def _forget(self, _connection: Connection) -> None:
        if self._changed:
            self._known, self._changed = None, False


@cache
def _counts() -> CompoundSelect[tuple[str, int]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in COUNTED]
    return union_all(
        *(
            select(literal(table.name).label("table"), func.count().label("number")).select_from(table)
            for table in tables
        )
    )
