"""The rules of one place as rows with their days, and which bookings other rules touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.rulebook.book import RuleEntry, Rules, rules_for
from labspace.bookings.rulebook.breaches import broken_time_rules
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.rulebook.queries import kept_rulebook
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row
from labspace.houses.places.places import Place, place_of
from labspace.houses.places.rows import read_rows, values_of, write_rows
from labspace.houses.queries import touched_bookings
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.house_rules import ANSWERS
from labspace.spaces.houses import houses_named
from labspace.spaces.models import Space
from labspace.times import TimeSpan, first_and_last_day

FAR = timedelta(days=366 * 20)
OF_THE_TIME = frozenset({"off_raster", "too_short", "too_long", "not_a_product"})
"""What a booking that is made already can break: when it had to be made is over."""
KEPT_TO = ("cancel_until_minutes", "check_in", "grace_minutes")
"""Answers that hold for bookings that are made already."""


@dataclass(frozen=True)
class HouseRules:
    """What is ruled for one place."""

    place: Place

    subject = Subject.RULES

    @property
    def scope(self) -> str:
        return self.place.scope

    def read(self, session: Session, house: Location) -> list[Row]:
        return read_rows(session, BookingRule, house, self.place.columns, ANSWERS)

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        write_rows(session, BookingRule, house, self.place.columns, ANSWERS, rows)

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """Bookings that could not be made like this any more, whose set-up would run into another, or to
        which other rules of check-in and cancelling then apply."""
        kept = houses_named(session, [house.id])[house.id]
        old = kept_rulebook(session, kept)
        new = [*(one for one in old if not self._keeps(one)), *map(self.entry, after)]
        found = touched_bookings(session, [house.id], TimeSpan(now, now + FAR), now=now)
        ahead = [booking for booking in found if booking.starts_at > now]
        close = set(_too_close(ahead, kept, new)) - set(_too_close(ahead, kept, old))
        return [one for one in ahead if one.id in close or _differs(one, kept, old, new, now=now)]

    def _keeps(self, entry: RuleEntry) -> bool:
        return (entry.kind, entry.space_id) == (self.place.kind, self.place.space_id)

    def entry(self, row: Row) -> RuleEntry:
        """The entry of the rulebook that a row is."""
        return RuleEntry(
            kind=self.place.kind, space_id=self.place.space_id, **values_of(BookingRule, ANSWERS, row)
        )


def rules_kept(scope: str) -> HouseRules:
    """The keeper that the record of changes names."""
    return HouseRules(place_of(scope))


def _rules(entries: Sequence[RuleEntry], space: Space, day: date) -> Rules:
    return rules_for(entries, kind=space.kind, space_id=space.id, day=day)


def _differs(
    booking: Booking, house: House, old: Sequence[RuleEntry], new: Sequence[RuleEntry], *, now: datetime
) -> bool:
    first, last = first_and_last_day(booking.span, zone=house.zone)
    window = TimeSpan.of_days(first, last, zone=house.zone)
    for space in booking.spaces:
        was, becomes = _rules(old, space, first), _rules(new, space, first)
        if was == becomes:
            continue
        if any(getattr(was, name) != getattr(becomes, name) for name in KEPT_TO):
            return True
        open_spans = house.bookable_of(space.id, window)
        broken, broken_before = (
            {
                refusal.code
                for refusal in broken_time_rules(
                    booking.span, rules=rules, open_spans=open_spans, zone=house.zone, now=now
                )
            }
            for rules in (becomes, was)
        )
        if (broken - broken_before) & OF_THE_TIME:
            return True
    return False


def _too_close(bookings: Iterable[Booking], house: House, entries: Sequence[RuleEntry]) -> Iterable[int]:
    """Bookings whose set-up or clearing, by these rules, runs into the next booking of the same unit."""
    by_unit: dict[int, list[tuple[Booking, Rules]]] = defaultdict(list)
    for booking in bookings:
        day = booking.starts_at.astimezone(house.zone).date()
        units = house.units_on(day)
        for space in booking.spaces:
            rules = _rules(entries, space, day)
            for unit in units.get(space.id, (space.id,)):
                by_unit[unit].append((booking, rules))
    for row in by_unit.values():
        row.sort(key=lambda one: one[0].starts_at)
        for (one, its), (other, others) in pairwise(row):
            before = timedelta(minutes=other.setup_minutes or others.buffer_before_minutes)
            after = timedelta(minutes=one.teardown_minutes or its.buffer_after_minutes)
            if one.ends_at + after > other.starts_at or other.starts_at - before < one.ends_at:
                yield from (one.id, other.id)
