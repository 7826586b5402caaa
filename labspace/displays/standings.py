"""Pure: how a space stands at this moment, for somebody who reads it from three metres away."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from labspace.bookings.availability import SpaceTime
from labspace.times import TimeSpan, union

SHORTEST = 15
"""Minutes; a shorter gap is not called free."""


class Now(enum.Enum):
    """One word for the door."""

    FREE = "free"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True)
class Known:
    """A time of which the public may read what it is for, or whose it is."""

    span: TimeSpan
    title: str


@dataclass(frozen=True)
class Standing:
    """The space now, until when, and what comes."""

    now: Now
    until: datetime | None
    """When that changes; None: not within the time looked at."""
    title: str
    """What is on, where it is public."""
    next_taken: TimeSpan | None
    next_title: str
    next_free: TimeSpan | None
    """The next free time of a space that is not free now."""


def standing_of(times: SpaceTime, known: Sequence[Known], *, now: datetime) -> Standing:
    """How the space stands at `now`. Neighbouring claims count as one time that is taken."""
    taken = union([*times.taken, *times.held, *times.mine])
    is_taken = next((span for span in taken if span.includes(now)), None)
    following = next((span for span in taken if span.starts_at > now), None)
    is_open = next((span for span in times.bookable if span.includes(now)), None)
    title = next((one.title for one in known if one.span.includes(now)), "")
    next_title = next((one.title for one in known if following and one.span.overlaps(following)), "")
    free = times.next_free(now, minutes=SHORTEST)
    if is_taken:
        return Standing(Now.TAKEN, is_taken.ends_at, title, following, next_title, free)
    if is_open:
        ends = [is_open.ends_at, *([following.starts_at] if following else [])]
        return Standing(Now.FREE, min(ends), "", following, next_title, None)
    opens = next((span.starts_at for span in times.bookable if span.starts_at > now), None)
    return Standing(Now.CLOSED, opens, "", following, next_title, free)
