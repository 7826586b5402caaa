"""K18–K20 of several houses, from recorded shop days and what tenants told afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.popups.spans import monday_of
from labspace.popups.tenancies.indicators import Answered, Staying, staying, tried_ideas
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import FollowUp, OpenedDay
from labspace.popups.tenancies.shop_hours import Kept, Minimum, Opened, Week, k18, mondays, weekly
from labspace.popups.tenancies.states import HAPPENING, Outcome, TenancyState
from labspace.popups.tenancies.tried_days import tried_days
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan, first_and_last_day

REST_OF_WEEK = timedelta(days=6)


@dataclass(slots=True)
class Shops:
    """What slots brought in a period, the chamber's own use left out."""

    days: int = 0
    open_for: timedelta = timedelta()
    weeks: int = 0
    """Whole weeks of tenancies that are over …"""
    weeks_kept: int = 0
    """… and met their minimum."""
    weeks_let: int = 0
    """Weeks of slots with a day of a tenancy …"""
    weeks_offered: int = 0
    """… of all weeks in which there was the slot."""
    tried: int = 0
    staying: Staying = field(default_factory=lambda: Staying(ended=0, known=0, stayed=0))
    persons: int = 0
    """Tenants whose outcome is known."""
    organisations: int = 0


@dataclass(frozen=True, slots=True)
class Let:
    """A tenancy that takes place or took place."""

    id: int
    concept: int
    space_id: int
    location_id: int
    state: TenancyState
    minimum: Minimum
    first: date
    last: date
    person: int
    organisation: int | None


@dataclass(frozen=True, slots=True)
class ShopsRead:
    """All tenancies of some houses, their opened days, what became of them, and the slots there are."""

    houses: Sequence[Location]
    days: Days
    today: Mapping[int, date]
    lets: Mapping[int, Let]
    opened: Mapping[int, list[Opened]]
    slots: Sequence[tuple[int, int, date, date | None]]
    answers: Sequence[tuple[int, int, Outcome]]
    tried_days: int
    """On which of its pop-up days an idea counts."""

    def of(self, house_ids: Collection[int]) -> Shops:
        """K18–K20 of these houses."""
        found, days = Shops(), self.days
        lets = {key: let for key, let in self.lets.items() if let.location_id in house_ids}
        for house in self.houses:
            if house.id in house_ids:
                mine = [let for let in lets.values() if let.location_id == house.id]
                kept = _kept(mine, self.opened, days, house=house, today=self.today[house.id])
                found.days += kept.days
                found.open_for += kept.open_for
                found.weeks += kept.weeks
                found.weeks_kept += kept.weeks_kept
        found.tried = tried_ideas(
            ((let.concept, one.day) for key, let in lets.items() for one in self.opened.get(key, ())),
            first=days.first,
            last=days.last,
            needed=self.tried_days,
        )
        slots = [slot for slot in self.slots if slot[1] in house_ids]
        count_weeks(found, list(lets.values()), slots, days, today=self.today)
        _say_what_became(found, lets, self.answers, days)
        return found


def shops_read(session: Session, houses: Sequence[Location], days: Days, *, now: datetime) -> ShopsRead:
    """What K18–K20 of these houses need; four statements."""
    ids = [house.id for house in houses]
    slots = session.execute(
        select(Space.id, Space.location_id, Space.valid_from, Space.valid_until).where(
            Space.location_id.in_(ids),
            Space.kind == SpaceKind.POPUP_SLOT,
            Space.is_unit,
            Space.valid_from <= days.last + REST_OF_WEEK,
            or_(Space.valid_until.is_(None), Space.valid_until >= days.first),
        )
    )
    answers = session.execute(
        select(FollowUp.tenancy_id, FollowUp.months, FollowUp.outcome)
        .join(Tenancy, Tenancy.id == FollowUp.tenancy_id)
        .where(Tenancy.location_id.in_(ids), FollowUp.outcome.is_not(None))
    )
    return ShopsRead(
        houses=houses,
        days=days,
        today={house.id: now.astimezone(house.zone).date() for house in houses},
        lets=_lets(session, houses),
        opened=_opened(session, houses, now=now),
        slots=[(key, house_id, first, last) for key, house_id, first, last in slots],
        answers=[(key, months, outcome) for key, months, outcome in answers if outcome is not None],
        tried_days=tried_days(),
    )


