"""Who reads their bookings in a calendar they subscribe to; higher packages know, nobody asks upwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

Knows = Callable[[Session, int, datetime], bool]

_known_by: dict[str, Knows] = {}


def tell_of_readers(knows: Knows) -> Knows:
    """Let `knows(session, user_id, now)` say whether a calendar of this person fetches their bookings."""
    _known_by[f"{knows.__module__}.{knows.__qualname__}"] = knows
    return knows


def reads_a_feed(session: Session, user_id: int, *, now: datetime) -> bool:
    """Whether this person's calendar shows all of their bookings by itself."""
    return any(knows(session, user_id, now) for knows in _known_by.values())
