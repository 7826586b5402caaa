"""Pure: the parts of a local day (K12)."""

from __future__ import annotations

import enum
from datetime import date


class Daypart(enum.IntEnum):
    """A part of the local day, named by the full hour at which it begins."""

    NIGHT = 0
    MORNING = 6
    MIDDAY = 10
    AFTERNOON = 14
    EVENING = 18

    @classmethod
    def at(cls, hour: int) -> Daypart:
        """The part in which an hour of the wall clock lies."""
        return max(part for part in cls if part <= hour)


Cell = tuple[date, Daypart]
"""One daypart of one local day, as long as it is by that day's clock."""
