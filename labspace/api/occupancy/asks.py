"""What calls about occupancy are asked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from labspace.api.ground.field_errors import field_problem
from labspace.api.ground.schemas import Asked, Day, Slug, Text
from labspace.occupancy.days import Days
from labspace.occupancy.grouped.keys import OF_BOOKINGS, Dimension
from labspace.spaces.kinds import SpaceKind

MOST_DAYS = 3_700
"""Ten years, which kept facts answer."""
MOST_COUNTED_DAYS = 366
"""What is cut by daypart or theme is counted from bookings."""


class PeriodAsk(Asked):
    """Local days, both included, of some houses."""

    from_: Annotated[Day, Field(alias="from")]
    to: Day
    location: Annotated[list[Slug], Field(default_factory=list)]

    def days(self, *, most: int = MOST_DAYS) -> Days:
        """The days. Raises `Problem` where there are none or too many."""
        return days_between(self.from_, self.to, most=most)


class OccupancyAsk(PeriodAsk):
    """Whose occupancy, and by what it is grouped."""

    kind: Annotated[list[SpaceKind], Field(default_factory=list)]
    group_by: Annotated[
        Text, Field(max_length=100, pattern=r"^((location|kind|month|week|weekday|daypart|theme)(,|$))*$")
    ] = ""

    def dimensions(self) -> list[Dimension]:
        """By what rows are grouped, in the order they were named."""
        return list(dict.fromkeys(Dimension(word) for word in self.group_by.split(",") if word))

    def most_days(self) -> int:
        """How long the period may be."""
        return MOST_COUNTED_DAYS if set(self.dimensions()) & OF_BOOKINGS else MOST_DAYS


def days_between(first: date, last: date, *, most: int) -> Days:
    """The days from `first` to `last`. Raises `Problem`."""
    if last < first:
        raise field_problem("to", "ends_before_start")
    if (last - first).days >= most:
        raise field_problem("to", "window_too_long", days=most)
    return Days(first, last)
