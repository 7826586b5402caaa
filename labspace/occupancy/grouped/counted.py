"""Groups by daypart and theme, counted from bookings: no kept fact is cut so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.kinds import Theme
from labspace.bookings.models import Booking
from labspace.bookings.states import BOOKED
from labspace.locations.models import Location
from labspace.occupancy import rates
from labspace.occupancy.booking_queries import setup_spans
from labspace.occupancy.days import Days
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.facts.time.clock import Clock
from labspace.occupancy.facts.time.measured import PART_OF
from labspace.occupancy.grouped.keys import Dimension, Grouping, GroupKey
from labspace.occupancy.grouped.people import people_groups
from labspace.occupancy.grouped.sums import Sums
from labspace.occupancy.months import past_of
from labspace.occupancy.peaks import in_seconds
from labspace.occupancy.people.reading import told_bookings
from labspace.occupancy.people.walk_ins import walk_ins
from labspace.occupancy.queries import around, house_records
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, clipped, intersection, union

SATURDAY = 5
Groups = defaultdict[GroupKey, Sums]
Lived = list[tuple[UnitRecord, UnitTime]]
SetUp = dict[int, list[TimeSpan]]
"""Set-up by unit."""


def counted_groups(
    session: Session,
    houses: Sequence[Location],
    kinds: Collection[SpaceKind],
    days: Days,
    grouping: Grouping,
    *,
    now: datetime,
) -> dict[GroupKey, Sums]:
    """The groups of the part of `days` that has happened; some twenty statements."""
    found: Groups = defaultdict(Sums)
    records = house_records(session, houses, days, now=now)
    if not records:
        return {}
    ids, window = [record.location_id for record in records], around(record.period for record in records)
    told, walked = told_bookings(session, ids, window), walk_ins(session, ids, days)
    by_theme = Dimension.THEME in grouping.by
    themes = _themes(session, ids, window) if by_theme else {}
    set_up = (
        {
            theme: setup_spans(session, houses, window, only=Booking.theme.is_not_distinct_from(theme))
            for theme in (*Theme, None)
        }
        if by_theme
        else {None: setup_spans(session, houses, window)}
    )
    for record in records:
        past = past_of(record.period, now=now)
        if past is None:
            continue
        units = [unit for unit in record.units if unit.kind in kinds]
        house = _House(record, days, past, grouping)
        for theme, of_theme in set_up.items():
            house.add(found, list(house.lived(units, themes, theme, by_theme=by_theme)), of_theme, theme)
        mine = [one for one in told[record.location_id] if one.kind in kinds]
        walks = [one for one in walked[record.location_id] if one.kind in kinds]
        people_groups(found, grouping, record, days, past, bookings=mine, walk_ins=walks)
    return dict(found)


def _themes(session: Session, house_ids: Collection[int], window: TimeSpan) -> dict[int, Theme | None]:
    """The theme of each booking around `window`, as it was when it was made."""
    reach = timedelta(days=372)
    rows = session.execute(
        select(Booking.id, Booking.theme).where(
            Booking.location_id.in_(house_ids),
            Booking.state.in_(BOOKED),
            Booking.starts_at < window.ends_at + reach,
            Booking.ends_at > window.starts_at - reach,
        )
    )
    return dict(iter(rows))


class _House:
    """One house, whose hours are counted into groups."""

    def __init__(self, record: HouseRecord, days: Days, past: TimeSpan, grouping: Grouping) -> None:
        self.record, self.past, self.grouping = record, past, grouping
        self.clock = Clock.of(days, zone=record.zone)

    def lived(
        self,
        units: Iterable[UnitRecord],
        themes: dict[int, Theme | None],
        theme: Theme | None,
        *,
        by_theme: bool,
    ) -> Iterator[tuple[UnitRecord, UnitTime]]:
        """The units in the past part; with `by_theme` only what bookings of the theme had of them."""
        for unit in units:
            time = unit.during(self.past)
            if time is None:
                continue
            if not by_theme:
                yield unit, time
                continue
            own = [
                stay for stay in unit.stays if stay.state in BOOKED and themes.get(stay.booking_id) is theme
            ]
            booked = intersection(union(stay.booked for stay in own), time.bookable)
            used = intersection(union(span for stay in own for span in stay.used), time.bookable)
            yield unit, replace(time, bookable=[], booked=booked, used=used)

    def add(self, found: Groups, lived: Lived, set_up: SetUp, theme: Theme | None) -> None:
        """Count everything of these units into the groups."""
        for unit, time in lived:
            own = clipped(clipped(set_up.get(unit.space_id, ()), unit.existed), self.past)
            for name, spans in (
                ("bookable", time.bookable),
                ("booked", time.booked),
                ("used", time.used),
                ("set_up", own),
            ):
                for key, seconds, _day, _part in self._cells(spans, unit.kind, theme):
                    setattr(found[key], name, getattr(found[key], name) + seconds)
        for kind, times in self._alive(lived):
            for key, seconds, day, part in self._cells(rates.activated(times), kind, theme):
                found[key].activated += seconds
                found[key].evening += seconds if part is Daypart.EVENING else 0
                found[key].weekend += seconds if day.weekday() >= SATURDAY else 0
            if Dimension.THEME not in self.grouping.by:
                everything = [time for _unit, time in self._all_units()]
                opened = rates.house_opening(self.record.hours, everything, window=self.past)
                for key, seconds, _day, _part in self._cells(opened, kind, theme):
                    found[key].opened += seconds

    def _all_units(self) -> Lived:
        return [(unit, time) for unit in self.record.units if (time := unit.during(self.past))]

    def _alive(self, lived: Lived) -> list[tuple[SpaceKind | None, list[UnitTime]]]:
        """The units whose life is one: those of each kind, or all of them."""
        if Dimension.KIND not in self.grouping.by:
            return [(None, [time for _unit, time in lived])]
        by_kind: defaultdict[SpaceKind, list[UnitTime]] = defaultdict(list)
        for unit, time in lived:
            by_kind[unit.kind].append(time)
        return list(by_kind.items())

    def _cells(
        self, spans: Iterable[TimeSpan], kind: SpaceKind | None, theme: Theme | None
    ) -> Iterator[tuple[GroupKey, int, date, Daypart]]:
        for (number, hour), seconds in self.clock.seconds(in_seconds(spans)).items():
            day, part = self.clock.days[number], PART_OF[hour]
            key = self.grouping.key(self.record.slug, kind, day, part=part, theme=theme)
            yield key, seconds, day, part
