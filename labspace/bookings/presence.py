"""Pure: until when somebody checks in, from when on, and which minutes count as used (figures.md R5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from labspace.bookings.rulebook.book import Rules
from labspace.times import TimeSpan

EARLY_ARRIVAL = timedelta(minutes=30)
"""How long before the start presence may be noted."""
LATE_DEPARTURE = timedelta(hours=4)
"""How long after the end leaving may be noted; later nobody remembers the minute."""

UNRESOLVED_FOR = timedelta(days=7)
"""How long a past booking nobody checks in to waits for somebody to say whether people came (R5)."""


def check_in_deadline(rules: Collection[Rules], *, starts_at: datetime, now: datetime) -> datetime | None:
    """Until when to check in on spaces with these rules; None where nobody waits for it.

    Who books what is running has the whole grace time from now on. Of several spaces the kindest
    grace time holds.
    """
    graces = [one.grace_minutes for one in rules if one.check_in]
    return max(starts_at, now) + timedelta(minutes=max(graces)) if graces else None


def whole_minute(moment: datetime) -> datetime:
    """The last full minute."""
    return moment - timedelta(seconds=moment.second, microseconds=moment.microsecond)


def rest_of(span: TimeSpan, *, now: datetime) -> TimeSpan | None:
    """What is left of `span` from the last full minute on; None when it is over."""
    begins = max(span.starts_at, whole_minute(now))
    return TimeSpan(begins, span.ends_at) if begins < span.ends_at else None
