"""What figures about people, outcomes and set-up need to know of bookings, in one or two statements each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from labspace.bookings.models import BookedUnit, Booking, BookingSpace
from labspace.bookings.rulebook.book import DEFAULTS, RuleEntry, Rules, rulebook
from labspace.bookings.rulebook.queries import rule_entries
from labspace.bookings.states import BOOKED, BookingState
from labspace.locations.models import Location
from labspace.occupancy.queries import planned_around
from labspace.occupancy.rates import Attended, Outcomes, Visits, outcomes
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpaceLayout
from labspace.times import TimeSpan
from labspace.visits.queries import visited
from labspace.visits.rules import Visited

COUNTED = frozenset({SpaceKind.EVENT_AREA})
"""Kinds to which people come whom nobody booked for, so that they are counted."""
REACH = timedelta(days=1)
"""Recorded use and set-up lie at most this far outside the booked span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedBooking:
    """A used booking as a matter of people, cut to a period."""

    kind: SpaceKind
    people: int
    capacity: int
    """Approved for the chosen seating of all its spaces together."""
    used: TimeSpan

    @property
    def attended(self) -> Attended:
        return Attended(length=self.used.duration, capacity=self.capacity, people=self.people)

    @property
    def visits(self) -> Visits:
        people = 1 if self.kind is SpaceKind.DESK else self.people
        return Visits(kind=self.kind, people=people, length=self.used.duration)


def used_bookings(session: Session, house: Location, period: TimeSpan) -> list[UsedBooking]:
    """The used bookings of a house during `period`; A and B booked together are one (K06, K15).

    Where visits were counted they stand for the people, day by day; elsewhere who was expected.
    """
    seats = func.sum(func.coalesce(SpaceLayout.capacity, Space.capacity))
    rows = session.execute(
        select(
            Booking.id,
            Booking.kind,
            Booking.people,
            Booking.starts_at,
            Booking.ends_at,
            Booking.used_from,
            Booking.used_until,
            seats,
        )
        .join(BookingSpace, BookingSpace.booking_id == Booking.id)
        .join(Space, Space.id == BookingSpace.space_id)
        .outerjoin(SpaceLayout, and_(SpaceLayout.space_id == Space.id, SpaceLayout.layout == Booking.layout))
        .where(
            Booking.location_id == house.id,
            Booking.state == BookingState.USED,
            Booking.starts_at < period.ends_at + REACH,
            Booking.ends_at > period.starts_at - REACH,
        )
        .group_by(Booking.id)
        .order_by(Booking.id)
    ).all()
    counted = visited(session, [row.id for row in rows if row.kind in COUNTED])
    found = []
    for booking_id, kind, people, starts_at, ends_at, used_from, used_until, capacity in rows:
        first, last = used_from or starts_at, used_until or ends_at
        if first >= last:
            continue
        used = TimeSpan(first, last)
        for span, number in _by_day(used, people, counted.get(booking_id), zone=house.zone):
            if part := span.intersection(period):
                found.append(UsedBooking(kind=kind, people=number, capacity=int(capacity), used=part))
    return found


def _by_day(
    used: TimeSpan, people: int, counted: Visited | None, *, zone: ZoneInfo
) -> list[tuple[TimeSpan, int]]:
    """The used time in parts with the people of each: one part where nobody counted or only one day was."""
    if counted is None:
        return [(used, people)]
    if len(counted.by_day) == 1:
        return [(used, counted.total)]
    return [
        (part, one.count)
        for one in counted.by_day
        if (part := used.intersection(TimeSpan.of_days(one.day, one.day, zone=zone)))
    ]


def booking_outcomes(session: Session, house: Location, period: TimeSpan, *, now: datetime) -> Outcomes:
    """What became of a house's bookings that began in `period`, without the chamber's own (K22)."""
    rows = session.execute(
        select(Booking.state, Booking.ends_at).where(
            Booking.location_id == house.id,
            Booking.starts_at >= period.starts_at,
            Booking.starts_at < min(period.ends_at, now),
            Booking.is_internal.is_(False),
        )
    )
    return outcomes((state, ends_at <= now) for state, ends_at in rows)


