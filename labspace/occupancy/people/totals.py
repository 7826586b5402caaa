"""Pure: counts and uses of a period by house and kind, put together from kept facts and from bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from labspace.occupancy.people.cells import Cells
from labspace.occupancy.people.tally import Tally
from labspace.occupancy.people.users import User
from labspace.occupancy.people.who import Who
from labspace.spaces.kinds import SpaceKind


@dataclass(slots=True)
class DeskTime:
    """What desks offered in a month, and how long their house was open (K09), in seconds."""

    bookable: int = 0
    open_for: int = 0


@dataclass(slots=True, kw_only=True)
class PeopleTotals:
    """All that figures of people need of some houses and kinds together."""

    kinds: Collection[SpaceKind]
    counts: dict[tuple[SpaceKind, bool], Tally] = field(default_factory=dict)
    """By kind; True: the chamber's own part of it."""
    desks: list[DeskTime] = field(default_factory=list)
    """Of each house and month."""
    at_desks: defaultdict[tuple[date, bool], set[int]] = field(default_factory=lambda: defaultdict(set))
    """Persons by month; True: those who used one internally."""
    users: defaultdict[User, int] = field(default_factory=lambda: defaultdict(int))
    """Unit-seconds by user."""

    def tally(self, kind: SpaceKind, *, is_internal: bool = False) -> Tally:
        return self.counts.get((kind, is_internal)) or Tally()

    def whole(self, *, is_internal: bool = False) -> Tally:
        """All kinds together."""
        total = Tally()
        for (_kind, internal), tally in self.counts.items():
            if internal is is_internal:
                total.add(tally)
        return total

    def outside(self) -> list[User]:
        """Users without the chamber's own."""
        return [user for user in self.users if not user.is_internal]

    def who(self) -> Who:
        """Everybody who used anything."""
        return Who.among(self.users)


@dataclass(slots=True)
class PeopleRead:
    """What is known of a period, by house; every part of it is added."""

    counts: dict[tuple[int, SpaceKind, bool], Tally] = field(default_factory=dict)
    desks: defaultdict[tuple[int, date], DeskTime] = field(default_factory=lambda: defaultdict(DeskTime))
    at_desks: defaultdict[tuple[int, date, bool], set[int]] = field(default_factory=lambda: defaultdict(set))
    users: defaultdict[tuple[int, User], int] = field(default_factory=lambda: defaultdict(int))

    def of(self, house_ids: Collection[int], kinds: Collection[SpaceKind]) -> PeopleTotals:
        """These houses and kinds together; persons and organisations of several are told apart anew."""
        found = PeopleTotals(kinds=kinds)
        for (house_id, kind, is_internal), tally in self.counts.items():
            if house_id in house_ids and kind in kinds:
                found.counts.setdefault((kind, is_internal), Tally()).add(tally)
        if SpaceKind.DESK in kinds:
            found.desks = [time for (house_id, _month), time in self.desks.items() if house_id in house_ids]
            for (house_id, month, is_internal), persons in self.at_desks.items():
                if house_id in house_ids:
                    found.at_desks[month, is_internal] |= persons
        words = {kind.value for kind in kinds}
        for (house_id, user), seconds in self.users.items():
            if house_id in house_ids and user.kind in words:
                found.users[user] += seconds
        return found

    def who(self) -> Who:
        """Everybody who used anything."""
        return Who.among(user for _house, user in self.users)

    def tally(self, house_id: int, kind: SpaceKind, *, is_internal: bool) -> Tally:
        """The one to add to."""
        return self.counts.setdefault((house_id, kind, is_internal), Tally())

    def add_cells(self, house_id: int, cells: Cells) -> None:
        """Add what was counted of one house, day by day."""
        for (day, kind, is_internal), tally in cells.counts.items():
            self.tally(house_id, kind, is_internal=is_internal).add(tally)
            if kind is SpaceKind.DESK and not is_internal:
                self.add_desks(house_id, day, tally.bookable, tally.open_for)
        for (day, user), use in cells.uses.items():
            self.users[house_id, user] += use.seconds
            if user.kind == SpaceKind.DESK.value:
                self.add_at_desk(house_id, day, user.person, is_internal=user.is_internal)

    def add_desks(self, house_id: int, day: date, bookable: int, open_for: int) -> None:
        time = self.desks[house_id, day.replace(day=1)]
        time.bookable += bookable
        time.open_for += open_for

    def add_at_desk(self, house_id: int, day: date, person: int, *, is_internal: bool) -> None:
        month = day.replace(day=1)
        self.at_desks[house_id, month, False].add(person)
        if is_internal:
            self.at_desks[house_id, month, True].add(person)
