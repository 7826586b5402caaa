"""Pure: which time of one unit was bookable, booked and used (figures.md R3–R8).

Knows neither the database nor pages: day facts, reports and what-ifs count through here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from labspace.bookings.states import BOOKED, USED, BookingState
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, difference, intersection, union

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One booking's time on one unit, whatever became of it."""

    state: BookingState
    booked: TimeSpan
    recorded: tuple[TimeSpan, ...] | None = None
    """When it was really used, if somebody recorded it; None: as booked."""
    is_internal: bool = False
    by_days: bool = False
    """Booked in whole days. Such a promise opens nothing outside the hours, and only recorded
    shop hours are use, not the tenancy (K03)."""
    booking_id: int = 0
    """Of which booking it is a part."""

    @property
    def opens(self) -> tuple[TimeSpan, ...]:
        """What opens the unit even outside its hours, because the house let it in (R3).

        A use recorded from the first to the last day of a tenancy says nothing about its nights.
        """
        if not self.by_days:
            return (self.booked, *self.used)
        return tuple(span for span in self.used if span.duration < A_DAY)

    @property
    def used(self) -> tuple[TimeSpan, ...]:
        """When the unit was used under this booking; never, unless its state says so (R5)."""
        if self.state not in USED:
            return ()
        if self.recorded is None:
            return () if self.by_days else (self.booked,)
        return self.recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTime:
    """The merged spans of one unit within a period."""

    kind: SpaceKind
    bookable: list[TimeSpan]
    special: list[TimeSpan]
    """The part of `bookable` that only bookings opened."""
    booked: list[TimeSpan]
    used: list[TimeSpan]
    booked_internally: list[TimeSpan]
    used_internally: list[TimeSpan]


def unit_time(
    kind: SpaceKind,
    *,
    opening: Sequence[TimeSpan],
    closed: Sequence[TimeSpan],
    stays: Collection[Stay],
    period: TimeSpan,
) -> UnitTime:
    """Bookable, booked and used time of one unit in `period`.

    `opening` are the hours by week, holiday and special opening, `closed` the closures and
    maintenance, which beat everything: a booking under a closure counts for nothing there (R8).
    Both may reach beyond the period; stays in states that never count do no harm (R4).
    """
    promised = [stay for stay in stays if stay.state in BOOKED]
    internal = [stay for stay in promised if stay.is_internal]
    booked, used = union(stay.booked for stay in promised), union(_used(promised))
    if withdrawn := _withdrawn(stays):
        # What the house took back is not on offer, except where it was booked again (R8).
        opening = difference(opening, difference(withdrawn, booked))
    offered = difference(intersection(opening, [period]), closed)
    special = _special(opening, closed, promised, period)
    bookable = union([*offered, *special]) if special else offered
    return UnitTime(
        kind=kind,
        bookable=bookable,
        special=special,
        booked=intersection(booked, bookable),
        used=intersection(used, bookable),
        booked_internally=intersection(_kept(internal, promised), bookable) if internal else [],
        used_internally=intersection(_used(internal), bookable) if internal else [],
    )


def _special(
    opening: Sequence[TimeSpan], closed: Sequence[TimeSpan], promised: Iterable[Stay], period: TimeSpan
) -> list[TimeSpan]:
    # A booking let in outside the hours opens the unit for exactly its part outside (R3).
    outside = difference((span for stay in promised for span in stay.opens), opening)
    return difference(intersection(outside, [period]), closed) if outside else outside


def _withdrawn(stays: Iterable[Stay]) -> list[TimeSpan]:
    return [stay.booked for stay in stays if stay.state is BookingState.CANCELLED_HOUSE]


def _used(stays: Iterable[Stay]) -> list[TimeSpan]:
    return [span for stay in stays for span in stay.used]


def _kept(some: Collection[Stay], all_promised: Collection[Stay]) -> list[TimeSpan]:
    # Where the time of a no-show was booked again, the re-booking has it (R7).
    firm = [stay.booked for stay in some if stay.state is not BookingState.NO_SHOW]
    missed = [stay.booked for stay in some if stay.state is BookingState.NO_SHOW]
    if not missed:
        return firm
    again = (stay.booked for stay in all_promised if stay.state is not BookingState.NO_SHOW)
    return union([*firm, *difference(missed, again)])
