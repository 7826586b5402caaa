"""Who came to the demonstration's houses and cafés, as somebody tallied it; invented, the same for a seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write, insert_rows
from labspace.demo.people import TEAM
from labspace.demo.words import INVENTED
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses_named
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, local_days, start_of_day
from labspace.visits.hours import HOUR, tallied_hours
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount, VisitHour

BY_THE_HOUR = 14
"""Of so many last days the café was tallied hour by hour."""
FORGOTTEN, ESTIMATED = 0.06, 0.1
"""Shares of days nobody tallied, and of those where somebody guessed."""


def invent_tallies(session: Session, *, days: int, seed: int, now: datetime) -> int:
    """Tally the past days of every house nobody has tallied yet; returns how many numbers there are now."""
    begin_write(session)
    tallied = exists().where(VisitCount.location_id == Location.id, VisitCount.booking_id.is_(None))
    ids = set(session.scalars(select(Location.id).where(Location.is_demo, ~tallied)))
    by = session.scalars(select(User.id).where(User.email == TEAM.email)).one_or_none()
    written = 0
    for house in sorted(houses_named(session, ids).values(), key=lambda one: one.id):
        rng = Random(f"labspace tallies {seed} {house.slug}")
        numbers = list(_numbers(house, days=days, by=by, rng=rng, now=now))
        insert_rows(session, VisitCount, numbers)
        _add_hours(session, house, rng, now=now)
        written += len(numbers)
    return written


def _numbers(
    house: House, *, days: int, by: int | None, rng: Random, now: datetime
) -> Iterator[dict[str, object]]:
    today = now.astimezone(house.zone).date()
    past = TimeSpan(
        start_of_day(today - timedelta(days=days), zone=house.zone), start_of_day(today, zone=house.zone)
    )
    opened = sorted({day for span in house.open_spans(past) for day in local_days(span, zone=house.zone)})
    usual = rng.randrange(18, 40)
    for day in opened:
        cafe = round(usual * (1.5 if day.weekday() >= 4 else 1) * rng.uniform(0.6, 1.4))
        has_cafe = any(space.kind is SpaceKind.CAFE_TABLE for space in house.spaces_on(day))
        for kind, count in ((SpaceKind.CAFE_TABLE, cafe), (None, round(cafe * rng.uniform(2, 3)))):
            is_told = rng.random() >= FORGOTTEN and (kind is None or has_cafe)
            source = VisitSource.ESTIMATE if rng.random() < ESTIMATED else VisitSource.TALLY
            if is_told:
                yield _number(house, day, kind=kind, count=count, source=source, by=by)


def _number(
    house: House, day: date, *, kind: SpaceKind | None, count: int, source: VisitSource, by: int | None
) -> dict[str, object]:
    whole = TimeSpan.of_days(day, day, zone=house.zone)
    return {
        "location_id": house.id,
        "kind": kind,
        "day": day,
        "starts_at": whole.starts_at,
        "ends_at": whole.ends_at,
        "count": count,
        "source": source,
        "note": INVENTED,
        "entered_by_id": by,
        "entered_at": whole.ends_at - 4 * HOUR,
    }


def _add_hours(session: Session, house: House, rng: Random, *, now: datetime) -> None:
    """Part the newest tallies of the café into the hours it was open."""
    first = now.astimezone(house.zone).date() - timedelta(days=BY_THE_HOUR)
    rows = session.execute(
        select(VisitCount.id, VisitCount.day, VisitCount.count)
        .where(
            VisitCount.location_id == house.id,
            VisitCount.kind == SpaceKind.CAFE_TABLE,
            VisitCount.source == VisitSource.TALLY,
            VisitCount.day >= first,
        )
        .order_by(VisitCount.day)
    )
    hours = [
        {"count_id": count_id, "starts_at": at, "count": count}
        for count_id, day, total in rows
        for at, count in _parted(house, day, total, rng, now=now)
    ]
    insert_rows(session, VisitHour, hours)


def _parted(
    house: House, day: date, total: int, rng: Random, *, now: datetime
) -> Iterator[tuple[datetime, int]]:
    opening = house.open_spans(TimeSpan.of_days(day, day, zone=house.zone))
    hours = tallied_hours(day, opening, zone=house.zone, now=now)
    cuts = sorted(rng.randrange(total + 1) for _hour in hours[1:])
    for hour, low, high in zip(hours, [0, *cuts], [*cuts, total], strict=True):
        yield hour.starts_at, high - low
