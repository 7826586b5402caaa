"""Pure: what adds up in one group, and the figures that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from labspace.occupancy.facts.time.totals import KindTotal, UnionTotal
from labspace.occupancy.people.tally import Tally

HOUR = 3600


@dataclass(slots=True, kw_only=True)
class Sums:
    """Seconds and numbers of one group; groups of other houses or times are added."""

    bookable: int = 0
    booked: int = 0
    used: int = 0
    set_up: int = 0
    activated: int = 0
    evening: int = 0
    weekend: int = 0
    opened: int = 0
    """Hours of the house ∪ special openings: what activation is divided by (K11)."""
    seated: int = 0
    """Σ people × time …"""
    seats: int = 0
    """… and Σ seats × time of uses whose people are known (K06)."""
    visits: int = 0
    came: int = 0
    missed: int = 0

    def add(self, other: Sums) -> None:
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def add_units(self, total: KindTotal) -> None:
        """Unit-seconds of one kind."""
        self.bookable += total.bookable
        self.booked += total.booked
        self.used += total.used
        self.set_up += total.set_up

    def add_life(self, union: UnionTotal) -> None:
        """When any unit of the group's kinds was used."""
        self.activated += union.activated
        self.evening += union.evening
        self.weekend += union.weekend

    def add_people(self, tally: Tally) -> None:
        """What bookings of the group's kinds say of people."""
        self.seated += tally.of("seated")
        self.seats += tally.seats
        self.visits += tally.of("visits")
        self.came += tally.came
        self.missed += tally.missed

    @property
    def is_empty(self) -> bool:
        """Whether nothing was on offer or happened; that a house was open is no matter."""
        return not any(getattr(self, name) for name in NAMES if name != "opened")


NAMES = tuple(one.name for one in fields(Sums))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The figures of one group: hours unrounded, rates from 0 to 1, None where there is nothing to divide by."""

    bookable_hours: float | None
    booked_hours: float
    used_hours: float
    booking_rate: float | None
    frequency_rate: float | None
    occupancy_rate: float | None
    activated_hours: float
    activation_rate: float | None
    evening_hours: float
    weekend_hours: float
    visits: int
    no_show_rate: float | None
    setup_hours: float


def row_of(sums: Sums, *, is_on_offer: bool = True) -> Row:
    """The figures of a group. Nothing is on offer for a theme: such groups have no bookable time and no rates."""

    def rate(part: int, whole: int) -> float | None:
        return part / whole if whole and is_on_offer else None

    return Row(
        bookable_hours=sums.bookable / HOUR if is_on_offer else None,
        booked_hours=sums.booked / HOUR,
        used_hours=sums.used / HOUR,
        booking_rate=rate(sums.booked, sums.bookable),
        frequency_rate=rate(sums.used, sums.bookable),
        occupancy_rate=rate(sums.seated, sums.seats),
        activated_hours=sums.activated / HOUR,
        activation_rate=rate(sums.activated, sums.opened),
        evening_hours=sums.evening / HOUR,
        weekend_hours=sums.weekend / HOUR,
        visits=sums.visits,
        no_show_rate=rate(sums.missed, sums.missed + sums.came),
        setup_hours=sums.set_up / HOUR,
    )
