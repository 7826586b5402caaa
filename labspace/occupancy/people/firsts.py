"""When each organisation first used chosen houses and kinds, and when again (K17)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

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


Place = tuple[frozenset[int], frozenset[SpaceKind]]
"""Houses and kinds that are looked at as one."""


@dataclass(slots=True)
class FirstsRead:
    """First used days by places that share nothing, and organisation."""

    places: Sequence[Place]
    firsts: dict[Place, Firsts] = field(default_factory=dict)

    def note(self, house_id: int, kind: SpaceKind, organisation: int, day: date) -> None:
        """Add a used day, in any order."""
        for place in self.places:
            if house_id in place[0] and kind in place[1]:
                _note(self.firsts.setdefault(place, {}), organisation, day)

    def of(self, house_ids: Collection[int], kinds: Collection[SpaceKind]) -> Firsts:
        """Of these houses and kinds together, which are whole places: who used one of them before is not new."""
        found: Firsts = {}
        for place, firsts in self.firsts.items():
            if place[0] <= set(house_ids) and place[1] <= set(kinds):
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


def firsts_read(
    session: Session, plan: Plan, places: Sequence[Place], *, active: Collection[int], since: date
) -> FirstsRead:
    """The first used day since go-live of the `active` organisations, without internal use, and the second.

    `plan` is of all that time. From kept facts by three statements, and two for each stretch without any.
    Who is not active in the period asked for is neither new in it nor comes back, and is not looked up; nor
    is the second day of one whose first lies before that period, which begins with `since`.
    """
    found = FirstsRead(places)
    if any(plan.months.values()) and active:
        _of_months(session, plan, found, active, since)
    kinds = frozenset(kind for _houses, some in places for kind in some)
    if any(plan.kept.values()):
        days = select(UseFact.location_id, UseFact.kind, UseFact.organisation, UseFact.day).where(
            plan.in_days(UseFact.location_id, UseFact.day), *_counting(UseFact, kinds)
        )
        for house_id, word, organisation, day in session.execute(days.distinct()):
            found.note(house_id, SpaceKind(word), organisation, day)
    for houses, stretch in plan.counted:
        for use in used_days(session, houses, kinds, stretch, now=plan.now):
            if use.organisation and not use.is_internal:
                found.note(use.house_id, use.kind, use.organisation, use.day)
    return found


def _counting(
    table: type[UseMonth] | type[UseFact], kinds: Collection[SpaceKind]
) -> tuple[ColumnElement[bool], ...]:
    words = [kind.value for kind in kinds]
    return table.kind.in_(words), table.organisation != 0, table.is_internal.is_(False)


def _of_months(session: Session, plan: Plan, found: FirstsRead, active: Collection[int], since: date) -> None:
    """The first day of each organisation in each place, and the next one after it."""
    for house_id, word, organisation, day, later, same_month in session.execute(
        _first_two(plan, found.places, active, since)
    ):
        place = found.places[0] if not word else (frozenset({house_id}), frozenset({SpaceKind(word)}))
        seconds = [other for other in (later, same_month) if other is not None]
        firsts = found.firsts.setdefault(place, {})
        firsts[organisation] = First(day, min(seconds, default=None))


def _first_two(
    plan: Plan, places: Sequence[Place], active: Collection[int], since: date
) -> Select[int, str, int, date, date | None, date | None]:
    is_one = len(places) == 1
    house_ids = {house_id for houses, _kinds in places for house_id in houses}
    words = {kind.value for _houses, kinds in places for kind in kinds}

    def counting(used: type[UseMonth]) -> tuple[ColumnElement[bool], ...]:
        return used.location_id.in_(house_ids), used.kind.in_(words), used.is_internal.is_(False)

    first = (_first_in_one if is_one else _first_in_each)(counting, plan, active)

    def of_place(used: type[UseMonth]) -> tuple[ColumnElement[bool], ...]:
        own = () if is_one else (used.location_id == first.c.house, used.kind == first.c.kind)
        kept = plan.in_months(used.location_id, used.month)
        return (used.organisation == first.c.organisation, *own, *counting(used), kept)

    again, same = aliased(UseMonth), aliased(UseMonth)
    later = (
        select(again.first_on)
        .where(*of_place(again), again.first_on > first.c.first)
        .order_by(again.first_on)
        .limit(1)
        .correlate(first)
        .scalar_subquery()
    )
    same_month = (
        select(func.min(same.second_on))
        .where(*of_place(same), same.first_on == first.c.first)
        .correlate(first)
        .scalar_subquery()
    )
    asked = first.c.first >= since
    return select(
        first.c.house,
        first.c.kind,
        first.c.organisation,
        first.c.first,
        case((asked, later)),
        case((asked, same_month)),
    ).where(first.c.first.is_not(None))


Counting = Callable[[type[UseMonth]], tuple[ColumnElement[bool], ...]]
"""What of the kept months is looked at."""


def _first_in_one(counting: Counting, plan: Plan, active: Collection[int]) -> CTE:
    """All houses and kinds as one: the index leads each organisation to its first day."""
    used = aliased(UseMonth)
    first_on = (
        select(used.first_on)
        .where(
            used.organisation == Organisation.id,
            *counting(used),
            plan.in_months(used.location_id, used.month),
        )
        .order_by(used.first_on)
        .limit(1)
        .correlate(Organisation)
        .scalar_subquery()
    )
    return (
        select(
            literal(0).label("house"),
            literal("").label("kind"),
            Organisation.id.label("organisation"),
            first_on.label("first"),
        )
        .where(Organisation.id.in_(active))
        .cte("first")
        .prefix_with("MATERIALIZED")
    )


def _first_in_each(counting: Counting, plan: Plan, active: Collection[int]) -> CTE:
    """Each house and kind by itself: most organisations never used most of them, so all is read once."""
    used = aliased(UseMonth)
    return (
        select(
            used.location_id.label("house"),
            used.kind.label("kind"),
            used.organisation.label("organisation"),
            func.min(used.first_on).label("first"),
        )
        .where(
            used.organisation.in_(active),
            *counting(used),
            # By the day that the index of organisations holds, not by the month that other indexes begin with.
            plan.begun_in_months(used.location_id, used.first_on),
        )
        .group_by(used.location_id, used.kind, used.organisation)
        .cte("first")
        .prefix_with("MATERIALIZED")
    )


class UsedDay(NamedTuple):
    """Somebody used something on a local day; organisation as merged, 0: privately."""

    house_id: int
    kind: SpaceKind
    person: int
    organisation: int
    is_internal: bool
    day: date


def used_days(
    session: Session,
    houses: Sequence[Location],
    kinds: Collection[SpaceKind],
    stretch: Days,
    *,
    now: datetime,
) -> Iterator[UsedDay]:
    """Every day of every use in a stretch until now.

    Two statements; nothing is read of bookings but who used them and when.
    """
    zones = {house.id: house.zone for house in houses}
    window = around(stretch.span(zone=zone) for zone in zones.values())
    body = func.coalesce(Organisation.merged_into_id, Organisation.id, 0)
    who = (Booking.id, Booking.location_id, Booking.kind, Booking.booked_by_id, body, Booking.is_internal)
    was_used = (
        around_window(session, zones, window),
        Booking.state == BookingState.USED,
        Booking.kind.in_(kinds),
    )
    opened = session.execute(
        select(*who, OpenedDay.starts_at, OpenedDay.ends_at)
        .join(Tenancy, Tenancy.id == OpenedDay.tenancy_id)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .outerjoin(Organisation, Organisation.id == Booking.organisation_id)
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
        select(*who, begins, ends)
        .outerjoin(Organisation, Organisation.id == Booking.organisation_id)
        .where(*was_used, is_told)
    )
    used = [*opened, *(row for row in rows if row[0] not in shops)]
    for _booking, house_id, kind, person, organisation, is_internal, starts_at, ends_at in used:
        if starts_at < (until := min(ends_at, now)):
            for day in local_days(TimeSpan(starts_at, until), zone=zones[house_id]):
                if day in stretch:
                    yield UsedDay(house_id, kind, person, organisation, is_internal, day)


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
