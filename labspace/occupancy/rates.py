"""Pure: the indicators of figures.md as measures of spans.

Lengths are exact timedeltas, rates exact fractions, unrounded until they are shown. A rate of
nothing is None, shown as "k. A." (R11). Rates are never averaged: sums are divided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from labspace.bookings.states import BookingState
from labspace.occupancy.spans import UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, clipped, intersection, length, local_days, moment_from, union

PUBLIC_KINDS = frozenset({SpaceKind.POPUP_SLOT, SpaceKind.CAFE_TABLE, SpaceKind.EVENT_AREA})
"""Kinds whose use draws people in ("publikumswirksam", K10)."""

AN_HOUR = timedelta(hours=1)
NOTHING = timedelta()
EVENING = (18, 24)
"""One of the dayparts 00–06, 06–10, 10–14, 14–18, 18–24 (K12)."""


def share(part: timedelta, whole: timedelta) -> Fraction | None:
    """`part` ÷ `whole`, exactly; None if there is no whole."""
    return Fraction(part // timedelta(seconds=1), whole // timedelta(seconds=1)) if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """K01–K05 and K10 of a group of units."""

    units: int = 0
    bookable: timedelta = NOTHING
    """K01, in unit-hours."""
    booked: timedelta = NOTHING
    """K02."""
    used: timedelta = NOTHING
    """K03."""
    activated: timedelta = NOTHING
    """K10, in house-hours."""
    activated_publicly: timedelta = NOTHING
    """K10 over pop-up, café and event units only."""

    @property
    def booking_rate(self) -> Fraction | None:
        """K04."""
        return share(self.booked, self.bookable)

    @property
    def frequency_rate(self) -> Fraction | None:
        """K05."""
        return share(self.used, self.bookable)

    def beside(self, other: Figures) -> Figures:
        """Both groups together; only for different houses or times apart, whose activated hours add up."""
        return Figures(
            units=self.units + other.units,
            bookable=self.bookable + other.bookable,
            booked=self.booked + other.booked,
            used=self.used + other.used,
            activated=self.activated + other.activated,
            activated_publicly=self.activated_publicly + other.activated_publicly,
        )


def house_figures(units: Collection[UnitTime]) -> Figures:
    """The figures of units of one house, whose activated hours overlap and count once."""
    return Figures(
        units=len(units),
        bookable=total(unit.bookable for unit in units),
        booked=total(unit.booked for unit in units),
        used=total(unit.used for unit in units),
        activated=length(activated(units)),
        activated_publicly=length(activated(unit for unit in units if unit.kind in PUBLIC_KINDS)),
    )


def internal_figures(units: Collection[UnitTime]) -> Figures:
    """The part of `house_figures` that is the chamber's own use, of the same bookable hours (R10)."""
    public = [unit for unit in units if unit.kind in PUBLIC_KINDS]
    return Figures(
        units=len(units),
        bookable=total(unit.bookable for unit in units),
        booked=total(unit.booked_internally for unit in units),
        used=total(unit.used_internally for unit in units),
        activated=length(span for unit in units for span in unit.used_internally),
        activated_publicly=length(span for unit in public for span in unit.used_internally),
    )


def of_all_houses(figures: Iterable[Figures]) -> Figures:
    """The figures of several houses, or of times apart, as one group."""
    together = Figures()
    for one in figures:
        together = together.beside(one)
    return together


def total(merged: Iterable[Iterable[TimeSpan]]) -> timedelta:
    """Σ length, in unit-hours; the spans of each unit come merged."""
    return sum((span.duration for spans in merged for span in spans), NOTHING)


def activated(units: Iterable[UnitTime]) -> list[TimeSpan]:
    """When anything at all was used in a house (K10)."""
    return union(span for unit in units for span in unit.used)


# --- the house and its days ----------------------------------------------------------------------


def house_opening(
    hours: Iterable[TimeSpan], units: Iterable[UnitTime], *, window: TimeSpan
) -> list[TimeSpan]:
    """The hours of a house ∪ the special openings of its units, the denominator of K11.

    Not the union of what was bookable: a unit that is always open does not open the house, only
    its use does, so that no house is activated for longer than it was open.
    """
    unusual = (span for unit in units for spans in (unit.special, unit.used) for span in spans)
    return clipped([*hours, *unusual], window)


def activation_rate(units: Iterable[UnitTime], opening: Collection[TimeSpan]) -> Fraction | None:
    """K11: activated ÷ opening hours of one house."""
    return share(length(activated(units)), length(opening))


