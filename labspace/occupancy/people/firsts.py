"""When each organisation first used chosen houses and kinds, and when again (K17)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, func, null, or_, select, union_all
from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.organisations import CENSORED_FOR, COMES_BACK_WITHIN, Organisations
from labspace.occupancy.people.models import UseFact, UseMonth
from labspace.occupancy.people.reading import around_window
from labspace.occupancy.queries import around
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import OpenedDay
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, local_days


@dataclass(slots=True)
class First:
    """The first two used days of an organisation; None: it did not come again yet."""

    first: date
    second: date | None = None

    def note(self, day: date) -> None:
        """Somebody of it used something on this day too."""
        if day < self.first:
            self.first, self.second = day, self.first
        elif day > self.first and (self.second is None or day < self.second):
            self.second = day

    @property
    def came_back(self) -> bool:
        return self.second is not None and self.second <= self.first + COMES_BACK_WITHIN


Firsts = dict[int, First]
"""By organisation."""


@dataclass(slots=True)
class FirstsRead:
    """First used days by house, kind and organisation."""

    firsts: dict[tuple[int, SpaceKind], Firsts] = field(default_factory=dict)

    def note(self, house_id: int, kind: SpaceKind, organisation: int, day: date) -> None:
        """Add a used day, in any order."""
        _note(self.firsts.setdefault((house_id, kind), {}), organisation, day)

    def of(self, house_ids: Collection[int], kinds: Collection[SpaceKind]) -> Firsts:
        """Of these houses and kinds together: who used one of them before is not new."""
        found: Firsts = {}
        for (house_id, kind), firsts in self.firsts.items():
            if house_id in house_ids and kind in kinds:
                for organisation, first in firsts.items():
                    _note(found, organisation, first.first)
                    if first.second is not None:
                        _note(found, organisation, first.second)
        return found


def _note(firsts: Firsts, organisation: int, day: date) -> None:
    if organisation in firsts:
        firsts[organisation].note(day)
    else:
        firsts[organisation] = First(day)


def firsts_read(session: Session, plan: Plan, kinds: Collection[SpaceKind]) -> FirstsRead:
    """The first used days since go-live of organisations, as merged, without internal use.

    `plan` is of all that time. From kept facts by one statement, and two for each stretch without any.
    """
    found = FirstsRead()
    words = [kind.value for kind in kinds]
    if any(plan.months.values()) or any(plan.kept.values()):
        for house_id, kind, organisation, first, second in session.execute(_first_two(plan, words)):
            firsts = found.firsts.setdefault((house_id, SpaceKind(kind)), {})
            firsts[organisation] = First(first, second)
    for houses, days in plan.counted:
        for use in used_days(session, houses, kinds, days, now=plan.now):
            found.note(*use)
    return found


def _first_two(plan: Plan, words: Sequence[str]) -> Select[int, str, int, date, date | None]:
    def counting(table: type[UseMonth] | type[UseFact]) -> tuple[ColumnElement[bool], ...]:
        return table.kind.in_(words), table.organisation != 0, table.is_internal.is_(False)

    months = select(
        UseMonth.location_id, UseMonth.kind, UseMonth.organisation, UseMonth.first_on, UseMonth.second_on
    ).where(plan.in_months(UseMonth.location_id, UseMonth.month), *counting(UseMonth))
    days = select(
        UseFact.location_id, UseFact.kind, UseFact.organisation, UseFact.day, cast(null(), Date)
    ).where(plan.in_days(UseFact.location_id, UseFact.day), *counting(UseFact))
    used = union_all(months, days).cte("used")
    place = (used.c.location_id, used.c.kind, used.c.organisation)
    first = select(*place, func.min(used.c.first_on).label("first")).group_by(*place).cte("first")
    later = case((used.c.first_on > first.c.first, used.c.first_on), else_=used.c.second_on)
    keys = (first.c.location_id, first.c.kind, first.c.organisation, first.c.first)
    same = and_(*(one == other for one, other in zip(keys, place, strict=False)))
    return select(*keys, func.min(later)).join(used, same).group_by(*keys)


def used_days(
    session: Session,
    houses: Sequence[Location],
    kinds: Collection[SpaceKind],
    stretch: Days,
    *,
    now: datetime,
) -> Iterator[tuple[int, SpaceKind, int, date]]:
    """House, kind, organisation as merged, and local day of every use in a stretch until now, not internal.

    Two statements; nothing is read of bookings but when they were used.
    """
    zones = {house.id: house.zone for house in houses}
    window = around(stretch.span(zone=zone) for zone in zones.values())
    body = func.coalesce(Organisation.merged_into_id, Organisation.id)
    was_used = (
        around_window(zones, window),
        Booking.state == BookingState.USED,
        Booking.is_internal.is_(False),
        Booking.kind.in_(kinds),
    )
    opened = session.execute(
        select(Booking.id, Booking.location_id, Booking.kind, body, OpenedDay.starts_at, OpenedDay.ends_at)
        .join(Tenancy, Tenancy.id == OpenedDay.tenancy_id)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .where(*was_used)
    ).all()
    shops = {row[0] for row in opened}
    begins = func.coalesce(Booking.used_from, Booking.starts_at)
    ends = func.coalesce(Booking.used_until, Booking.ends_at)
    is_told = or_(
        Booking.kind != SpaceKind.POPUP_SLOT,
        Booking.used_from.is_not(None),
        Booking.used_until.is_not(None),
    )
    rows = session.execute(
        select(Booking.id, Booking.location_id, Booking.kind, body, begins, ends)
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .where(*was_used, is_told)
    )
    used = [*opened, *(row for row in rows if row[0] not in shops)]
    for _booking, house_id, kind, organisation, starts_at, ends_at in used:
        if starts_at < (until := min(ends_at, now)):
            for day in local_days(TimeSpan(starts_at, until), zone=zones[house_id]):
                if day in stretch:
                    yield house_id, kind, organisation, day


def organisations_from(
    active: Collection[int], private: int, firsts: Firsts, period: Days, *, live_since: date, today: date
) -> Organisations:
    """K16 and K17: `active` used something in the period, `firsts` are of all time until today."""
    new = [first for first in firsts.values() if first.first in period]
    cohort = [first for first in new if first.first + COMES_BACK_WITHIN < today]
    return Organisations(
        active=len(active),
        private_persons=private,
        new=len(new),
        cohort=len(cohort),
        returned=sum(first.came_back for first in cohort),
        is_censored=period.first < live_since + CENSORED_FOR,
    )
