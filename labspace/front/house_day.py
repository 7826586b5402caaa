"""Everything the pages of one house need for a day, gathered in a handful of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.availability import SpaceTime
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.space_times import rules_in, space_times
from labspace.day_words import day_from
from labspace.front.asked import FURTHEST, Asked, asked_for, day_window
from labspace.spaces.house import House, HouseSpace
from labspace.timelines import Scale
from labspace.times import TimeSpan, clipped, start_of_day

LOOK_AHEAD = timedelta(days=15)
"""One day more than the strip of days shows, so that its last day still knows what opens next."""


@dataclass(frozen=True)
class HouseDay:
    """A house on a day: its spaces, how each stands, the rules, and what was asked."""

    house: House
    asked: Asked
    open_spans: Sequence[TimeSpan]
    """Opening on the asked day."""
    look_ahead: Sequence[TimeSpan]
    """Opening of the coming two weeks."""
    spaces: Sequence[HouseSpace]
    times: Mapping[int, SpaceTime]
    rules: Mapping[int, Rules]
    scale: Scale
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.house.zone).date()

    @property
    def is_past(self) -> bool:
        """Whether the asked day is over, so that the public is not told who was there when."""
        return self.asked.day < self.today


def _window(house: House, *, around: date | None, now: datetime) -> TimeSpan:
    today = now.astimezone(house.zone).date()
    near = around is None or timedelta() <= around - today < LOOK_AHEAD - timedelta(days=1)
    first = today if near or around is None else around
    begins = start_of_day(first, zone=house.zone)
    return TimeSpan(begins, begins + LOOK_AHEAD)


def house_day(
    session: Session,
    house: House,
    query: Mapping[str, str],
    *,
    viewer_id: int | None,
    now: datetime,
    may_see_past: bool,
) -> HouseDay:
    """The house as asked for in `query`.

    Past times are shown to staff only (design.md, public availability): for everybody else they
    stand empty.
    """
    today = now.astimezone(house.zone).date()
    around = day_from(query.get("tag", ""), today=today)
    if around is not None and abs(around - today) > FURTHEST:
        around = None
    opening = house.open_spans(_window(house, around=around, now=now))
    asked = asked_for(query, open_spans=opening, zone=house.zone, now=now)
    whole = TimeSpan.of_days(asked.day, asked.day, zone=house.zone)
    spaces = house.spaces_on(asked.day)
    if asked.day < today and not may_see_past:
        times = {space.id: SpaceTime(bookable=[]) for space in spaces}
    else:
        times = space_times(session, [house], whole, on=asked.day, viewer_id=viewer_id, now=now)
    day_opening = clipped(opening, whole)
    return HouseDay(
        house=house,
        asked=asked,
        open_spans=day_opening,
        look_ahead=opening,
        spaces=spaces,
        times=times,
        rules=rules_in(session, house, on=asked.day),
        scale=Scale(
            window=day_window(day_opening, asked.day, zone=house.zone, also=asked.span), zone=house.zone
        ),
        now=now,
    )