@dataclass(frozen=True, slots=True)
class ActivationDays:
    """K11 in days: those with at least an hour of activation, of those with any opening."""

    activated: int
    opened: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.activated, self.opened) if self.opened else None


def activation_days(
    active: Collection[TimeSpan], opening: Collection[TimeSpan], *, zone: ZoneInfo
) -> ActivationDays:
    """Days of a house with 60 activated minutes or more, and its opening days."""
    open_days = {day for span in opening for day in local_days(span, zone=zone)}
    lively = [
        day for day in open_days if length(clipped(active, TimeSpan.of_days(day, day, zone=zone))) >= AN_HOUR
    ]
    return ActivationDays(len(lively), len(open_days))


def within_daypart(
    spans: Collection[TimeSpan], daypart: tuple[int, int] = EVENING, *, zone: ZoneInfo
) -> list[TimeSpan]:
    """What of `spans` lies between two full hours of the wall clock on any day (K12)."""
    first, last = (time(hour % 24) for hour in daypart)
    parts: list[TimeSpan] = []
    for day in {day for span in spans for day in local_days(span, zone=zone)}:
        whole = TimeSpan.of_days(day, day, zone=zone)
        ends_at = whole.ends_at if daypart[1] == 24 else moment_from(day, last, zone=zone)
        parts.append(TimeSpan(moment_from(day, first, zone=zone), ends_at))
    return intersection(spans, parts)


# --- people --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """A used booking as a matter of people. Areas booked together are one, their people count once."""

    length: timedelta
    capacity: int
    """Approved for the seating that was chosen."""
    people: int | None
    """None: nobody knows; left out, and the share of what is known says so."""


@dataclass(frozen=True, slots=True)
class PlaceOccupancy:
    """K06, and how much of the used time it rests on."""

    rate: Fraction | None
    coverage: Fraction | None


def place_occupancy(uses: Collection[Attended]) -> PlaceOccupancy:
    """K06: Σ people × time ÷ Σ capacity × time over used bookings with known people."""
    known = [(use, use.people) for use in uses if use.people is not None]
    seated = sum((use.length * people for use, people in known), NOTHING)
    seats = sum((use.length * use.capacity for use, _people in known), NOTHING)
    of_known = sum((use.length for use, _people in known), NOTHING)
    return PlaceOccupancy(share(seated, seats), share(of_known, sum((use.length for use in uses), NOTHING)))


STAYS = {SpaceKind.POPUP_SLOT: timedelta(minutes=15), SpaceKind.CAFE_TABLE: timedelta(minutes=45)}
"""How long a visitor stays where nobody measures it; all other kinds count the real length (K15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """Counted people of one used booking."""

    kind: SpaceKind
    people: int
    length: timedelta


def visit_time(visits: Iterable[Visits]) -> timedelta:
    """K15: Σ visits × stay."""
    return sum((visit.people * STAYS.get(visit.kind, visit.length) for visit in visits), NOTHING)


# --- outcomes ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of bookings that began in a period, as numbers of bookings (K22).

    "Ungeklärt" – over and still only confirmed – is counted apart, and so is what the house took back.
    """

    used: int = 0
    no_show: int = 0
    under_way: int = 0
    cancelled_late: int = 0
    unresolved: int = 0
    cancelled_by_house: int = 0

    @property
    def no_show_rate(self) -> Fraction | None:
        came_or_not = self.no_show + self.used
        return Fraction(self.no_show, came_or_not) if came_or_not else None

    @property
    def late_cancellation_rate(self) -> Fraction | None:
        promised = self.used + self.no_show + self.under_way + self.cancelled_late
        return Fraction(self.cancelled_late, promised) if promised else None


def outcomes(bookings: Iterable[tuple[BookingState, bool]]) -> Outcomes:
    """K22 from (state, is over) of each booking that began in the period; without internal ones (R10)."""
    counts: dict[str, int] = {}
    for state, is_over in bookings:
        name = _OUTCOMES.get(state)
        if state is BookingState.CONFIRMED:
            name = "unresolved" if is_over else "under_way"
        if name:
            counts[name] = counts.get(name, 0) + 1
    return Outcomes(**counts)


_OUTCOMES = {
    BookingState.USED: "used",
    BookingState.NO_SHOW: "no_show",
    BookingState.CANCELLED_LATE: "cancelled_late",
    BookingState.CANCELLED_HOUSE: "cancelled_by_house",
}


def setup_time(units: Iterable[Iterable[TimeSpan]], *, window: TimeSpan) -> timedelta:
    """Rüststunden: set-up, tear-down and buffers per unit, overlapping ones once, open or not (R6)."""
    return sum((length(clipped(spans, window)) for spans in units), NOTHING)
