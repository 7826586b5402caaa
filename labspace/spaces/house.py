"""A house as its pages show it: plain values that are the same for everybody, at one revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from labspace.locations.holiday_rules import HolidayRule, region_on
from labspace.locations.hours import HouseHours, WeeklyWindow, closing_holiday
from labspace.locations.models import FOR_GOOD
from labspace.locations.moves import Place, place_on
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan, clipped, difference

T = TypeVar("T")

MOST_REMEMBERED = 256
"""Answers a house remembers before it forgets the oldest: some weeks of days, in two languages."""


@dataclass(frozen=True, slots=True)
class Seating:
    """An approved seating and how many it holds."""

    layout: Layout
    capacity: int
    wheelchair_places: int | None = None
    """How many of them may be places for wheelchairs; None: as the space says."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of a space; digests name the bytes of its small and its large size."""

    picture_id: int
    alternative: str
    width: int
    height: int
    """Of the small size."""
    small: str
    large: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseSpace:
    """A space of a house as pages show it; the fields mean what those of `Space` do."""

    id: int
    public_id: str
    kind: SpaceKind
    name: str
    name_en: str
    label: str
    description: str
    description_en: str
    capacity: int
    wheelchair_places: int | None = None
    """As approved; None: the house says nothing about it."""
    area_m2: float | None
    features: tuple[str, ...]
    is_unit: bool
    position: int
    valid_from: date
    valid_until: date | None
    layouts: tuple[Seating, ...]
    pictures: tuple[Pictured, ...] = ()

    @property
    def most_people(self) -> int:
        """How many people it holds at most, by any seating."""
        return max([self.capacity, *(seating.capacity for seating in self.layouts)])

    @property
    def most_wheelchair_places(self) -> int | None:
        """How many places for wheelchairs are approved at most, by any seating; None: nothing is said."""
        of_seatings = [self.wheelchair_places_in(seating) for seating in self.layouts]
        known = [places for places in (of_seatings or [self.wheelchair_places]) if places is not None]
        return max(known, default=None)

    def wheelchair_places_in(self, seating: Seating) -> int | None:
        """How many places for wheelchairs are approved in one of its seatings; None: nothing is said."""
        return self.wheelchair_places if seating.wheelchair_places is None else seating.wheelchair_places


@dataclass(frozen=True, slots=True)
class Level:
    """A drawing of one floor, by its id; a published drawing never changes."""

    plan_id: int
    name: str
    name_en: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """A unit is part of a whole during a time."""

    whole_id: int
    part_id: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class NamedClosure:
    """A time at which the whole house is shut, and why."""

    starts_at: datetime
    ends_at: datetime
    reason: str
    reason_en: str


