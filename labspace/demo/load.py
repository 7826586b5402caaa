"""`labspace demo --bookings`: invented load for an empty or invented system, the same for the same seed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import Membership, Organisation, User
from labspace.bookings.models import Booking
from labspace.db import begin_write
from labspace.demo.crowd import People, invent_people
from labspace.demo.lives import Drawing
from labspace.demo.loading import load_more_houses
from labspace.demo.occasions import AHEAD_DAYS, events_of, organiser_takes, rename
from labspace.demo.people import ORGANISER, STARTUP
from labspace.demo.places import House, houses_for_load
from labspace.demo.rhythm import DAILY, visits_on
from labspace.demo.stays import fill_day, local_day
from labspace.demo.tenancies import tenancies_of
from labspace.demo.visits import Regular, Visit
from labspace.demo.writing import RowMaker, catch_up_ids, write, write_people
from labspace.locations.models import Location
from labspace.popups.calls.actions import standing_call
from labspace.popups.models import PopupApplication
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan

BATCH = 4000
"""Bookings written and committed together; each batch is complete in itself."""
MOST_SHARE_ASKED = 0.3
"""Events and pop-ups are at most this share of a load; the others are booked at once."""
FULLER = 1.15
"""How much more than usual the houses may be booked before more houses are invented."""
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The load that was asked for."""

    bookings: int
    seed: int = 1
    days: int = 730
    """Length of the past; the future reaches two months."""
    may_add_houses: bool = True


@dataclass(frozen=True)
class Demand:
    """How many visits to expect on each space and day, in the order in which days are filled."""

    weights: array[float]
    total: float


def load_bookings(session: Session, wanted: Wanted, *, now: datetime, say: Say) -> int:
    """Add invented bookings to a system with only invented houses; returns how many. Commits in batches.

    The same seed, number, period, day and houses give the same rows. Bookings there already keep
    their time. The last batch is whole even when the run is interrupted.
    """
    begin_write(session)
    today, window = _period(session, wanted, now=now)
    rng = Random(f"labspace {wanted.seed}")
    houses, demand = _houses(session, wanted, window, today=today, rng=rng, say=say)
    first, last = int(window.starts_at.timestamp()), int(now.timestamp())
    people = invent_people(
        rng,
        houses,
        bookings=wanted.bookings,
        first=first,
        last=last,
        next_user=_next_id(session, User),
        next_organisation=_next_id(session, Organisation),
    )
    write_people(session.connection(), people)
    session.commit()
    plan = _Plan(
        session,
        wanted,
        houses,
        people,
        demand,
        rng=rng,
        first_day=_day(window, houses[0]),
        today=today,
        now=last,
    )
    maker = RowMaker(
        rng,
        first_id=_next_id(session, Booking),
        first_application=_next_id(session, PopupApplication),
        calls=_all_year_calls(session, houses, now=now),
        known_references=set(session.scalars(select(Booking.reference))),
        now=last,
        awaited=set(session.scalars(select(User.id).where(User.email == STARTUP.email))),
    )
    return _write_all(session, plan.visits(), maker, {house.id: house for house in houses}, wanted, say=say)


def _all_year_calls(session: Session, houses: list[House], *, now: datetime) -> dict[int, int]:
    """The call whose applications the pop-ups of each house were."""
    calls = {house.id: standing_call(session, house.id, now=now).id for house in houses}
    session.commit()
    return calls


def _period(session: Session, wanted: Wanted, *, now: datetime) -> tuple[date, TimeSpan]:
    house = session.scalars(select(Location).order_by(Location.position).limit(1)).one()
    today = now.astimezone(house.zone).date()
    opened = session.scalar(select(func.max(Space.valid_from)))
    first = max(today - timedelta(days=wanted.days), opened or date.min)
    return today, TimeSpan.of_days(first, today + timedelta(days=AHEAD_DAYS), zone=house.zone)


def _day(window: TimeSpan, house: House) -> date:
    return window.starts_at.astimezone(house.zone).date()


def _next_id(session: Session, table: type[Any]) -> int:
    return (session.scalar(select(func.max(table.id))) or 0) + 1


def _houses(
    session: Session, wanted: Wanted, window: TimeSpan, *, today: date, rng: Random, say: Say
) -> tuple[list[House], Demand]:
    """The houses there are, and more of them when the load would overfill these."""
    draw = rng.getrandbits(64)
    locations = list(session.scalars(select(Location).order_by(Location.position)))
    houses = houses_for_load(session, locations, window, today=today)
    demand = _demand(houses, window, today=today, rng=Random(draw))
    sets = ceil(wanted.bookings / (demand.total * FULLER)) if demand.total else 1
    if sets > 1 and wanted.may_add_houses:
        first = _day(window, houses[0])
        added = load_more_houses(session, wanted.bookings / demand.total, like=locations, since=first)
        say(f"{wanted.bookings} bookings would overfill {len(locations)} houses: added {len(added)} more.\n")
        houses = houses_for_load(session, [*locations, *added], window, today=today)
        demand = _demand(houses, window, today=today, rng=Random(draw))
    return houses, demand


def _days(window: TimeSpan, house: House) -> Iterator[date]:
    day, last = _day(window, house), window.ends_at.astimezone(house.zone).date()
    while day < last:
        yield day
        day += timedelta(days=1)


