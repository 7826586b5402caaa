"""Pure: when a calendar is looked at again."""

from __future__ import annotations

from datetime import datetime, timedelta

USUAL = timedelta(minutes=15)
SPREAD = timedelta(minutes=3)
"""So much later at most, by chance: a hundred calendars of one server do not ask it in the same second."""
LONGEST = timedelta(hours=24)
LEASE = timedelta(minutes=2)
"""So long one process may take to fetch; after it another one tries."""


def next_look(now: datetime, *, failures: int = 0, retry_after: int = 0, chance: float) -> datetime:
    """The moment of the next look; each failure doubles the wait up to a day. `chance` lies in [0, 1)."""
    wait: timedelta = min(USUAL * (1 << min(failures, 10)), LONGEST)
    wait = max(wait, min(timedelta(seconds=retry_after), LONGEST))
    return now + wait + SPREAD * chance
