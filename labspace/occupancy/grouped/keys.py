"""Pure: by what figures are grouped, and how each group is called."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from labspace.accounts.kinds import Theme
from labspace.occupancy.facts.dayparts import Daypart
from labspace.spaces.kinds import SpaceKind


class Dimension(enum.Enum):
    """What rows may be grouped by."""

    LOCATION = "location"
    KIND = "kind"
    MONTH = "month"
    WEEK = "week"
    WEEKDAY = "weekday"
    DAYPART = "daypart"
    THEME = "theme"


D = Dimension
OF_DAYS = frozenset({D.WEEK, D.WEEKDAY})
"""What needs each day by itself; months are kept as months."""
OF_BOOKINGS = frozenset({D.DAYPART, D.THEME})
"""What is counted from bookings, because no kept fact is cut so."""


@dataclass(frozen=True, slots=True, order=True)
class GroupKey:
    """One group; what rows are not grouped by is "" in it. The order of rows is that of these words."""

    location: str = ""
    kind: str = ""
    month: str = ""
    week: str = ""
    weekday: str = ""
    daypart: str = ""
    theme: str = ""

    def of(self, dimension: Dimension) -> str:
        """The word of the group by one dimension."""
        return str(getattr(self, dimension.value))


@dataclass(frozen=True, slots=True)
class Grouping:
    """The dimensions rows are grouped by; none of them for the total."""

    by: frozenset[Dimension]

    def key(
        self,
        slug: str,
        kind: SpaceKind | None,
        day: date,
        *,
        part: Daypart | None = None,
        theme: Theme | None = None,
    ) -> GroupKey:
        """The group in which something of a house, kind, day, daypart and theme counts."""
        return GroupKey(
            location=slug if D.LOCATION in self.by else "",
            kind=kind.value if kind is not None and D.KIND in self.by else "",
            month=f"{day:%Y-%m}" if D.MONTH in self.by else "",
            week=week_word(day) if D.WEEK in self.by else "",
            weekday=str(day.isoweekday()) if D.WEEKDAY in self.by else "",
            daypart=part_word(part) if D.DAYPART in self.by else "",
            theme=theme_word(theme) if D.THEME in self.by else "",
        )


NO_THEME, NO_DAYPART = "none", "none"
"""What has no theme; visits that were counted for a day and no hour of it."""


def week_word(day: date) -> str:
    """The ISO week of a day, such as 2026-W48."""
    year, week, _weekday = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def part_word(part: Daypart | None) -> str:
    """A daypart by its hours, such as 06-10."""
    return _PARTS[part] if part is not None else NO_DAYPART


def theme_word(theme: Theme | None) -> str:
    """A theme by its word."""
    return theme.value if theme is not None else NO_THEME


_ENDS = [*[part.value for part in Daypart][1:], 24]
_PARTS = {part: f"{part.value:02d}-{end:02d}" for part, end in zip(Daypart, _ENDS, strict=True)}
PARTS: Collection[str] = tuple(_PARTS.values())
"""The dayparts in the order of the day."""
