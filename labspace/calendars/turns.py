"""Who fills a feed and who books take turns, so that neither misses the other.

Whoever fills a feed for the first time does not see bookings that are not committed yet, and those
do not see its row. On SQLite there is one writer at a time. On PostgreSQL both take locks by name:
writers of bookings share them, a fill has them alone. They are taken last before a commit, always
in the same order, and nobody waits for anything but feeds while holding one.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Function, func, select
from sqlalchemy.orm import Session


class Turn(enum.IntEnum):
    """What is locked by its id; the numbers are names among all locks of the database."""

    HOUSE = 0x6C616201
    PERSON = 0x6C616202
    ORGANISATION = 0x6C616203


Turns = Iterable[tuple[Turn, int]]


def share_turns(session: Session, turns: Turns) -> None:
    """Keep everybody from filling feeds of these until this transaction ends."""
    _take(session, turns, func.pg_advisory_xact_lock_shared)


def take_turns(session: Session, turns: Turns) -> None:
    """Wait for all who are about to commit bookings of these, and keep them waiting until this one ends."""
    _take(session, turns, func.pg_advisory_xact_lock)


def _take(session: Session, turns: Turns, lock: Callable[[int, int], Function[Any]]) -> None:
    if session.get_bind().dialect.name != "postgresql":
        return
    if wanted := sorted(set(turns)):
        session.execute(select(*(lock(int(what), row_id) for what, row_id in wanted)))
