"""Ways in which the dates of a series reach their owner's calendar with a mail."""

from __future__ import annotations

import enum


class Manner(enum.Enum):
    """How a mail about many dates speaks to calendars."""

    INVITATION = "invitation"
    """As one event with a rule."""
    FILE = "file"
    """As a file of events, to be read in once."""
    FEED = "feed"
    """Not at all: the calendar they subscribe to shows them, an invitation would show them twice."""
    LATER = "later"
    """Not yet: nothing is promised."""