def _demand(houses: list[House], window: TimeSpan, *, today: date, rng: Random) -> Demand:
    weights = array("d")
    popularity = {place.space_id: 0.8 + 0.4 * rng.random() for house in houses for place in house.places}
    for day in _days(window, houses[0]):
        for house in houses:
            mood = 0.8 + 0.4 * rng.random()
            for place in _daily(house):
                spans = house.opening[place.space_id].get(day, ())
                minutes = sum(last - first for first, last in spans) / 60
                expected = visits_on(place.kind, day, open_minutes=minutes, days_ahead=(day - today).days)
                chance = 0.35 + 1.3 * rng.random()
                weights.append(min(expected * mood * popularity[place.space_id] * chance, 1 + minutes / 130))
    return Demand(weights, sum(weights))


def _daily(house: House) -> list[Any]:
    return [place for place in house.places if place.kind in DAILY and len(place.unit_ids) == 1]


class _Plan:
    """All bookings of a load in the order in which they begin, made as they are asked for."""

    def __init__(
        self,
        session: Session,
        wanted: Wanted,
        houses: list[House],
        people: People,
        demand: Demand,
        *,
        rng: Random,
        first_day: date,
        today: date,
        now: int,
    ) -> None:
        self._wanted, self._houses, self._people, self._demand = wanted, houses, people, demand
        self._rng, self._first_day, self._today, self._now = rng, first_day, today, now
        self._startup, self._organiser = (
            _demo_person(session, email) for email in (STARTUP.email, ORGANISER.email)
        )

    def visits(self) -> Iterator[Visit]:
        """Exactly as many bookings as wanted, or as many as the spaces hold."""
        asked = self._asked()
        left = self._wanted.bookings - sum(len(visits) for visits in asked.values())
        for day in [day for day in sorted(asked) if day < self._first_day]:
            yield from asked.pop(day)
        yield from self._by_day(asked, left)

    def _asked(self) -> dict[date, list[Visit]]:
        """Events and pop-ups by their first day."""
        found: list[Visit] = []
        for house in self._houses:
            drawing = Drawing(self._rng, self._now, 0, house.staff_id)
            crowd = self._people.crowds[house.id]
            last = self._today + timedelta(days=AHEAD_DAYS)
            events = events_of(drawing, house, crowd, first=self._first_day, last=last, today=self._today)
            if self._organiser and house is self._houses[0]:
                organiser_takes(events, self._organiser, now=self._now)
            found += tenancies_of(drawing, house, crowd, first=self._first_day, today=self._today)
            found += events
        by_day: dict[date, list[Visit]] = {}
        for visit in _spread(found, int(self._wanted.bookings * MOST_SHARE_ASKED)):
            day = datetime.fromtimestamp(visit.starts, self._houses[0].zone).date()
            by_day.setdefault(day, []).append(visit)
        return by_day

    def _by_day(self, asked: dict[date, list[Visit]], left: int) -> Iterator[Visit]:
        scale = left / self._demand.total if self._demand.total else 0
        owed, cell, day = 0.5, 0, self._first_day
        last = self._today + timedelta(days=AHEAD_DAYS)
        while day <= last:
            yield from asked.pop(day, [])
            clock = local_day(day, zone=self._houses[0].zone)
            for house in self._houses:
                drawing = Drawing(self._rng, self._now, 0, house.staff_id)
                made: list[Visit] = []
                for place in _daily(house):
                    owed += self._demand.weights[cell] * scale
                    cell += 1
                    if owed >= 1 and day in house.opening[place.space_id]:
                        visits = fill_day(
                            drawing, house, self._people.crowds[house.id], place, clock, visits=int(owed)
                        )
                        # What found no room here is owed to the next space.
                        owed -= len(visits)
                        made += visits
                if self._startup and house is self._houses[0]:
                    self._startup_comes(made, day)
                yield from made
            day += timedelta(days=1)
        for late in sorted(asked):
            yield from asked[late]

    def _startup_comes(self, visits: list[Visit], day: date) -> None:
        """The demonstration's startup has a desk every third day, and most days of the coming week."""
        soon = 0 <= (day - self._today).days <= 7
        if self._rng.random() < (0.8 if soon else 0.35):
            for visit in visits:
                if visit.place.kind is SpaceKind.DESK and self._startup and not visit.life.entered_by:
                    rename(visit, self._startup)
                    return


def _spread(visits: list[Visit], most: int) -> list[Visit]:
    """At most so many of them, evenly over the whole."""
    if len(visits) <= most:
        return visits
    return [visits[i * len(visits) // most] for i in range(most)]


def _demo_person(session: Session, email: str) -> Regular | None:
    row = session.execute(
        select(User.id, Organisation)
        .outerjoin(Membership, Membership.user_id == User.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(User.email == email)
        .order_by(Membership.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    home = row.Organisation
    return Regular(row.id, home.id, home.partner_type, home.theme, home.sector) if home else Regular(row.id)


def _write_all(
    session: Session,
    visits: Iterator[Visit],
    maker: RowMaker,
    houses: dict[int, House],
    wanted: Wanted,
    *,
    say: Say,
) -> int:
    written, batch = 0, list[Visit]()

    def put() -> None:
        nonlocal written
        begin_write(session)
        connection = session.connection()
        for table, rows in maker.rows(batch, houses).items():
            write(connection, table, rows)
        catch_up_ids(connection, Booking)
        catch_up_ids(connection, PopupApplication)
        session.commit()
        written += len(batch)
        batch.clear()
        say(f"{written} of {wanted.bookings} bookings")

    for visit in visits:
        batch.append(visit)
        if len(batch) == BATCH:
            put()
    if batch:
        put()
    return written
