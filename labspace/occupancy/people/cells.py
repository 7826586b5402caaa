"""Pure: all counts and uses of one house, by day or by month."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from labspace.occupancy.days import Days
from labspace.occupancy.people.counting import Place, WalkIns, add_offer, tallies
from labspace.occupancy.people.tally import Tally
from labspace.occupancy.people.told import Told
from labspace.occupancy.people.users import Use, User, uses
from labspace.occupancy.records import HouseRecord
from labspace.spaces.visit_stays import DatedStay
from labspace.times import TimeSpan


@dataclass(slots=True)
class Cells:
    """Counts and uses of one house; the date in a key is a day, or the first of a month."""

    counts: dict[Place, Tally] = field(default_factory=dict)
    uses: dict[tuple[date, User], Use] = field(default_factory=dict)

    def add(self, other: Cells) -> None:
        for place, tally in other.counts.items():
            self.counts.setdefault(place, Tally()).add(tally)
        for key, use in other.uses.items():
            self.uses[key] = self.uses[key].beside(use) if key in self.uses else use

    def by_month(self) -> Cells:
        """The same by calendar month."""
        found = Cells()
        for (day, kind, is_internal), tally in self.counts.items():
            found.counts.setdefault((day.replace(day=1), kind, is_internal), Tally()).add(tally)
        for (day, user), use in self.uses.items():
            month = (day.replace(day=1), user)
            found.uses[month] = found.uses[month].beside(use) if month in found.uses else use
        return found

    def within(self, days: Days) -> Cells:
        """Those of some days only."""
        return Cells(
            {place: tally for place, tally in self.counts.items() if place[0] in days},
            {key: use for key, use in self.uses.items() if key[0] in days},
        )


def count_cells(
    record: HouseRecord,
    bookings: Collection[Told],
    days: Days,
    *,
    past: TimeSpan,
    walk_ins: Iterable[WalkIns] = (),
    stays: Collection[DatedStay] = (),
) -> Cells:
    """The cells of a house in the part of `days` that has happened, from its bookings."""
    counts = tallies(bookings, days, zone=record.zone, past=past, walk_ins=walk_ins, stays=stays)
    add_offer(counts, record, bookings, days, past=past)
    return Cells(counts, uses(bookings, record, days, past=past))
