"""Counts calls: each process takes small shares of a minute's calls and spends them without asking again.

All processes together never give more than the limit. A share nobody spends is lost until the next
minute: at most `SHARE` − 1 calls per process, and never more than a twentieth of the limit, so that a small
limit is not spent by processes that were asked once. In return most calls cost no statement.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from labspace.api.limits.models import ApiAllowance
from labspace.db import WRITING, table_of
from labspace.notices.jobs import every_minute

log = logging.getLogger(__name__)

SHARE = 20
"""Calls a process takes at a time, of a limit of four hundred and more."""
PARTS = 20
"""Of a smaller limit a process takes one of so many parts at a time."""
KEPT_MINUTES = 60
MOST_REMEMBERED = 10_000

_TABLE = table_of(ApiAllowance)


@dataclass
class _Share:
    minute: int
    left: int
    is_last: bool = False


class Counter:
    """The shares this process holds, by key."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shares: dict[str, _Share] = {}

    def take(self, engine: Engine, key: str, *, limit: int, now: datetime) -> int | None:
        """None if `key` may make one more call, else the seconds until the next minute."""
        minute, seconds = divmod(int(now.timestamp()), 60)
        with self._lock:
            share = self._shares.get(key)
            if share is not None and share.minute == minute:
                if share.left:
                    share.left -= 1
                    return None
                if share.is_last:
                    return 60 - seconds
        got = _handed_out(engine, key, minute=minute, limit=limit)
        with self._lock:
            if len(self._shares) > MOST_REMEMBERED:
                self._shares.clear()
            known = self._shares.get(key)
            kept = known.left if known is not None and known.minute == minute else 0
            left = kept + got
            self._shares[key] = _Share(minute, max(left - 1, 0), is_last=got < share_of(limit))
        return None if left else 60 - seconds


def share_of(limit: int) -> int:
    """How many calls of this limit a process takes at a time."""
    return max(1, min(SHARE, limit // PARTS))


def key_of(kind: str, value: str, *, secret: str) -> str:
    """What `value` is counted under, from which it cannot be read back."""
    return hmac.new(secret.encode(), f"api-{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def _handed_out(engine: Engine, key: str, *, minute: int, limit: int) -> int:
    # How many of the next share lie within the limit. Where the database is too busy to say, nobody is refused.
    share = share_of(limit)
    insert = (postgresql if engine.dialect.name == "postgresql" else sqlite).insert(_TABLE)
    taken = insert.values(key=key, minute=minute, handed_out=share)
    taken = taken.on_conflict_do_update(
        index_elements=[_TABLE.c.key],
        set_={
            "minute": minute,
            "handed_out": case((_TABLE.c.minute == minute, _TABLE.c.handed_out + share), else_=share),
        },
    )
    try:
        with engine.connect().execution_options(**WRITING) as connection, connection.begin():
            total: int = connection.execute(taken.returning(_TABLE.c.handed_out)).scalar_one()
    except OperationalError as error:
        log.warning("calls are not counted: %s", type(getattr(error, "orig", error)).__name__)
        return share
    return max(0, min(share, limit - (total - share)))


@every_minute
def forget_old(session: Session, now: datetime) -> None:
    """Delete what was counted more than an hour ago."""
    oldest = int(now.timestamp()) // 60 - KEPT_MINUTES
    if session.execute(_TABLE.select().where(_TABLE.c.minute < oldest).limit(1)).first():
        session.execute(delete(ApiAllowance).where(ApiAllowance.minute < oldest))
