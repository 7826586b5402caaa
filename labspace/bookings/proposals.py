"""Which time the form of a booking proposes to whoever named none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.products import product_span
from labspace.bookings.rulebook.queries import rules_within
from labspace.spaces.house import House, HouseSpace
from labspace.times import TimeSpan

USUAL_LENGTH = timedelta(hours=2)
AHEAD = 7
"""So many days are looked at."""
QUARTER = timedelta(minutes=15)


def next_hours(
    session: Session, house: House, spaces: Sequence[HouseSpace], *, now: datetime
) -> TimeSpan | None:
    """The next open hours of the first of these spaces of a house that its rules would take, claims left aside.

    Two hours, or as the rules have it: a longer shortest time, or the next product where nothing
    else can be booked. None where it is closed for a week.
    """
    if not spaces:
        return None
    space = spaces[0]
    today = now.astimezone(house.zone).date()
    opening = house.bookable_of(
        space.id, TimeSpan.of_days(today, today + timedelta(days=AHEAD), zone=house.zone)
    )
    rules = rules_within(session, house, [space], on=today)[space.id]
    if rules.products and not rules.free_hours:
        return _next_product(house, rules, opening, now=now)
    return _next_free_hours(rules, opening, now=now)


def _next_product(
    house: House, rules: Rules, opening: Sequence[TimeSpan], *, now: datetime
) -> TimeSpan | None:
    zone = house.zone
    today = now.astimezone(zone).date()
    spans = [
        product_span(product, today + timedelta(days=number), open_spans=opening, zone=zone)
        for number in range(AHEAD)
        for product in rules.products
    ]
    return min((span for span in spans if span is not None and span.starts_at >= now), default=None)


def _next_free_hours(rules: Rules, opening: Sequence[TimeSpan], *, now: datetime) -> TimeSpan | None:
    begun = timedelta(minutes=now.minute % 15, seconds=now.second)
    begins = now - begun + (QUARTER if begun else timedelta())
    length = min(
        max(USUAL_LENGTH, timedelta(minutes=rules.min_minutes)), timedelta(minutes=rules.max_minutes)
    )
    for span in opening:
        starts_at = max(span.starts_at, begins)
        if span.ends_at - starts_at >= QUARTER:
            return TimeSpan(starts_at, min(span.ends_at, starts_at + length))
    return None
