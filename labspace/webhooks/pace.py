"""Pure: how long an endpoint in trouble is left alone, and when labspace gives it up."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_REST = timedelta(seconds=15)
LONGEST_REST = timedelta(hours=1)
GIVE_UP = timedelta(days=3)
"""An endpoint that took nothing for so long is paused until somebody of the team resumes it."""
LEASE = timedelta(seconds=60)
"""How long a process may work on a call; longer than `SECONDS`."""
SECONDS = 12.0
"""For one call: name, connection, answer."""
OVERLAP = timedelta(hours=24)
"""So long after a new secret calls carry a signature by the old one as well."""


def rest_after(failures: int) -> timedelta:
    """How long nothing is sent after so many failures in a row: doubling from 15 seconds to an hour."""
    rest: timedelta = min(FIRST_REST * (1 << min(max(failures, 1) - 1, 20)), LONGEST_REST)
    return rest


def is_given_up(failing_since: datetime, *, now: datetime) -> bool:
    """Whether it has been in trouble for too long to go on trying."""
    return now - failing_since >= GIVE_UP
