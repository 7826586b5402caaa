"""What a house would have promised, kept deliberately plain: who has which quarter-hours of which unit.

Quarter-hours are counted from midnight before the first day. Nothing here knows of spans, SQL or the
code under test; `Uses` says what is in the way of what, the machines say what somebody wants.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

DAY = 96
OPENS, CLOSES = 32, 72
"""Quarters of each day in which the house is open: 8:00 to 18:00."""
KEEPING = {"confirmed", "used", "held", "blocked"}


@dataclass(frozen=True)
class Place:
    """A space that can be asked for; the gaps and lengths are quarters."""

    kind: str
    units: tuple[str, ...]
    before: int = 0
    after: int = 0
    least: int = 2
    grace: int | None = None
    """How long somebody may be late; None: nobody waits for a check-in."""


@dataclass
class Use:
    """A booking, a hold or a blocking of a place, or of several joined by "+"."""

    place: str
    first: int
    end: int
    person: str = ""
    state: str = "confirmed"
    deadline: int | None = None
    """Until when to check in, or of a hold to answer."""
    left: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state == "confirmed"


@dataclass
class Row:
    """What one use keeps of one unit; two that are not `core` may overlap each other."""

    unit: str
    first: int
    end: int
    core: bool
    owner: str

    @property
    def plain(self) -> tuple[str, int, int, bool, str]:
        return self.unit, self.first, self.end, self.core, self.owner


@dataclass
class Uses:
    """Everything that was ever promised, by name such as "booking 3"; and what time it is."""

    places: dict[str, Place]
    clock: int
    known: dict[str, Use] = field(default_factory=dict)
    passed: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """What staff let pass: the booking, and which rules."""

    # Who has what

    def rows_of(self, name: str) -> list[Row]:
        use = self.known[name]
        end = use.end if use.left is None else min(use.end, use.left)
        if use.state not in KEEPING or end <= use.first:
            return []
        return list(self.would_take(use.place, use.first, end, owner=name, gaps=use.state != "blocked"))

    def would_take(
        self, place: str, first: int, end: int, *, owner: str = "", gaps: bool = True
    ) -> Iterator[Row]:
        for part in place.split("+"):
            asked = self.places[part]
            for unit in asked.units:
                yield Row(unit, first, end, True, owner)
                if gaps and asked.before:
                    yield Row(unit, first - asked.before, first, False, owner)
                if gaps and asked.after:
                    yield Row(unit, end, end + asked.after, False, owner)

    def is_gone(self, name: str) -> bool:
        """Whether nobody came or answered in time: from then on it is as if it kept nothing."""
        use = self.known[name]
        return use.state in ("confirmed", "held") and use.deadline is not None and use.deadline <= self.clock

    def in_the_way(
        self, place: str, first: int, end: int, *, gaps: bool = True, without: Collection[str] = ()
    ) -> set[str]:
        wanted = list(self.would_take(place, first, end, gaps=gaps))
        return {
            name
            for name in self.known
            if name not in without and not self.is_gone(name)
            for row in self.rows_of(name)
            for mine in wanted
            if row.unit == mine.unit and (row.core or mine.core) and meet(row, mine)
        }

    def fits(
        self,
        place: str,
        first: int,
        end: int,
        *,
        person: str = "",
        gaps: bool = True,
        without: Collection[str] = (),
    ) -> bool:
        """Whether nobody else has it; what is held for `person` is no obstacle."""
        units = [unit for part in place.split("+") for unit in self.places[part].units]
        if len(units) > len(set(units)):
            return False
        rivals = self.in_the_way(place, first, end, gaps=gaps, without=without)
        return all(
            person and self.known[name].state == "held" and self.known[name].person == person
            for name in rivals
        )

    # What the house rules say

    def kind(self, place: str) -> str:
        return self.places[place.partition("+")[0]].kind

    def keeps_rules(self, place: str, first: int, end: int, *, began: int | None = None) -> bool:
        return not self.broken_rules(place, first, end, began=began)

    def broken_rules(self, place: str, first: int, end: int, *, began: int | None = None) -> frozenset[str]:
        """Open, long enough and not past; a booking that began then may keep its beginning."""
        asked = [self.places[part] for part in place.split("+")]
        opened = first // DAY * DAY + OPENS, first // DAY * DAY + CLOSES
        broken = {
            "closed": first < opened[0] or end > opened[1],
            "too_short": end - first < max(one.least for one in asked),
            "in_the_past": first < self.clock and first != began,
        }
        return frozenset(code for code, is_broken in broken.items() if is_broken)

    def check_in_deadline(self, place: str, first: int) -> int | None:
        graces = [grace for part in place.split("+") if (grace := self.places[part].grace) is not None]
        return max(first, self.clock) + max(graces) if graces else None

    def answer_deadline(self, first: int) -> int:
        """Two hours between 7:00 and 21:00, and never later than it begins."""
        quarter, left = self.clock, 8
        while left:
            left -= 28 <= quarter % DAY < 84
            quarter += 1
        return min(quarter, first)

    # What happens

    def put(self, name: str, place: str, first: int, end: int, person: str) -> None:
        """Book a place, whoever has it: new, moved, or come back to."""
        without = {name}
        for held in self.in_the_way(place, first, end, without=without):
            self.known[held].state = "taken"
        self.known[name] = Use(place, first, end, person, deadline=self.check_in_deadline(place, first))

    def settle(self) -> None:
        for name, use in self.known.items():
            if self.is_gone(name):
                use.state = "no_show" if use.state == "confirmed" else "lapsed"


def meet(one: Row, other: Row) -> bool:
    return any(quarter in range(other.first, other.end) for quarter in range(one.first, one.end))


@dataclass
class Date:
    """One date of a series: what it asks for, and the booking it became."""

    id: int
    first: int
    end: int
    state: str
    booking: str = ""
    exception: bool = False

    @property
    def day(self) -> int:
        return self.first // DAY


@dataclass
class Series:
    """Dates at the same hours of a place; of a pool, any desk."""

    place: str
    person: str
    dates: list[Date]