def setup_spans(
    session: Session,
    houses: Collection[Location],
    period: TimeSpan,
    *,
    only: ColumnElement[bool] | None = None,
) -> dict[int, list[TimeSpan]]:
    """Set-up, tear-down and the rules' buffers around promised bookings, by unit (Rüststunden, R6).

    `only`: of the bookings for which this holds.
    """
    spans: dict[int, list[TimeSpan]] = defaultdict(list)
    for one in setup_of_bookings(session, houses, period, only=only):
        spans[one.unit_id].append(one.span)
    return spans


@dataclass(frozen=True, slots=True)
class BookedSetUp:
    """What is set up before a booking or cleared away after it, on one unit."""

    booking_id: int
    unit_id: int
    span: TimeSpan


def setup_of_bookings(
    session: Session,
    houses: Collection[Location],
    period: TimeSpan,
    *,
    only: ColumnElement[bool] | None = None,
) -> Iterator[BookedSetUp]:
    """The same booking by booking; what belongs to two of them comes twice."""
    zones = {house.id: house.zone for house in houses}
    entries = rule_entries(session, zones)
    question = (
        select(
            BookedUnit.booking_id,
            BookedUnit.space_id,
            BookedUnit.starts_at,
            BookedUnit.ends_at,
            Booking.setup_minutes,
            Booking.teardown_minutes,
            Booking.location_id,
            Booking.kind,
            Booking.used_until,
        )
        .join(Space, Space.id == BookedUnit.space_id)
        .join(Booking, Booking.id == BookedUnit.booking_id)
        .where(Space.location_id.in_(zones), Booking.state.in_(BOOKED), _may_have_set_up(entries.values()))
    )
    if only is not None:
        question = question.where(only)
    rows = session.execute(
        planned_around(session, question, period.widened(before=2 * REACH, after=2 * REACH))
    )
    books: dict[tuple[int, date], Callable[[SpaceKind, int], Rules]] = {}
    for booking_id, unit_id, starts_at, planned_until, setup, teardown, house_id, kind, used_until in rows:
        day = starts_at.astimezone(zones[house_id]).date()
        if (house_id, day) not in books:
            books[house_id, day] = rulebook(entries[house_id], day=day)
        rules = books[house_id, day](kind, unit_id)
        before = timedelta(minutes=setup + rules.buffer_before_minutes)
        after = timedelta(minutes=teardown + rules.buffer_after_minutes)
        # Whoever leaves early gives the rest back: what is cleared away then is cleared away earlier.
        ends_at = min(planned_until, max(starts_at, used_until)) if used_until else planned_until
        if before:
            yield BookedSetUp(booking_id, unit_id, TimeSpan(starts_at - before, starts_at))
        if after:
            yield BookedSetUp(booking_id, unit_id, TimeSpan(ends_at, ends_at + after))


def _may_have_set_up(books: Iterable[Iterable[RuleEntry]]) -> ColumnElement[bool]:
    """Bookings that ask for set-up, or whose kind or space has buffers by rule on any day: most have neither."""
    kinds = {kind for kind, rules in DEFAULTS.items() if rules.buffer_before or rules.buffer_after}
    spaces: set[int] = set()
    for entry in chain.from_iterable(books):
        if not (entry.buffer_before_minutes or entry.buffer_after_minutes):
            continue
        if entry.space_id is not None:
            spaces.add(entry.space_id)
        else:
            kinds |= {entry.kind} if entry.kind else set(SpaceKind)
    return or_(
        Booking.setup_minutes != 0,
        Booking.teardown_minutes != 0,
        Booking.kind.in_(kinds),
        BookedUnit.space_id.in_(spaces),
    )