@dataclass(frozen=True, kw_only=True)
class House:
    """All that is the same for everybody about a house, at one revision."""

    id: int
    revision: int
    slug: str
    name: str
    city: str
    zone: ZoneInfo
    address: str
    coordinates: str = ""
    """As `locations.coordinates` writes them; empty: not known."""
    text_de: str
    text_en: str
    holiday_region: str
    closed_on_holidays: bool
    holiday_rules: tuple[HolidayRule, ...] = ()
    is_demo: bool
    is_listed: bool = True
    """Whether lists of houses name it."""
    moves: tuple[Place, ...] = ()
    """Where it moved to, the earliest first; `address`, `city` and `coordinates` hold before the first."""
    spaces: tuple[HouseSpace, ...]
    """Wholes and units of all times, in listed order."""
    parts: tuple[Part, ...]
    levels: tuple[Level, ...]
    """Of all times, from below."""
    weekly: tuple[WeeklyWindow, ...]
    special: tuple[TimeSpan, ...]
    closed: tuple[TimeSpan, ...]
    closures: tuple[NamedClosure, ...] = ()
    """Those of `closed` again, with what people are told."""
    own_hours: Mapping[int, tuple[WeeklyWindow, ...]]
    """Weekly hours of spaces that differ from the house's while any of them is valid, by space id."""
    own_closures: Mapping[int, tuple[TimeSpan, ...]]
    _remembered: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def remember(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for each key: for what follows from the house's rows alone."""
        if key not in self._remembered:
            while len(self._remembered) >= MOST_REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[key] = make()
        return cast("T", self._remembered[key])

    def place_on(self, day: date) -> Place:
        """Where the house is on a local day."""
        return place_on(Place(date.min, self.address, self.city, self.coordinates), self.moves, day)

    def closed_for_good_since(self, now: datetime) -> datetime | None:
        """Since when it is closed with no known end, if it is."""
        begins = (span.starts_at for span in self.closed if span.ends_at >= FOR_GOOD)
        return min((begin for begin in begins if begin <= now), default=None)

    def is_shown(self, now: datetime) -> bool:
        """Whether lists of houses name it now: it is listed, and not closed for good."""
        return self.is_listed and self.closed_for_good_since(now) is None

    @property
    def by_public_id(self) -> dict[str, HouseSpace]:
        """The spaces of all times by what addresses call them."""
        return self.remember("by public id", lambda: {space.public_id: space for space in self.spaces})

    def has(self, space_id: int) -> bool:
        """Whether the space is, was or will be here."""
        return space_id in self.remember("ids", lambda: frozenset(space.id for space in self.spaces))

    def spaces_on(self, day: date) -> tuple[HouseSpace, ...]:
        """The spaces of the house on a local day, in listed order."""
        return self.remember(("spaces", day), lambda: tuple(_in_force(self.spaces, day)))

    def units_on(self, day: date) -> dict[int, frozenset[int]]:
        """The undivided units each space of a day consists of: itself, or the parts of its parts."""
        return self.remember(("units", day), lambda: self._units(day))

    def levels_on(self, day: date) -> tuple[Level, ...]:
        """The drawings in force on a day, from below."""
        return self.remember(("levels", day), lambda: tuple(_in_force(self.levels, day)))

    def open_spans(self, window: TimeSpan) -> list[TimeSpan]:
        """When the house is open in `window`, merged."""
        return self.remember(("open", window), lambda: self._hours(window).open_spans(window))

    def region_on(self, day: date) -> str:
        """Whose public holidays count on a local day; empty: there are none."""
        return region_on(self.holiday_rules, day, usual=self.holiday_region)

    def closing_holiday(self, day: date) -> tuple[str, str] | None:
        """The holiday that closes the house on a day, German and English; None on all other days."""
        return closing_holiday(
            day, region=self.holiday_region, closed=self.closed_on_holidays, rules=self.holiday_rules
        )

    def bookable(self, window: TimeSpan, *, on: date) -> dict[int, list[TimeSpan]]:
        """Merged bookable time of each space of a day in `window`: opening − closures (R3)."""
        return self.remember(("bookable", window, on), lambda: self._bookable(window, on))

    def bookable_of(self, space_id: int, window: TimeSpan) -> list[TimeSpan]:
        """Merged bookable time of one space in `window`, on whatever days: opening − closures (R3)."""
        hours, closures = self.own_hours.get(space_id), self.own_closures.get(space_id)
        spans = self._hours(window, own=hours).open_spans(window) if hours else open_within(self, window)
        return difference(spans, closures) if closures else spans

    def _units(self, day: date) -> dict[int, frozenset[int]]:
        parts: dict[int, set[int]] = defaultdict(set)
        for part in _in_force(self.parts, day):
            parts[part.whole_id].add(part.part_id)

        def leaves(space_id: int) -> frozenset[int]:
            if space_id not in parts:
                return frozenset({space_id})
            return frozenset().union(*map(leaves, parts[space_id]))

        return {space.id: leaves(space.id) for space in self.spaces_on(day)}

    def _bookable(self, window: TimeSpan, day: date) -> dict[int, list[TimeSpan]]:
        opening = self.open_spans(window)
        found = {}
        for space in self.spaces_on(day):
            hours, closures = self.own_hours.get(space.id), self.own_closures.get(space.id)
            spans = self._hours(window, own=hours).open_spans(window) if hours else opening
            found[space.id] = difference(spans, closures) if closures else spans
        return found

    def _hours(self, window: TimeSpan, *, own: Sequence[WeeklyWindow] = ()) -> HouseHours:
        return HouseHours(
            zone=self.zone,
            weekly=self.weekly,
            own=own,
            holiday_region=self.holiday_region,
            closed_on_holidays=self.closed_on_holidays,
            holiday_rules=self.holiday_rules,
            special=[span for span in self.special if span.overlaps(window)],
            closed=[span for span in self.closed if span.overlaps(window)],
        )


Dated = TypeVar("Dated", HouseSpace, Level, Part)


def _in_force(rows: Iterable[Dated], day: date) -> list[Dated]:
    return [
        row for row in rows if row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)
    ]


def open_within(house: House, window: TimeSpan) -> list[TimeSpan]:
    """When the house is open in `window`; remembered by whole days, for windows that move with the clock."""
    first, last = (moment.astimezone(house.zone).date() for moment in (window.starts_at, window.ends_at))
    return clipped(house.open_spans(TimeSpan.of_days(first, last, zone=house.zone)), window)
