"""Which months and houses somebody may see: whole months are public, the rest is for their staff (R11, R12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.occupancy.months import Month
from labspace.occupancy.queries import first_month

MONTHS_AHEAD = 3
"""How far staff see what is promised."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The houses there are, those this person runs, and the months with figures for them."""

    houses: Sequence[Location]
    run: Sequence[Location]
    first: Month | None
    last_whole: Month | None
    """The last month that is over in every house; None without houses."""

    @property
    def months(self) -> list[Month]:
        """Latest first."""
        if self.first is None or self.last_whole is None:
            return []
        last = self.last_whole.moved(1 + MONTHS_AHEAD) if self.run else self.last_whole
        months = []
        month = last
        while month >= self.first:
            months.append(month)
            month = month.previous
        return months

    @property
    def usual(self) -> Month | None:
        """The month shown when none is asked for: the last whole one, or the first there is."""
        months = self.months
        return self.last_whole if self.last_whole in months else (months[-1] if months else None)

    def houses_in(self, month: Month) -> Sequence[Location]:
        """The houses whose figures of this month this person may see."""
        is_over = self.last_whole is not None and month <= self.last_whole
        return self.houses if is_over else self.run


def choice_for(session: Session, user: User | None, *, now: datetime) -> Choice:
    """What `user`, or anybody, may choose from; two statements."""
    houses = locations(session)
    return Choice(
        houses=houses,
        run=[house for house in houses if user is not None and user.runs(house.id)],
        first=first_month(session, houses),
        last_whole=min((Month.of(now, zone=house.zone).previous for house in houses), default=None),
    )
