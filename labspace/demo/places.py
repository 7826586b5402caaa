"""The houses as the invented load sees them: what can be booked, when it is open, what is taken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Claim
from labspace.bookings.rulebook.queries import rules_of
from labspace.demo.visits import Place
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.queries import bookable_spans, spaces_of, units_by_space
from labspace.times import TimeSpan, local_days, start_of_day

Spans = list[tuple[int, int]]


@dataclass
class House:
    """One house with its spaces and, per unit, the spans that are taken."""

    id: int
    slug: str
    zone: ZoneInfo
    places: list[Place]
    opening: dict[int, dict[date, Spans]]
    """Bookable spans by space and local day; days that are closed are missing."""
    taken: dict[int, dict[date, Spans]] = field(default_factory=lambda: defaultdict(dict))
    """Uses by unit and the local days they touch, kept and growing."""
    staff_id: int = 0

    def of_kind(self, kind: SpaceKind) -> list[Place]:
        return [place for place in self.places if place.kind is kind]

    def days_of(self, starts: int, ends: int) -> list[date]:
        """The local days a span touches."""
        first = datetime.fromtimestamp(starts, self.zone).date()
        last = datetime.fromtimestamp(ends - 1, self.zone).date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def taken_near(self, unit_id: int, day: date) -> Spans:
        """What is taken on a unit on a day, to be added to."""
        return self.taken[unit_id].setdefault(day, [])

    def is_free(self, place: Place, starts: int, ends: int) -> bool:
        """Whether a use, with its set-up, fits on all units of a place."""
        gap = place.gap
        return all(
            ends + gap <= first or starts >= last + gap
            for day in self.days_of(starts - gap, ends + gap)
            for unit_id in place.unit_ids
            for first, last in self.taken[unit_id].get(day, ())
        )

    def take(self, place: Place, starts: int, ends: int) -> None:
        """Remember a use."""
        for day in self.days_of(starts, ends):
            for unit_id in place.unit_ids:
                self.taken_near(unit_id, day).append((starts, ends))


def houses_for_load(
    session: Session, locations: list[Location], window: TimeSpan, *, today: date
) -> list[House]:
    """The houses with all that the load needs to know about `window`; a handful of statements."""
    spaces = spaces_of(session, [house.id for house in locations], on=today)
    units = units_by_space(session, [space.id for space in spaces], on=today)
    rules = rules_of(session, spaces, on=today)
    open_spans = bookable_spans(session, spaces, window)
    by_day: dict[int, dict[date, Spans]] = {}
    houses = {location.id: House(location.id, location.slug, location.zone, [], {}) for location in locations}
    for space in spaces:
        house, spans = houses[space.location_id], open_spans[space.id]
        # Most spaces share the hours of their house, and then the very same list.
        if id(spans) not in by_day:
            by_day[id(spans)] = _by_day(spans, house.zone)
        house.opening[space.id] = by_day[id(spans)]
        house.places.append(
            Place(
                space_id=space.id,
                public_id=space.public_id,
                kind=space.kind,
                capacity=space.capacity,
                layouts=tuple((row.layout, row.capacity) for row in space.layouts),
                unit_ids=tuple(sorted(units[space.id])),
                rules=rules[space.id],
            )
        )
    _remember_claims(session, list(houses.values()), window)
    return list(houses.values())


def _by_day(spans: list[TimeSpan], zone: ZoneInfo) -> dict[date, Spans]:
    days: dict[date, Spans] = defaultdict(list)
    for span in spans:
        for day in local_days(span, zone=zone):
            first = max(span.starts_at, start_of_day(day, zone=zone))
            last = min(span.ends_at, start_of_day(day + timedelta(days=1), zone=zone))
            days[day].append((int(first.timestamp()), int(last.timestamp())))
    return dict(days)


def _remember_claims(session: Session, houses: list[House], window: TimeSpan) -> None:
    house_of = {unit_id: house for house in houses for place in house.places for unit_id in place.unit_ids}
    rows = session.execute(
        select(Claim.space_id, Claim.starts_at, Claim.ends_at)
        .where(Claim.ends_at > window.starts_at)
        .order_by(Claim.id)
    )
    for unit_id, starts_at, ends_at in rows:
        if unit_id in house_of:
            house, span = house_of[unit_id], (int(starts_at.timestamp()), int(ends_at.timestamp()))
            for day in house.days_of(*span):
                house.taken_near(unit_id, day).append(span)