def _lets(session: Session, houses: Sequence[Location]) -> dict[int, Let]:
    zones = {house.id: house.zone for house in houses}
    rows = session.execute(
        select(
            Tenancy.id,
            Tenancy.application_id,
            Tenancy.space_id,
            Tenancy.location_id,
            Tenancy.state,
            Tenancy.min_days,
            Tenancy.min_minutes,
            Booking.starts_at,
            Booking.ends_at,
            Booking.booked_by_id,
            Booking.organisation_id,
        )
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(Tenancy.location_id.in_(zones), Tenancy.state.in_(HAPPENING), Booking.is_internal.is_(False))
        .order_by(Tenancy.id)
    )
    found = {}
    for key, concept, space_id, house_id, state, min_days, minutes, begins, ends, person, body in rows:
        first, last = first_and_last_day(TimeSpan(begins, ends), zone=zones[house_id])
        minimum = Minimum(days=min_days, minutes=minutes)
        found[key] = Let(key, concept or -key, space_id, house_id, state, minimum, first, last, person, body)
    return found


def _opened(session: Session, houses: Sequence[Location], *, now: datetime) -> dict[int, list[Opened]]:
    rows = session.execute(
        select(OpenedDay.tenancy_id, OpenedDay.day, OpenedDay.starts_at, OpenedDay.ends_at)
        .join(Tenancy, Tenancy.id == OpenedDay.tenancy_id)
        .where(Tenancy.location_id.in_([house.id for house in houses]), OpenedDay.starts_at < now)
    )
    found: defaultdict[int, list[Opened]] = defaultdict(list)
    for tenancy_id, day, starts_at, ends_at in rows:
        found[tenancy_id].append(Opened(day=day, span=TimeSpan(starts_at, min(ends_at, now))))
    return found


def _kept(
    lets: Sequence[Let], opened: Mapping[int, list[Opened]], days: Days, *, house: Location, today: date
) -> Kept:
    weeks: list[Week] = []
    for let in lets:
        # A week of before or after the period is not asked about.
        if let.first <= days.last and monday_of(days.first) <= let.last:
            weeks += weekly(opened.get(let.id, []), let.minimum, first=let.first, last=let.last, until=today)
    pairs = [(let.space_id, one) for let in lets for one in opened.get(let.id, [])]
    return k18(pairs, weeks, first=days.first, last=days.last, zone=house.zone)


def count_weeks(
    found: Shops,
    lets: Sequence[Let],
    slots: Sequence[tuple[int, int, date, date | None]],
    days: Days,
    *,
    today: Mapping[int, date],
) -> None:
    """Weeks let of weeks offered, each with the period of its Monday; weeks ahead are no matter."""
    let_weeks = {(let.space_id, monday) for let in lets for monday in mondays(let.first, let.last)}
    for space_id, house_id, first, last in slots:
        # A slot that came on the Thursday was offered in that week, also where the period ends before.
        begins, ends = (
            max(first, days.first),
            min(last or date.max, days.last + REST_OF_WEEK, today[house_id]),
        )
        for monday in mondays(begins, ends) if begins <= ends else ():
            if monday in days:
                found.weeks_offered += 1
                found.weeks_let += (space_id, monday) in let_weeks


def _say_what_became(
    found: Shops, lets: Mapping[int, Let], answers: Sequence[tuple[int, int, Outcome]], days: Days
) -> None:
    told = [
        Answered(concept=lets[key].concept, months=months, outcome=outcome)
        for key, months, outcome in answers
        if key in lets
    ]
    ended = ended_concepts(lets.values())
    found.staying = staying(ended, told, first=days.first, last=days.last)
    asked = {one.concept for one in told}
    tenants = [
        let for let in lets.values() if let.concept in asked and ended.get(let.concept, date.min) in days
    ]
    found.persons = len({let.person for let in tenants})
    found.organisations = len({let.organisation for let in tenants if let.organisation is not None})


def ended_concepts(lets: Iterable[Let]) -> dict[int, date]:
    """The last day of each concept that is over, by concept."""
    some, ended = list(lets), dict[int, date]()
    for let in some:
        ended[let.concept] = max(let.last, ended.get(let.concept, date.min))
    for let in some:
        if let.state is not TenancyState.ENDED:
            ended.pop(let.concept, None)  # an idea that goes on has not ended
    return ended
